// WithPullback: a value whose gradient is what a user says it is.      inputs y, x    output y      adjoint: dx = pullback(x, dy), written with nodes; none toward y
// Straight-through estimators (Bengio, Léonard and Courville 2013, arXiv:1308.3432) and gradient reversal (Ganin and Lempitsky 2015, arXiv:1409.7495) are such values.

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>The first input, whose cotangent goes to the second one by a pullback written with nodes.</summary>
    /// <param name="Name">Whose pullback it is, for messages.</param>
    /// <param name="Pullback">(x, cotangent of y) to the cotangent of x.</param>
    public sealed record WithPullback(string Name, Func<Node, Node, Node> Pullback) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 2 ? x[0] : throw Unfit(x, "it takes a value and what the value is made of");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy)
        {
            Node dx = Called(x[1], dy);
            return dx.Shape == x[1].Shape ? [null, dx]
                : throw new InvalidOperationException($"The pullback of '{Name}' gave a cotangent of shape {dx.Shape} where {x[1].Shape} was expected.");
        }

        /// <summary>The pullback; what it throws stays inside an exception that names it.</summary>
        private Node Called(Node x, Node dy)
        {
            try
            {
                return Pullback(x, dy);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"The pullback of '{Name}' failed for {x.Shape} and a cotangent {dy.Shape}: {e.Message}", e);
            }
        }

        internal override void Run<T>(Operands<T> at) => at[0].CopyTo(at.Out);

        internal override bool IsView => true;
    }
}
