// Map: a function of every element.      y[i] = f(x[i])      adjoint: dx = f′(x) · dy

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>A function of every element.</summary>
    public sealed record Map(Unary F) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 ? x[0] : throw Unfit(x, "it takes one input");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy)
        {
            if (F is Unary.Affine affine) return [affine.A == 0 ? null : dy * affine.A];
            return [F.Derivative(x[0], y) is { } slope ? dy * slope : null];
        }

        internal override void Run<T>(Operands<T> at)
        {
            ReadOnlySpan<T> x = at[0];
            Span<T> y = at.Out;
            for (int i = 0; i < x.Length; i++) y[i] = F.Eval(x[i]);
        }

        internal override bool InPlace => true;
    }
}
