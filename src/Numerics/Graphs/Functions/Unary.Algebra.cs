// The algebra of functions: f then g, f + g, f · g, and one function up to a number with another beyond it. Derivatives follow by the chain and the product rule.
//   In products 0 · ∞ = 0, as in measure theory: x · sigmoid(x) has its limit 0 at −∞. What is not a number stays so.
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace FunctionalConv.Graphs;

public abstract partial record Unary
{
    /// <summary>g(f(x)): this function, then the next.</summary>
    public Unary Then(Unary next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return (this, next) switch
        {
            (Affine { A: 0 } c, _) => Constant(next.Eval(c.B)),
            (_, Affine { A: 0 }) => next,
            (Affine { A: 1, B: 0 }, _) => next,
            (_, Affine { A: 1, B: 0 }) => this,
            (Affine f, Affine g) => new Affine(f.A * g.A, (g.A * f.B) + g.B),
            _ => new Chained(this, next),
        };
    }

    /// <summary>f(x) + g(x).</summary>
    public static Unary operator +(Unary f, Unary g) => Total(f, g)!;

    /// <summary>f(x) · g(x), where 0 · ∞ = 0.</summary>
    public static Unary operator *(Unary f, Unary g)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        return f is Affine { A: 0 } c ? g * c.B : g is Affine { A: 0 } d ? f * d.B : new Product(f, g);
    }

    /// <summary>f(x) times a number.</summary>
    public static Unary operator *(Unary f, double a)
    {
        ArgumentNullException.ThrowIfNull(f);
        return f.Then(new Affine(a, 0));
    }

    /// <summary>−f(x).</summary>
    public static Unary operator -(Unary f) => f * -1;

    /// <summary>f(x) − g(x).</summary>
    public static Unary operator -(Unary f, Unary g) => f + -g;

    /// <summary>One function up to a number and at it, another beyond; NaN stays NaN, whatever the two are.</summary>
    public static Unary Split(double at, Unary low, Unary high) => new Halves(at, low, high);

    private static Unary? Total(Unary? f, Unary? g) => f is null || f is Affine { A: 0, B: 0 } ? g : g is null || g is Affine { A: 0, B: 0 } ? f : new Added(f, g);

    private static Unary? Times(Unary? f, Unary? g) => f is null || g is null ? null : f * g;

    private sealed record Chained(Unary First, Unary Next) : Unary
    {
        internal override Unary? Slope => Times(First.Slope, Next.Slope is { } outer ? First.Then(outer) : null);

        internal override T Eval<T>(T x) => Next.Eval(First.Eval(x));

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            for (int at = 0; at < x.Length; at += Piece)
            {
                Span<T> piece = y.Slice(at, Math.Min(Piece, x.Length - at));
                First.Apply(x.Slice(at, piece.Length), piece);
                Next.Apply<T>(piece, piece);
            }
        }

        public override string ToString() => $"{First}, {Next}";
    }

    private sealed record Added(Unary F, Unary G) : Unary
    {
        internal override Unary? Slope => Total(F.Slope, G.Slope);

        internal override T Eval<T>(T x) => F.Eval(x) + G.Eval(x);

        private protected override void Passes<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> f, Span<T> unused)
        {
            F.Apply(x, f);
            G.Apply(x, y);
            TensorPrimitives.Add(f, y, y);
        }

        public override string ToString() => $"({F}) + ({G})";
    }

    private sealed record Product(Unary F, Unary G) : Unary
    {
        internal override Unary? Slope => Total(Times(F.Slope, G), Times(F, G.Slope));

        internal override T Eval<T>(T x)
        {
            T f = F.Eval(x), g = G.Eval(x);
            return (f == T.Zero && !T.IsNaN(g)) || (g == T.Zero && !T.IsNaN(f)) ? T.Zero : f * g;
        }

        private protected override void Passes<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> f, Span<T> g)
        {
            if (F is not Affine { A: 1, B: 0 }) F.Apply(x, f);
            G.Apply(x, g);
            VectorFunction.Each(F is Affine { A: 1, B: 0 } ? x : f, g, y, default(Gate<T>));
        }

        public override string ToString() => $"({F}) · ({G})";

        private readonly struct Gate<T> : IVectorFunction<T>
            where T : unmanaged
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c)
            {
                Vector<T> zero = (Vector.Equals(a, Vector<T>.Zero) & VectorFunction.IsNumber(b)) | (Vector.Equals(b, Vector<T>.Zero) & VectorFunction.IsNumber(a));
                return Vector.ConditionalSelect(zero, Vector<T>.Zero, a * b);
            }
        }
    }

    private sealed record Halves(double At, Unary Low, Unary High) : Unary
    {
        internal override Unary? Slope => Low.Slope is null && High.Slope is null ? null : Split(At, Low.Slope ?? Constant(0), High.Slope ?? Constant(0));

        internal override T Eval<T>(T x) => x <= T.CreateTruncating(At) ? Low.Eval(x) : T.IsNaN(x) ? x : High.Eval(x);

        private protected override void Passes<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> low, Span<T> high)
        {
            Low.Apply(x, low);
            if (High is not Affine { A: 1, B: 0 }) High.Apply(x, high);
            VectorFunction.Each(x, low, High is Affine { A: 1, B: 0 } ? x : high, y, new Choice<T>(At));
        }

        public override string ToString() => $"{Low} up to {At.ToString(System.Globalization.CultureInfo.InvariantCulture)}, then {High}";

        private readonly struct Choice<T>(double at) : IVectorFunction<T>
            where T : unmanaged, INumberBase<T>
        {
            private readonly Vector<T> at = VectorFunction.All<T>(at);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c) =>
                Vector.ConditionalSelect(Vector.LessThanOrEqual(a, at), b, Vector.ConditionalSelect(VectorFunction.IsNumber(a), c, a));
        }
    }
}
