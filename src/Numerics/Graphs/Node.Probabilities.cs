// Node, probabilities: softmax and gates along an axis, labels as ones, and a table of numbers as a value.
namespace FunctionalConv.Graphs;

public readonly partial record struct Node
{
    /// <summary>Logarithms of the softmax along an axis, safe from overflow.</summary>
    public Node LogSoftmax(int axis) => Builder.Add(new Primitive.LogSoftmax(axis), this);

    /// <summary>exp(x) / Σ exp(x) along an axis.</summary>
    public Node Softmax(int axis) => LogSoftmax(axis).Map(Unary.Exp);

    /// <summary>The first half of an axis times the sigmoid of the second half.</summary>
    /// <exception cref="ArgumentException">The axis has an odd number of cells.</exception>
    public Node Glu(int axis)
    {
        int half = Shape[axis] / 2;
        if (half * 2 != Shape[axis]) throw new ArgumentException($"Glu halves an axis, and axis {axis} of {Shape} has {Amount.Of(Shape[axis], "cells")}; make their number even.", nameof(axis));
        return Slice(axis, 0, half) * Slice(axis, half, half).Map(Unary.Sigmoid);
    }

    /// <summary>Labels [N, …] as zeros and ones [N, classes, …].</summary>
    /// <param name="classes">How many classes there are; a label is 0 to classes − 1, and another throws when it runs.</param>
    /// <param name="ignored">A label, of any size, that stands for none: all its classes are 0.</param>
    public Node OneHot(int classes, int? ignored = null) => Builder.Add(new Primitive.OneHot(classes, ignored), this);

    /// <summary>Smaller values repeated to a shape as broadcasting does: the last axes meet, and axes that are absent or 1 are repeated.</summary>
    /// <exception cref="ArgumentException">An axis is neither that of the shape nor 1.</exception>
    public Node Spread(Shape to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (Shape == to) return this;
        int absent = to.Rank - Shape.Rank, repeated = (1 << Math.Max(0, absent)) - 1;
        var kept = new List<int>();
        for (int i = 0; i < Shape.Rank; i++)
        {
            if (absent < 0 || (Shape[i] != 1 && Shape[i] != to[absent + i])) throw new ArgumentException($"{Shape} cannot be repeated to {to}; its axes, from the last, are those of the shape or 1.", nameof(to));
            if (Shape[i] == to[absent + i]) kept.Add(Shape[i]);
            else repeated |= 1 << (absent + i);
        }
        return Reshape(Shape.Of([.. kept])).Broadcast(to, new Axes(repeated));
    }
}
