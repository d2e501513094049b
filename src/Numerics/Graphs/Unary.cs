// Functions of one element, with their derivatives as graphs. One record a function; the derivative may use the input x and the output y.
using System.Numerics;
using System.Numerics.Tensors;

namespace FunctionalConv.Graphs;

/// <summary>A function of one number, applied to every element.</summary>
public abstract partial record Unary
{
    /// <summary>max(x, 0); its derivative at 0 is 0. NaN stays NaN.</summary>
    public static Unary Relu { get; } = new ReluCase();

    /// <summary>1 where x > 0, else 0. Its derivative is 0 everywhere.</summary>
    public static Unary UnitStep { get; } = new UnitStepCase();

    /// <summary>The hyperbolic tangent.</summary>
    public static Unary Tanh { get; } = new TanhCase();

    /// <summary>The exponential.</summary>
    public static Unary Exp { get; } = new ExpCase();

    /// <summary>The natural logarithm.</summary>
    public static Unary Log { get; } = new LogCase();

    /// <summary>The square root.</summary>
    public static Unary Sqrt { get; } = new SqrtCase();

    /// <summary>The function of one number.</summary>
    internal abstract T Eval<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The derivative at every element as a graph; null where it is 0 everywhere.</summary>
    internal abstract Node? Derivative(Node x, Node y);

    /// <summary>The function over a row of numbers; a vectorised form where there is one. Input and output may be the same memory.</summary>
    internal virtual void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++) y[i] = Eval(x[i]);
    }

    /// <summary>a·x + b.</summary>
    public sealed record Affine(double A, double B) : Unary
    {
        internal override T Eval<T>(T x) => (T.CreateTruncating(A) * x) + T.CreateTruncating(B);

        internal override Node? Derivative(Node x, Node y) => A == 0 ? null : x.Builder.Constant(A, x.Shape);

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            if (A != 1) TensorPrimitives.Multiply(x, T.CreateTruncating(A), y);
            else if (B == 0) x.CopyTo(y);
            if (B != 0) TensorPrimitives.Add(A != 1 ? y : x, T.CreateTruncating(B), y);
        }
    }

    /// <summary>x to a fixed power.</summary>
    public sealed record Power(double P) : Unary
    {
        internal override T Eval<T>(T x) => P switch
        {
            2 => x * x,
            -1 => T.One / x,
            -0.5 => T.One / T.Sqrt(x),
            _ => T.Pow(x, T.CreateTruncating(P)),
        };

        internal override Node? Derivative(Node x, Node y) => P == 0 ? null : P == 1 ? x.Builder.Constant(1, x.Shape) : P == 2 ? x * 2 : x.Map(new Power(P - 1)) * P;

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            if (P == 2) TensorPrimitives.Multiply(x, x, y);
            else base.Apply(x, y);
        }
    }

    private sealed record ReluCase : Unary
    {
        internal override T Eval<T>(T x) => x > T.Zero || T.IsNaN(x) ? x : T.Zero;

        internal override Node? Derivative(Node x, Node y) => y.Map(UnitStep);

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Max(x, T.Zero, y);

        public override string ToString() => "Relu";
    }

    private sealed record UnitStepCase : Unary
    {
        internal override T Eval<T>(T x) => x > T.Zero ? T.One : T.Zero;

        internal override Node? Derivative(Node x, Node y) => null;

        public override string ToString() => "UnitStep";
    }

    private sealed record TanhCase : Unary
    {
        internal override T Eval<T>(T x) => T.Tanh(x);

        internal override Node? Derivative(Node x, Node y) => (y * y).Map(new Affine(-1, 1));

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Tanh(x, y);

        public override string ToString() => "Tanh";
    }

    private sealed record ExpCase : Unary
    {
        internal override T Eval<T>(T x) => T.Exp(x);

        internal override Node? Derivative(Node x, Node y) => y;

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Exp(x, y);

        public override string ToString() => "Exp";
    }

    private sealed record LogCase : Unary
    {
        internal override T Eval<T>(T x) => T.Log(x);

        internal override Node? Derivative(Node x, Node y) => x.Map(new Power(-1));

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Log(x, y);

        public override string ToString() => "Log";
    }

    private sealed record SqrtCase : Unary
    {
        internal override T Eval<T>(T x) => T.Sqrt(x);

        internal override Node? Derivative(Node x, Node y) => y.Map(new Power(-1)) * 0.5;

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Sqrt(x, y);

        public override string ToString() => "Sqrt";
    }
}
