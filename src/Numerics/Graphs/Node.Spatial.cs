// Node, spatial part: linear maps along the axes, padding in every fill, correlation under every padding and its adjoint.
namespace FunctionalConv.Graphs;

public readonly partial record struct Node
{
    /// <summary>A linear map along each spatial axis of [N, C, …]; the identity where the data has no such axis.</summary>
    public Node Along(AxisMap d, AxisMap h, AxisMap w) =>
        d == AxisMap.Identity && h == AxisMap.Identity && w == AxisMap.Identity ? this : Builder.Add(new Primitive.Along(d, h, w), this);

    /// <summary>A linear map along each spatial axis, given the axis: 0 depth, 1 height, 2 width.</summary>
    public Node Along(Func<int, AxisMap> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        int first = 5 - Shape.Rank;
        return Along(first > 0 ? AxisMap.Identity : map(0), first > 1 ? AxisMap.Identity : map(1), map(2));
    }

    /// <summary>A map along each spatial axis that moves cells (padding, cropping, shifting); cells that none moves to hold the number of a constant fill.</summary>
    /// <param name="map">The map of an axis: 0 depth, 1 height, 2 width.</param>
    /// <param name="fill">What stands in the cells from outside; its mode is the map's.</param>
    public Node Along(Func<int, AxisMap> map, Fill fill)
    {
        Node y = Along(map);
        if (fill.Mode != FillMode.Constant || fill.Value == 0 || y == this) return y;
        return y + Builder.Constant(1, Shape).Along(map).Map(new Unary.Affine(-fill.Value, fill.Value));
    }

    /// <summary>Cells added (or, where negative, cropped) before and after each spatial axis.</summary>
    /// <param name="sides">The amounts on an axis: 0 depth, 1 height, 2 width.</param>
    /// <param name="fill">What stands in the added cells.</param>
    public Node Pad(Func<int, (int Before, int After)> sides, Fill fill)
    {
        ArgumentNullException.ThrowIfNull(sides);
        return Along(axis => sides(axis) is (0, 0) ? AxisMap.Identity : new AxisMap.Pad(sides(axis).Before, sides(axis).After, fill.Mode), fill);
    }

    /// <summary>Cross-correlation with kernels [M, C/groups, …] under a window with any padding and fill.</summary>
    public Node Correlate(Node kernel, Window window, int groups)
    {
        ArgumentNullException.ThrowIfNull(window);
        Frame frame = window.On(Shape.Tail);
        return window.Padding.Fill == Fill.Zeros
            ? Correlate(kernel, frame, groups)
            : Pad(axis => (frame[axis].Before, frame[axis].After), window.Padding.Fill).Correlate(kernel, frame.Unpadded, groups);
    }

    /// <summary>The adjoint of <see cref="Correlate(Node, Window, int)"/>: maps [N, M, …] back to [N, C, …] of the given spatial sizes. The linear part: a constant fill counts as 0.</summary>
    public Node CorrelateBack(Node kernel, Window window, int groups, Shape to)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(to);
        Frame frame = window.On(to.Tail);
        if (window.Padding.Fill.Mode == FillMode.Constant) return Builder.Add(new Primitive.CorrelateToInput(frame, groups, to), this, kernel);
        return Builder.Add(new Primitive.CorrelateToInput(frame.Unpadded, groups, Padded(frame, to)), this, kernel).Unpad(frame, window.Padding.Fill.Mode, to);
    }

    /// <summary>Maps [N, C, …] with the padding of a window around them.</summary>
    private static Shape Padded(Frame frame, Shape maps)
    {
        Shape padded = maps;
        for (int i = 2; i < maps.Rank; i++) padded = padded.With(i, maps[i] + frame[i + 3 - maps.Rank].Before + frame[i + 3 - maps.Rank].After);
        return padded;
    }

    /// <summary>The adjoint of padding: cells of the padding are added to the cells that they repeat.</summary>
    private Node Unpad(Frame frame, FillMode mode, Shape to)
    {
        AxisMap Map(int axis) => axis < 5 - to.Rank || frame[axis] is { Before: 0, After: 0 } ? AxisMap.Identity : new AxisMap.Pad(frame[axis].Before, frame[axis].After, mode);
        return Shape == to ? this : Builder.Add(new Primitive.AlongBack(Map(0), Map(1), Map(2), to), this);
    }
}
