// Node, pooling part: what every kind of pooling is in primitives, and columns of windows.      maps [N, C, …] → [N, C, …']
//   max        MaxPositions, then the values there.      unpool   the values back at their positions, zeros elsewhere
//   average    a mean along each axis (windows are boxes, so the mean is separable), or the sum over a given divisor
//   power      (Σ xᵖ)^(1/p) as mean · taps, so that a partial window counts as a whole one
//   A fill other than zeros enters through the rows of the maps: a cell of the padding reads the cell that it repeats.
namespace FunctionalConv.Graphs;

public readonly partial record struct Node
{
    /// <summary>The largest value under each window and where it stands, flat within one map. Zeros of the padding do not take part; other fills do.</summary>
    /// <exception cref="ArgumentException">The window fits nowhere, or its padding has a constant fill other than zeros.</exception>
    public (Node Values, Node Positions) MaxPool(Window window)
    {
        ArgumentNullException.ThrowIfNull(window);
        Fill fill = window.Padding.Fill;
        if (fill.Mode == FillMode.Constant && fill.Value != 0)
            throw new ArgumentException($"The padding of a max-pool never wins, so the fill {fill} has no meaning; pad before pooling for cells that take part.", nameof(window));
        Frame frame = window.On(Shape.Tail);
        return MaxPool(axis => new AxisMap.Window(frame[axis], Mode: fill.Mode));
    }

    /// <summary>The largest of the cells that a row of the maps names and where it stands. On ties the first in the order of the rows wins; NaN wins over numbers.</summary>
    /// <param name="windows">The map along an axis: 0 depth, 1 height, 2 width. Its weights do not matter.</param>
    public (Node Values, Node Positions) MaxPool(Func<int, AxisMap> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        int first = 5 - Shape.Rank;
        Node positions = Builder.Add(new Primitive.MaxPositions(first > 0 ? AxisMap.Identity : windows(0), first > 1 ? AxisMap.Identity : windows(1), windows(2)), this);
        return (Builder.Add(new Primitive.Gather(double.NegativeInfinity), this, positions), positions);
    }

    /// <summary>The values put at their positions in maps of the shape <paramref name="to"/>, zeros elsewhere; values of one position add up. Position −1 stands for none.</summary>
    /// <param name="positions">A position for each value, flat within one map.</param>
    /// <param name="to">[N, C, …] with the N and C of the values.</param>
    public Node Unpool(Node positions, Shape to) => Builder.Add(new Primitive.Scatter(to), this, positions);

    /// <summary>The mean under each window, or the sum divided by <paramref name="divisor"/>.</summary>
    /// <param name="window">The window.</param>
    /// <param name="countPadding">Whether cells of the padding count; cells beyond it, under a partial window, never do.</param>
    /// <param name="divisor">What the sum is divided by instead of the count.</param>
    public Node AveragePool(Window window, bool countPadding = true, int? divisor = null)
    {
        Node y = Under(window, (reach, mode) => divisor is null ? new AxisMap.Mean(reach, countPadding, mode) : new AxisMap.Window(reach, Mode: mode));
        return divisor is { } d ? y * (1.0 / d) : y;
    }

    /// <summary>(Σ xᵖ)^(1/p) under each window; a partial window's mean is taken for a whole one. Where the sum is 0 the gradient is 0.</summary>
    /// <param name="p">The power, above 0.</param>
    /// <param name="window">The window.</param>
    public Node PowerPool(double p, Window window)
    {
        ArgumentNullException.ThrowIfNull(window);
        Node powers = p == 1 ? this : Map(new Unary.Power(p));
        return (powers.AveragePool(window) * window.On(Shape.Tail).Taps).Map(new Unary.PowerOrZero(1 / p));
    }

    /// <summary>The weighted sum under each window, the weights a product of one per axis and tap.</summary>
    /// <param name="window">The window.</param>
    /// <param name="weights">As many as the window has taps on every axis.</param>
    public Node WeightedPool(Window window, Weights weights) => Under(window, (reach, mode) => new AxisMap.Window(reach, weights, mode));

    /// <summary>Every window as a column: [N, C, …] to [N, C·taps, stops], row (c, tap) and stop in row-major order.</summary>
    public Node Unfold(Window window)
    {
        ArgumentNullException.ThrowIfNull(window);
        Frame frame = window.On(Shape.Tail);
        return window.Padding.Fill == Fill.Zeros
            ? Builder.Add(new Primitive.Unfold(frame), this)
            : Pad(axis => (frame[axis].Before, frame[axis].After), window.Padding.Fill).Unfold(window with { Padding = Padding.Valid });
    }

    /// <summary>The adjoint of <see cref="Unfold"/>: columns [N, C·taps, stops] added up where their windows stood in [N, C, …]. A constant fill counts as 0.</summary>
    /// <param name="window">The window.</param>
    /// <param name="to">The maps [N, C, …].</param>
    public Node Fold(Window window, Shape to)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(to);
        Frame frame = window.On(to.Tail);
        return window.Padding.Fill.Mode == FillMode.Constant
            ? Builder.Add(new Primitive.Fold(frame, to), this)
            : Builder.Add(new Primitive.Fold(frame.Unpadded, Padded(frame, to)), this).Unpad(frame, window.Padding.Fill.Mode, to);
    }

    /// <summary>A linear map under a window with any fill. A constant c adds c times what the same map makes of ones in the padding: the image of ones everywhere less that of ones in the map.</summary>
    private Node Under(Window window, Func<Reach, FillMode, AxisMap> map)
    {
        ArgumentNullException.ThrowIfNull(window);
        Frame frame = window.On(Shape.Tail);
        Fill fill = window.Padding.Fill;
        Node y = Along(axis => map(frame[axis], fill.Mode));
        if (fill.Mode != FillMode.Constant || fill.Value == 0) return y;
        Node ones = Builder.Constant(1, Shape);
        return y + ((ones.Along(axis => map(frame[axis], FillMode.Replicate)) - ones.Along(axis => map(frame[axis], FillMode.Constant))) * fill.Value);
    }
}
