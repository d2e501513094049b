// Permute: the axes in another order.      y[i_order(0), i_order(1), …] = x[i_0, i_1, …]: axis k of y is axis Order[k] of x      adjoint: the inverse order
namespace FunctionalConv.Graphs;

/// <summary>An order of axes as a value: axis k of the result is axis Order[k] of the input.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class AxisOrder(params int[] axes) : IEquatable<AxisOrder>
{
    private readonly int[] axes = Checked(axes);

    /// <summary>How many axes it orders.</summary>
    public int Count => axes.Length;

    /// <summary>Which input axis stands at a place.</summary>
    public int this[int place] => axes[place];

    /// <summary>The order that undoes this one.</summary>
    public AxisOrder Inverse => new([.. Enumerable.Range(0, Count).Select(axis => System.Array.IndexOf(axes, axis))]);

    /// <summary>Whether every axis stays where it is.</summary>
    public bool IsIdentity
    {
        get
        {
            for (int place = 0; place < Count; place++)
                if (axes[place] != place) return false;
            return true;
        }
    }

    /// <inheritdoc/>
    public bool Equals(AxisOrder? other) => other is not null && axes.AsSpan().SequenceEqual(other.axes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AxisOrder);

    /// <inheritdoc/>
    public override int GetHashCode() => axes.Aggregate(Count, HashCode.Combine);

    /// <summary>The axes in order: <c>0, 2, 1</c>.</summary>
    public override string ToString() => string.Join(", ", axes.Select(n => $"{n}"));

    private static int[] Checked(int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        for (int axis = 0; axis < axes.Length; axis++)
            if (System.Array.IndexOf(axes, axis) < 0) throw new ArgumentException($"An order of {Amount.Of(axes.Length, "axes")} names each of 0 to {axes.Length - 1} once; it was given ({string.Join(", ", axes.Select(n => $"{n}"))}).", nameof(axes));
        return (int[])axes.Clone();
    }
}

public abstract partial record Primitive
{
    /// <summary>The axes in another order.</summary>
    public sealed record Permute(AxisOrder Order) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x)
        {
            if (x.Length != 1 || x[0].Rank != Order.Count) throw Unfit(x, $"it orders {Amount.Of(Order.Count, "axes")}");
            Shape from = x[0];
            return Shape.Of([.. Enumerable.Range(0, Order.Count).Select(place => from[Order[place]])]);
        }

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Builder.Add(new Permute(Order.Inverse), dy)];

        internal override void Run<T>(Operands<T> at)
        {
            Shape from = at.Of(0), to = at.Shape;
            var strides = new int[Order.Count];
            for (int place = 0; place < Order.Count; place++)
                for (int axis = Order[place] + 1, stride = 1; ; axis++)
                {
                    if (axis >= from.Rank)
                    {
                        strides[place] = stride;
                        break;
                    }
                    stride *= from[axis];
                }
            for (int i = 0; i < at.Out.Length; i++)
            {
                int rest = i, source = 0;
                for (int place = Order.Count - 1; place >= 0; place--)
                {
                    source += rest % to[place] * strides[place];
                    rest /= to[place];
                }
                at.Out[i] = at[0][source];
            }
        }
    }
}
