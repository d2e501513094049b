// Reshape: the same numbers, row-major, under another shape.      adjoint: back to the first shape

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>The same numbers under another shape.</summary>
    public sealed record Reshape(Shape To) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 && x[0].Count == To.Count ? To : throw Unfit(x, $"{To} has {Amount.Of(To.Count, "elements")}");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Reshape(x[0].Shape)];

        internal override void Run<T>(Operands<T> at) => at[0].CopyTo(at.Out);

        internal override bool IsView => true;
    }
}
