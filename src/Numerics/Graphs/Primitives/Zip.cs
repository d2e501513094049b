// Zip: a function of pairs of elements.      y[i] = f(a[i], b[i])

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>A function of pairs of elements; both inputs have one shape.</summary>
    public sealed record Zip(Binary F) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 2 && x[0] == x[1] ? x[0] : throw Unfit(x, "it takes two inputs of one shape; repeat one of them, by PerChannel or Broadcast");

        internal override string Written => F.Sign;

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy)
        {
            var (a, b) = F.Pullback(x[0], x[1], y, dy);
            return [a, b];
        }

        internal override void Run<T>(Operands<T> at) => F.Apply(at[0], at[1], at.Out);

        internal override bool InPlace => true;
    }
}
