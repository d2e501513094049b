// Reshape: the same numbers, row-major, under another shape.      input [any]    output the shape; one axis may be left to be found
// Permute: the axes in another order.      input [n₀, n₁, …]    output [n_a, n_b, …],  y[i_a, i_b, …] = x[i_0, i_1, …]
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>The same numbers under another shape, row-major: <c>Reshape((8, -1))</c>.</summary>
    /// <param name="shape">The shape of an item, without the batch; one axis may be <see cref="Shape.Unknown"/> (−1), which is found.</param>
    /// <exception cref="ArgumentException">More than one axis is unknown, or one is 0.</exception>
    /// <returns><c>[any] → the shape</c>, <c>y[i] = x[i]</c>, row-major.</returns>
    /// <example><code>Reshape((4, -1)).On((16, 5, 5))</code></example>
    public static Layer Reshape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int[] sizes = shape.Sizes.ToArray();
        return sizes.Count(n => n == Shape.Unknown) <= 1 && !sizes.Contains(0)
            ? new Reshaped(shape)
            : throw new ArgumentException($"Reshape needs axes of 1 or more, at most one of them unknown; it was given {shape}.", nameof(shape));
    }

    /// <summary>The axes in another order: axis k of the output is axis <paramref name="axes"/>[k] of the input. Axis 0 is the channels; the batch stays in front.</summary>
    /// <exception cref="ArgumentException">The order does not name each axis from 0 on once.</exception>
    /// <returns><c>[n₀, n₁, …] → [n_axes[0], n_axes[1], …]</c>, <c>y[…, i_axes[k], …] = x[i₀, i₁, …]</c>.</returns>
    /// <example><code>Permute(2, 0, 1).On((8, 8, 3))</code></example>
    public static Layer Permute(params int[] axes) => new Permuted(new AxisOrder(axes));
}

internal sealed record Reshaped(Shape Shape) : Layer
{
    public override string Kind => "reshape";

    protected override string Code => new Call("Reshape").With(new Literal(Text)).ToString();

    private string Text
    {
        get
        {
            string sizes = string.Join(", ", Shape.Sizes.ToArray().Select(n => $"{n}"));
            return Shape.Rank switch { 0 => "Shape.Scalar", 1 => sizes, <= 5 => $"({sizes})", _ => $"Shape.Of({sizes})" };
        }
    }

    public override Fit Infer(Shape input)
    {
        if (!input.Known) return Shape;
        int open = Shape.Sizes.IndexOf(Shape.Unknown);
        long count = input.LongCount, named = 1;
        foreach (int n in Shape.Sizes)
            if (n != Shape.Unknown) named *= n;
        if (open >= 0 && count % named == 0) return Shape.With(open, (int)(count / named));
        if (open < 0 && count == named) return Shape;
        return Fit.Refuse(this, input, open >= 0 ? $"its {Amount.Of(count, "numbers")} are no multiple of {named}" : $"its {Amount.Of(count, "numbers")} are not {named}",
            open >= 0 ? "name axes whose product divides them" : $"give a shape of {Amount.Of(count, "numbers")}, or leave one axis as -1", Shape);
    }

    public override Node Lower(Node x, Scope at) => x.Reshape(Infer(x.Shape.Tail).Shape.Under(x.Shape[0]));
}

internal sealed record Permuted(AxisOrder Order) : Layer
{
    public override string Kind => "permute";

    protected override string Code => new Call("Permute").With(new Literal(Order.ToString())).ToString();

    public override Fit Infer(Shape input)
    {
        if (input.Rank == Order.Count) return Shape.Of([.. Enumerable.Range(0, Order.Count).Select(k => input[Order[k]])]);
        return Fit.Refuse(this, input, $"it orders {Amount.Of(Order.Count, "axes")} and the input has {input.Rank}", "name every axis of an item once, without the batch",
            Shape.Of([.. Enumerable.Repeat(Shape.Unknown, Order.Count)]));
    }

    public override Node Lower(Node x, Scope at) => x.Permute([0, .. Enumerable.Range(0, Order.Count).Select(k => Order[k] + 1)]);
}
