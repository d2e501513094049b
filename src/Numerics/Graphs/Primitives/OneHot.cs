// OneHot: labels as rows of zeros with a single one, or none.      labels [N, …] → [N, classes, …],  y[n, c, …] = 1 where the label is c and not the ignored one

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>Labels [N, …] as zeros and ones [N, classes, …]. A label outside the classes throws when it runs.</summary>
    /// <param name="Classes">How many classes there are.</param>
    /// <param name="Ignored">A label that stands for none, inside the classes or outside.</param>
    public sealed record OneHot(int Classes, int? Ignored = null) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 && x[0].Rank > 0
            ? Shape.Of([x[0][0], Classes, .. x[0].Sizes[1..]])
            : throw Unfit(x, "it takes labels [N, …]");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [null];

        internal override void Run<T>(Operands<T> at)
        {
            Check(at.Index(0));
            at.Out.Clear();
            int inner = at.Of(0).Tail.Count;
            for (int i = 0; i < at.Index(0).Length; i++)
            {
                int label = at.Index(0)[i];
                if (label != Ignored) at.Out[(((i / inner * Classes) + label) * inner) + (i % inner)] = T.One;
            }
        }

        /// <exception cref="ArgumentException">A label that is not ignored is outside the classes.</exception>
        internal void Check(ReadOnlySpan<int> labels)
        {
            int ignored = Ignored ?? 0;
            for (int i = 0; i < labels.Length; i++)
                if ((uint)labels[i] >= (uint)Classes && (Ignored is null || labels[i] != ignored))
                    throw new ArgumentException($"Label {labels[i]} at position {i} is outside the {Amount.Of(Classes, "classes")} 0 to {Classes - 1}; labels count from 0: give the network one score for each of them, or let the loss ignore this one.");
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(OneHot), PrintMembers);
    }
}
