// RandomMask: ones with probability Keep, else zeros. A pure hash of (seed, stream, position): threads and order cannot matter,
// and a recomputation or the gradient draws the same mask again.

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>Independent zeros and ones of a shape; the input is the run's seed, an index tensor [2].</summary>
    /// <param name="Shape">The shape of the mask.</param>
    /// <param name="Keep">The probability of a one.</param>
    /// <param name="Stream">Which of the run's independent streams.</param>
    public sealed record RandomMask(Shape Shape, double Keep, int Stream) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 && x[0] == Shape.Of(2) ? Shape : throw Unfit(x, "it takes a seed [2]");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [null];

        internal override void Run<T>(Operands<T> at)
        {
            var stream = new RandomStream(((ulong)(uint)at.Index(0)[1] << 32) | (uint)at.Index(0)[0], (ulong)Stream);
            Span<T> y = at.Out;
            for (int i = 0; i < y.Length; i++) y[i] = stream.Uniform(i) < Keep ? T.One : T.Zero;
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(RandomMask), PrintMembers);
    }
}
