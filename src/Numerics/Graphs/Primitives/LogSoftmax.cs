// LogSoftmax: logarithms of probabilities along an axis, safe from overflow.
//   y[i] = x[i] − max x − log Σ exp(x[j] − max x)      adjoint: dx = dy − exp(y) · Σ dy
using System.Numerics;

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>Logarithms of the softmax along an axis.</summary>
    public sealed record LogSoftmax(int Axis) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 && Axis >= 0 && Axis < x[0].Rank ? x[0] : throw Unfit(x, $"it runs along axis {Axis} of one input");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) =>
            [dy - (y.Map(Unary.Exp) * dy.Sum(Axes.Of(Axis)).Broadcast(y.Shape, Axes.Of(Axis)))];

        internal override void Run<T>(Operands<T> at)
        {
            Shape shape = at.Shape;
            int n = shape[Axis], inner = 1;
            for (int i = Axis + 1; i < shape.Rank; i++) inner *= shape[i];
            for (int start = 0; start < shape.Count; start += n * inner)
                for (int lane = start; lane < start + inner; lane++) Lane(at[0], at.Out, lane, n, inner);
        }

        private static void Lane<T>(ReadOnlySpan<T> x, Span<T> y, int start, int n, int stride)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            T max = x[start];
            for (int i = 1; i < n; i++) max = T.Max(max, x[start + (i * stride)]);
            T sum = T.Zero;
            for (int i = 0; i < n; i++) sum += T.Exp(x[start + (i * stride)] - max);
            T log = T.Log(sum) + max;
            for (int i = 0; i < n; i++) y[start + (i * stride)] = x[start + (i * stride)] - log;
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(LogSoftmax), PrintMembers);
    }
}
