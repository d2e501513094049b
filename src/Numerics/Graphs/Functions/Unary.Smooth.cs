// Smooth functions: exponentials and what is made of them. Each is accurate to a few units in the last place wherever its result is not lost in rounding:
//   e^x − 1 and log(1 + u) where u is near 0 by Kahan's corrections, (w − 1) · x / log w with w = e^x, and u · log w / (w − 1) with w = 1 + u
//   (W. Kahan; see N. Higham, Accuracy and Stability of Numerical Algorithms, 1.14.1).
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace FunctionalConv.Graphs;

public abstract partial record Unary
{
    /// <summary>The hyperbolic tangent.</summary>
    public static Unary Tanh { get; } = new TanhCase();

    /// <summary>The exponential.</summary>
    public static Unary Exp { get; } = new ExpCase();

    /// <summary>e^x − 1.</summary>
    public static Unary Expm1 { get; } = new Expm1Case();

    /// <summary>The natural logarithm.</summary>
    public static Unary Log { get; } = new LogCase();

    /// <summary>1 / (1 + e^−x).</summary>
    public static Unary Sigmoid { get; } = new SigmoidCase();

    /// <summary>log(1 + e^x).</summary>
    public static Unary Softplus { get; } = new SoftplusCase();

    /// <summary>x / (c + |x|).</summary>
    public sealed record Saturated(double C) : Unary
    {
        internal override Unary? Slope => Abs.Then(new Affine(1, C)).Then(new Power(-2)) * C;

        internal override T Eval<T>(T x) => T.IsInfinity(x) ? T.CopySign(T.One, x) : x / (T.CreateTruncating(C) + T.Abs(x));

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => VectorFunction.Each(x, y, new Ratio<T>(C));

        private readonly struct Ratio<T>(double c) : IVectorFunction<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            private readonly Vector<T> c = VectorFunction.All<T>(c), infinity = new(T.PositiveInfinity);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c)
            {
                Vector<T> size = Vector.Abs(a), sign = Vector.ConditionalSelect(Vector.LessThan(a, Vector<T>.Zero), -Vector<T>.One, Vector<T>.One);
                return Vector.ConditionalSelect(Vector.Equals(size, infinity), sign, a / (this.c + size));
            }
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Saturated), PrintMembers);
    }

    private sealed record TanhCase : Unary
    {
        internal override Unary? Slope => Tanh.Then(new Power(2)).Then(new Affine(-1, 1));

        internal override T Eval<T>(T x) => T.Tanh(x);

        internal override Node? Derivative(Node x, Node y) => (y * y).Map(new Affine(-1, 1));

        // In vectors with an argument whose exponential underflows, other bits come out once the runtime has compiled the loop anew. From 20 on tanh is 1 in every precision.
        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            TensorPrimitives.Min(x, T.CreateTruncating(22), y);
            TensorPrimitives.Max(y, T.CreateTruncating(-22), y);
            TensorPrimitives.Tanh(y, y);
        }

        public override string ToString() => "Tanh";
    }

    private sealed record ExpCase : Unary
    {
        internal override Unary? Slope => Exp;

        internal override T Eval<T>(T x) => T.Exp(x);

        internal override Node? Derivative(Node x, Node y) => y;

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Exp(x, y);

        public override string ToString() => "Exp";
    }

    private sealed record Expm1Case : Unary
    {
        internal override Unary? Slope => Exp;

        internal override T Eval<T>(T x)
        {
            T w = T.Exp(x), u = w - T.One;
            return w == T.One ? x : u == -T.One || T.IsInfinity(w) ? u : u * (x / T.Log(w));
        }

        internal override Node? Derivative(Node x, Node y) => y + 1;

        private protected override void Passes<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> w, Span<T> log)
        {
            TensorPrimitives.Exp(x, w);
            TensorPrimitives.Log(w, log);
            VectorFunction.Each(x, w, log, y, default(LessOne<T>));
        }

        public override string ToString() => "Expm1";

        private readonly struct LessOne<T> : IVectorFunction<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c)
            {
                Vector<T> u = b - Vector<T>.One, plain = Vector.Equals(u, -Vector<T>.One) | Vector.Equals(b, new Vector<T>(T.PositiveInfinity));
                return Vector.ConditionalSelect(Vector.Equals(b, Vector<T>.One), a, Vector.ConditionalSelect(plain, u, u * (a / c)));
            }
        }
    }

    private sealed record LogCase : Unary
    {
        internal override Unary? Slope => new Power(-1);

        internal override T Eval<T>(T x) => T.Log(x);

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Log(x, y);

        public override string ToString() => "Log";
    }

    private sealed record SigmoidCase : Unary
    {
        internal override Unary? Slope => Sigmoid * new Affine(-1, 0).Then(Sigmoid);

        internal override T Eval<T>(T x) => T.One / (T.One + T.Exp(-x));

        internal override Node? Derivative(Node x, Node y) => y * y.Map(new Affine(-1, 1));

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Sigmoid(x, y);

        public override string ToString() => "Sigmoid";
    }

    /// <summary>max(x, 0) + log(1 + e^−|x|): no overflow, and no loss where the result is small.</summary>
    private sealed record SoftplusCase : Unary
    {
        internal override Unary? Slope => Sigmoid;

        internal override T Eval<T>(T x)
        {
            T u = T.Exp(-T.Abs(x)), w = T.One + u;
            return (x > T.Zero ? x : T.Zero) + (w == T.One ? u : u * (T.Log(w) / (w - T.One)));
        }

        private protected override void Passes<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> u, Span<T> log)
        {
            TensorPrimitives.Abs(x, u);
            TensorPrimitives.Negate(u, u);
            TensorPrimitives.Exp(u, u);
            TensorPrimitives.Add(u, T.One, log);
            TensorPrimitives.Log(log, log);
            VectorFunction.Each(x, u, log, y, default(PlusOne<T>));
        }

        public override string ToString() => "Softplus";

        private readonly struct PlusOne<T> : IVectorFunction<T>
            where T : unmanaged
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c)
            {
                Vector<T> w = Vector<T>.One + b, small = Vector.ConditionalSelect(Vector.Equals(w, Vector<T>.One), b, b * (c / (w - Vector<T>.One)));
                return Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<T>.Zero), a, Vector<T>.Zero) + small;
            }
        }
    }
}
