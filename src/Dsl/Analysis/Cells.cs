// Cells: a set of places in a shape, row-major, and how it moves along axes.
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>A set of places in a shape.</summary>
internal sealed class Cells
{
    private readonly bool[] holds;

    public Cells(Shape shape, bool[] holds) => (Shape, this.holds) = (shape, holds);

    public Shape Shape { get; }

    public bool this[int flat] => holds[flat];

    public int Count => holds.Count(h => h);

    public static Cells None(Shape shape) => new(shape, new bool[shape.Count]);

    public static Cells All(Shape shape) => new(shape, [.. Enumerable.Repeat(true, shape.Count)]);

    public Cells Union(Cells other) => new(Shape, [.. holds.Zip(other.holds, (a, b) => a || b)]);

    public Cells Reshaped(Shape to) => new(to, holds);

    /// <summary>Every place o along an axis becomes the places that it names, in an axis of n cells.</summary>
    public Cells Along(int axis, int n, Func<int, int[]> names)
    {
        int inner = Shape.Sizes[(axis + 1)..].ToArray().Aggregate(1, (a, b) => a * b), own = Shape[axis], outer = inner * own == 0 ? 0 : holds.Length / (inner * own);
        var to = new bool[outer * n * inner];
        for (int o = 0; o < own; o++)
        {
            int[] cells = names(o);
            for (int part = 0; part < outer; part++)
            {
                ReadOnlySpan<bool> source = holds.AsSpan(((part * own) + o) * inner, inner);
                if (!source.Contains(true)) continue;
                foreach (int i in cells) Add(source, to.AsSpan(((part * n) + i) * inner, inner));
            }
        }
        return new(Shape.With(axis, n), to);
    }

    /// <summary>Along every spatial axis of [N, C, …], by a table of places per axis (0 depth, 1 height, 2 width) and cells of the input.</summary>
    public Cells Windows(Shape from, Func<int, int, int[][]> table)
    {
        Cells cells = this;
        for (int axis = from.Rank - 1; axis >= 2; axis--)
        {
            int[][] rows = table(axis + 3 - from.Rank, from[axis]);
            cells = cells.Along(axis, from[axis], o => rows[o]);
        }
        return cells;
    }

    /// <summary>Channels to groups of channels: an output channel reads every input channel of its group.</summary>
    public Cells Grouped(int groups, int channels) => Shape[1] % groups == 0 && channels % groups == 0 ? Along(1, groups, c => [c / (Shape[1] / groups)]) : All(Shape.With(1, groups));

    public Cells Ungrouped(int channels) => Along(1, channels, g => [.. Enumerable.Range(g * (channels / Shape[1]), channels / Shape[1])]);

    /// <summary>Repeated over axes that are new.</summary>
    public Cells Spread(Axes axes, Shape to)
    {
        var walk = new Strides(to, axes);
        return new(to, [.. Enumerable.Range(0, to.Count).Select(i => holds[walk.Kept(i)])]);
    }

    /// <summary>The union over axes, which vanish.</summary>
    public Cells Collapsed(Axes axes, Shape to)
    {
        var walk = new Strides(Shape, axes);
        var kept = new bool[to.Count];
        for (int i = 0; i < holds.Length; i++)
            if (holds[i]) kept[walk.Kept(i)] = true;
        return new(to, kept);
    }

    /// <summary>Before a permutation: place i of the permuted shape was axis order[i] of the shape before.</summary>
    public Cells Permuted(AxisOrder order, Shape from)
    {
        var kept = new bool[holds.Length];
        int rank = from.Rank;
        var steps = new int[rank];
        for (int axis = rank - 1, step = 1; axis >= 0; step *= from[axis--]) steps[axis] = step;
        for (int flat = 0; flat < holds.Length; flat++)
        {
            if (!holds[flat]) continue;
            int rest = flat, at = 0;
            for (int i = rank - 1; i >= 0; rest /= Shape[i--]) at += rest % Shape[i] * steps[order[i]];
            kept[at] = true;
        }
        return new(from, kept);
    }

    /// <summary>A matrix's places, transposed when asked for.</summary>
    public Cells Turned(bool transposed)
    {
        if (!transposed) return this;
        int rows = Shape[0], columns = Shape[1];
        return new(Shape.Of(columns, rows), [.. Enumerable.Range(0, holds.Length).Select(i => holds[(i % rows * columns) + (i / rows)])]);
    }

    private static void Add(ReadOnlySpan<bool> source, Span<bool> to)
    {
        for (int i = 0; i < source.Length; i++) to[i] |= source[i];
    }
}
