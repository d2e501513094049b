// Constant: a tensor of one number.

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>A tensor of one number.</summary>
    public sealed record Constant(double Value, Shape Shape) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => Shape;

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [];

        internal override void Run<T>(Operands<T> at) => at.Out.Fill(T.CreateTruncating(Value));

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Constant), PrintMembers);
    }
}
