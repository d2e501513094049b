// Argument: a tensor given to each run, known by its name.

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>A tensor given to each run.</summary>
    /// <param name="Name">Unique in a graph.</param>
    /// <param name="Role">What it is for.</param>
    /// <param name="Shape">Its shape, the batch axis included where it has one.</param>
    /// <param name="Kind">What its numbers are.</param>
    public sealed record Argument(string Name, Role Role, Shape Shape, Element Kind = Element.Real) : Primitive
    {
        /// <inheritdoc/>
        public override Element Element => Kind;

        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => Shape;

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [];

        internal override void Run<T>(Operands<T> at)
        {
            // The plan copies the given tensor in before it runs.
        }
    }
}
