// Powers and roots; powers that leave 0 at 0, and their derivatives do too: roots whose gradient at 0 is finite.
//   A small whole power is a product; −1, ½ and −½ are a quotient and a root; any other is exp(p · log x), which has no negative x.
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace FunctionalConv.Graphs;

public abstract partial record Unary
{
    /// <summary>The square root.</summary>
    public static Unary Sqrt { get; } = new SqrtCase();

    /// <summary>x to a fixed power.</summary>
    public sealed record Power(double P) : Unary
    {
        private const int MostFactors = 8;

        internal override Unary? Slope => P == 0 ? null : P == 1 ? Constant(1) : P == 2 ? new Affine(2, 0) : new Power(P - 1) * P;

        internal override T Eval<T>(T x) => P switch
        {
            2 => x * x,
            -1 => T.One / x,
            -0.5 => T.One / T.Sqrt(x),
            _ => T.Pow(x, T.CreateTruncating(P)),
        };

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            switch (P)
            {
                case 0: y[..x.Length].Fill(T.One); break;
                case 1: x.CopyTo(y); break;
                case 2: TensorPrimitives.Multiply(x, x, y); break;
                case 0.5: TensorPrimitives.Sqrt(x, y); break;
                case -0.5:
                    TensorPrimitives.Sqrt(x, y);
                    TensorPrimitives.Divide(T.One, y[..x.Length], y);
                    break;
                case -1: TensorPrimitives.Divide(T.One, x, y); break;
                case < 0 and >= -MostFactors when double.IsInteger(P):
                    VectorFunction.Each(x, y, new Factors<T>((int)-P));
                    TensorPrimitives.Divide(T.One, y[..x.Length], y);
                    break;
                case > 0 and <= MostFactors when double.IsInteger(P): VectorFunction.Each(x, y, new Factors<T>((int)P)); break;
                default: Any(x, y); break;
            }
        }

        private void Any<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            if (double.IsInteger(P))
                for (int i = 0; i < x.Length; i++) y[i] = Eval(x[i]);
            else ByLogarithm.Apply(x, y);
        }

        private Unary ByLogarithm => new Chained(new Chained(Log, new Affine(P, 0)), Exp);

        private readonly struct Factors<T>(int count) : IVectorFunction<T>
            where T : unmanaged
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c)
            {
                Vector<T> product = a;
                for (int i = 1; i < count; i++) product *= a;
                return product;
            }
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Power), PrintMembers);
    }

    /// <summary>
    /// x to a fixed power, and 0 at 0 whatever the power. Its derivative is p · x^(p − 1) and 0 at 0, where a root has none: the convention that keeps
    /// infinities out of gradients. A negative x to a broken power is not a number.
    /// </summary>
    public sealed record PowerOrZero(double P) : Unary
    {
        internal override Unary? Slope => P == 0 ? null : new PowerOrZero(P - 1) * P;

        internal override T Eval<T>(T x) => x == T.Zero ? T.Zero : P switch
        {
            0 => T.IsNaN(x) ? x : T.One,
            1 => x,
            0.5 => T.Sqrt(x),
            _ => T.Pow(x, T.CreateTruncating(P)),
        };

        private protected override void Passes<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> power, Span<T> unused)
        {
            new Power(P).Apply(x, power);
            VectorFunction.Each(x, power, y, default(ZeroAtZero<T>));
        }

        private readonly struct ZeroAtZero<T> : IVectorFunction<T>
            where T : unmanaged
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c) =>
                Vector.ConditionalSelect(Vector.Equals(a, Vector<T>.Zero), Vector<T>.Zero, Vector.ConditionalSelect(VectorFunction.IsNumber(a), b, a));
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(PowerOrZero), PrintMembers);
    }

    private sealed record SqrtCase : Unary
    {
        internal override Unary? Slope => new Power(-0.5) * 0.5;

        internal override T Eval<T>(T x) => T.Sqrt(x);

        internal override Node? Derivative(Node x, Node y) => y.Map(new Power(-1)) * 0.5;

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Sqrt(x, y);

        public override string ToString() => "Sqrt";
    }
}
