// Straight lines, and functions of straight pieces: relu, steps, clips.
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace FunctionalConv.Graphs;

public abstract partial record Unary
{
    /// <summary>x itself.</summary>
    public static Unary Same { get; } = new Affine(1, 0);

    /// <summary>max(x, 0); its derivative at 0 is 0. NaN stays NaN.</summary>
    public static Unary Relu { get; } = new ReluCase();

    /// <summary>1 where x > 0, else 0. Its derivative is 0 everywhere.</summary>
    public static Unary UnitStep { get; } = new UnitStepCase();

    /// <summary>|x|; its derivative at 0 is 0.</summary>
    public static Unary Abs { get; } = new AbsCase();

    /// <summary>1 above 0, −1 below, 0 at 0. Its derivative is 0 everywhere.</summary>
    public static Unary Sign { get; } = new SignCase();

    /// <summary>One number, whatever x is.</summary>
    public static Unary Constant(double value) => new Affine(0, value);

    /// <summary>a·x + b; where a is 0, b whatever x is.</summary>
    public sealed record Affine(double A, double B) : Unary
    {
        internal override Unary? Slope => A == 0 ? null : Constant(A);

        internal override T Eval<T>(T x) => A == 0 ? T.CreateTruncating(B) : (T.CreateTruncating(A) * x) + T.CreateTruncating(B);

        internal override Node? Derivative(Node x, Node y) => A == 0 ? null : x.Builder.Constant(A, x.Shape);

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            if (A == 0)
            {
                y[..x.Length].Fill(T.CreateTruncating(B));
                return;
            }
            if (A != 1) TensorPrimitives.Multiply(x, T.CreateTruncating(A), y);
            else if (B == 0) x.CopyTo(y);
            if (B != 0) TensorPrimitives.Add(A != 1 ? y : x, T.CreateTruncating(B), y);
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Affine), PrintMembers);
    }

    /// <summary>
    /// The nearest number from <paramref name="Low"/> to <paramref name="High"/>. Its derivative is 1 between them and 0 elsewhere, at both ends too. NaN stays NaN.
    /// </summary>
    public sealed record Clip(double Low, double High) : Unary
    {
        internal override Unary? Slope => new InsideCase(Low, High);

        internal override T Eval<T>(T x) => x < T.CreateTruncating(Low) ? T.CreateTruncating(Low) : x > T.CreateTruncating(High) ? T.CreateTruncating(High) : x;

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => VectorFunction.Each(x, y, new Bounds<T>(Low, High));

        private readonly struct Bounds<T>(double low, double high) : IVectorFunction<T>
            where T : unmanaged, INumberBase<T>
        {
            private readonly Vector<T> low = VectorFunction.All<T>(low), high = VectorFunction.All<T>(high);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c) =>
                Vector.ConditionalSelect(Vector.LessThan(a, low), low, Vector.ConditionalSelect(Vector.GreaterThan(a, high), high, a));
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Clip), PrintMembers);
    }

    /// <summary>1 between two numbers, 0 elsewhere and at them.</summary>
    private sealed record InsideCase(double Low, double High) : Unary
    {
        internal override Unary? Slope => null;

        internal override T Eval<T>(T x) => x <= T.CreateTruncating(Low) || x >= T.CreateTruncating(High) ? T.Zero : T.One;

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => VectorFunction.Each(x, y, new Within<T>(Low, High));

        public override string ToString() => "Inside";

        private readonly struct Within<T>(double low, double high) : IVectorFunction<T>
            where T : unmanaged, INumberBase<T>
        {
            private readonly Vector<T> low = VectorFunction.All<T>(low), high = VectorFunction.All<T>(high);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c) =>
                Vector.ConditionalSelect(Vector.LessThanOrEqual(a, low) | Vector.GreaterThanOrEqual(a, high), Vector<T>.Zero, Vector<T>.One);
        }
    }

    private sealed record ReluCase : Unary
    {
        internal override Unary? Slope => UnitStep;

        internal override T Eval<T>(T x) => x > T.Zero || T.IsNaN(x) ? x : T.Zero;

        internal override Node? Derivative(Node x, Node y) => y.Map(UnitStep);

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Max(x, T.Zero, y);

        public override string ToString() => "Relu";
    }

    private sealed record UnitStepCase : Unary
    {
        internal override Unary? Slope => null;

        internal override T Eval<T>(T x) => x > T.Zero ? T.One : T.Zero;

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => VectorFunction.Each(x, y, default(Step<T>));

        public override string ToString() => "UnitStep";

        private readonly struct Step<T> : IVectorFunction<T>
            where T : unmanaged
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c) => Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<T>.Zero), Vector<T>.One, Vector<T>.Zero);
        }
    }

    private sealed record AbsCase : Unary
    {
        internal override Unary? Slope => Sign;

        internal override T Eval<T>(T x) => T.Abs(x);

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Abs(x, y);

        public override string ToString() => "Abs";
    }

    private sealed record SignCase : Unary
    {
        internal override Unary? Slope => null;

        internal override T Eval<T>(T x) => x > T.Zero ? T.One : x < T.Zero ? -T.One : x;

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => VectorFunction.Each(x, y, default(Signs<T>));

        public override string ToString() => "Sign";

        private readonly struct Signs<T> : IVectorFunction<T>
            where T : unmanaged
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c) => Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<T>.Zero), Vector<T>.One,
                Vector.ConditionalSelect(Vector.LessThan(a, Vector<T>.Zero), -Vector<T>.One, a));
        }
    }
}
