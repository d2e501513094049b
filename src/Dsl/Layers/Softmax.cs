// Softmax and gates along an axis: softmax, its negative and its logarithm, and gated linear units.
//   input [a, …]   output the same shape, of a gated linear unit half the cells on its axis       axes count from 0 (the channels), negative ones from the end
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Probabilities along an axis: e^x / Σ e^x.</summary>
    /// <param name="axis">An axis of the item: 0 for the channels; −1 for the last.</param>
    /// <returns><c>[a, …] → the same</c>, <c>y[i] = e^x[i] / Σ over j of e^x[j]</c>.</returns>
    /// <example><code>Softmax().On(10)</code></example>
    public static Layer Softmax(int axis = 0) => new Soft("Softmax", axis);

    /// <summary>Probabilities along an axis of the negated numbers: e^−x / Σ e^−x.</summary>
    /// <param name="axis">An axis of the item: 0 for the channels; −1 for the last.</param>
    /// <returns><c>[a, …] → the same</c>, <c>y[i] = e^−x[i] / Σ over j of e^−x[j]</c>.</returns>
    /// <example><code>Softmin().On(10)</code></example>
    public static Layer Softmin(int axis = 0) => new Soft("Softmin", axis);

    /// <summary>Logarithms of probabilities along an axis: x − log Σ e^x.</summary>
    /// <param name="axis">An axis of the item: 0 for the channels; −1 for the last.</param>
    /// <returns><c>[a, …] → the same</c>, <c>y[i] = x[i] − log Σ over j of e^x[j]</c>.</returns>
    /// <example><code>LogSoftmax().On((10, 8, 8))</code></example>
    public static Layer LogSoftmax(int axis = 0) => new Soft("LogSoftmax", axis);

    /// <summary>A gated linear unit: the first half of an axis times the sigmoid of the second half (Dauphin et al. 2016, arXiv:1612.08083).</summary>
    /// <param name="axis">An axis of the item with an even number of cells: 0 for the channels; −1 for the last.</param>
    /// <returns><c>[C, …] → [C / 2, …]</c>, or another axis halved, <c>y = p · sigmoid(q)</c> where <c>x = p beside q</c>.</returns>
    /// <example><code>Glu().On((8, 16))</code></example>
    public static Layer Glu(int axis = 0) => new Gated(axis);

    /// <summary>An axis of the item counted from 0, or null when there is none of that number.</summary>
    internal static int? AxisOf(Shape item, int axis) => axis >= -item.Rank && axis < item.Rank ? (axis + item.Rank) % item.Rank : null;

    /// <summary>The misfit of an axis that does not exist.</summary>
    internal static Fit NoAxis(Layer layer, Shape input, int axis) => Fit.Refuse(
        layer, input, $"it runs along axis {axis}, and {(input.Rank == 0 ? "a single number has no axis" : $"the input has the axes 0 to {input.Rank - 1}")}",
        input.Rank == 0 ? "reshape to [1]" : "name one of them, or -1 for the last", input);
}

internal sealed record Soft(string Name, int Axis) : Layer
{
    public override string Kind => Name.ToLowerInvariant();

    protected override string Code => new Call(Name).With("axis", Axis, 0).ToString();

    public override Fit Infer(Shape input) => Layers.AxisOf(input, Axis) is null ? Layers.NoAxis(this, input, Axis) : input;

    public override Node Lower(Node x, Scope at)
    {
        int axis = 1 + Layers.AxisOf(x.Shape.Tail, Axis)!.Value;
        return Name switch { "Softmin" => (-x).Softmax(axis), "LogSoftmax" => x.LogSoftmax(axis), _ => x.Softmax(axis) };
    }
}

internal sealed record Gated(int Axis) : Layer
{
    public override string Kind => "glu";

    protected override string Code => new Call("Glu").With("axis", Axis, 0).ToString();

    public override Fit Infer(Shape input)
    {
        if (Layers.AxisOf(input, Axis) is not { } axis) return Layers.NoAxis(this, input, Axis);
        if (input[axis] == Shape.Unknown) return input;
        return input[axis] % 2 == 0 ? input.With(axis, input[axis] / 2)
            : Fit.Refuse(this, input, $"it halves axis {axis}, which has {Amount.Of(input[axis], "cells")}", "make their number even, for example by a layer with twice the channels before it", input.With(axis, Shape.Unknown));
    }

    public override Node Lower(Node x, Scope at) => x.Glu(1 + Layers.AxisOf(x.Shape.Tail, Axis)!.Value);
}
