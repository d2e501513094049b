// OneHot: labels as rows of zeros with a single one.      labels [N, …] → [N, classes, …]

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>Labels [N, …] as zeros and ones [N, classes, …]. A label outside the classes throws when it runs.</summary>
    public sealed record OneHot(int Classes) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 && x[0].Rank > 0
            ? Shape.Of([x[0][0], Classes, .. x[0].Sizes[1..]])
            : throw Unfit(x, "it takes labels [N, …]");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [null];

        internal override void Run<T>(Operands<T> at)
        {
            at.Out.Clear();
            int inner = at.Of(0).Tail.Count;
            for (int i = 0; i < at.Index(0).Length; i++)
            {
                int label = at.Index(0)[i];
                if ((uint)label >= (uint)Classes) throw new ArgumentException($"Label {label} at position {i} is outside the {Classes} classes 0 to {Classes - 1}.");
                at.Out[(((i / inner * Classes) + label) * inner) + (i % inner)] = T.One;
            }
        }
    }
}
