// Tracing: walks a graph and notes for each line, per own axis, the trace of input cells.
//   null array: the line does not depend on the input      null axis: the axis is not one of the input's; an input axis that no axis traces is seen whole
using FunctionalConv.Graphs;

namespace FunctionalConv;

internal static class Tracing
{
    /// <summary>The traces of every line, per axis of its shape.</summary>
    public static Trace?[]?[] Of(Graph graph, string input)
    {
        var found = new Trace?[]?[graph.Lines.Length];
        for (int i = 0; i < found.Length; i++)
        {
            Line line = graph.Lines[i];
            if (line.Primitive is Primitive.Argument argument)
                found[i] = argument.Name == input ? [.. Enumerable.Range(0, line.Shape.Rank).Select(axis => axis < 2 ? null : Trace.Input(axis - 2))] : null;
            else if (line.Inputs.Any(x => found[x] is not null))
                found[i] = Line(graph, line, [.. line.Inputs.Select(x => found[x])]);
        }
        return found;
    }

    private static Trace?[] Line(Graph graph, Line line, Trace?[]?[] x)
    {
        int rank = line.Shape.Rank;
        Shape before = graph.Lines[line.Inputs[0]].Shape;
        return line.Primitive switch
        {
            Primitive.Map or Primitive.WithPullback => x[0]!,
            Primitive.Zip => Merge(x, line.Shape),
            Primitive.Correlate c when x[1] is null => Each(x[0]!, (trace, axis) => trace.Under(c.Frame[axis + 3 - rank])),
            Primitive.MaxPositions p => Each(x[0]!, (trace, axis) => trace.Along(On(axis + 3 - rank, p.D, p.H, p.W), before[axis])),
            Primitive.Along a => Each(x[0]!, (trace, axis) => trace.Along(On(axis + 3 - rank, a.D, a.H, a.W), before[axis])),
            Primitive.AlongBack a => Each(x[0]!, (trace, axis) => trace.AlongBack(On(axis + 3 - rank, a.D, a.H, a.W), a.To[axis])),
            Primitive.Gather when x[1] is not null => x[1]!,
            Primitive.CorrelateToInput c when x[1] is null => Each(x[0]!, (trace, axis) => trace.Through(c.Frame[axis + 3 - rank], line.Shape[axis])),
            Primitive.Scatter when graph.Lines[line.Inputs[1]].Primitive is Primitive.MaxPositions p =>
                Each(Merge(x, before), (trace, axis) => trace.AlongBack(On(axis + 3 - rank, p.D, p.H, p.W), line.Shape[axis])),
            Primitive.Concat c => Beside(x, [.. line.Inputs.Select(i => graph.Lines[i].Shape[c.Axis])], line.Shape, c.Axis),
            Primitive.Slice s => Each(x[0]!, (trace, axis) => axis == s.Axis ? trace.Shifted(s.Start) : trace),
            Primitive.Embed e => Each(x[0]!, (trace, axis) => axis == e.Axis ? trace.Shifted(-e.Start) : trace),
            Primitive.LogSoftmax l => Each(x[0]!, (trace, axis) => axis == l.Axis ? null : trace),
            Primitive.Reduce r => [.. x[0]!.Where((_, axis) => !r.Axes.Has(axis))],
            Primitive.Broadcast b => Repeated(x[0]!, rank, b.Axes),
            Primitive.Reshape => Kept(x[0]!, before, line.Shape),
            Primitive.Permute p => [.. Enumerable.Range(0, rank).Select(place => x[0]![p.Order[place]])],
            _ => new Trace?[rank],
        };
    }

    private static AxisMap On(int axis, AxisMap d, AxisMap h, AxisMap w) => axis switch { 0 => d, 1 => h, _ => w };

    private static Trace?[] Each(Trace?[] traces, Func<Trace, int, Trace?> next) => [.. traces.Select((trace, axis) => trace is null ? null : next(trace, axis))];

    /// <summary>What any of the lines sees; an axis that one of them sees whole is seen whole.</summary>
    private static Trace?[] Merge(Trace?[]?[] x, Shape shape)
    {
        Trace?[][] seen = [.. x.OfType<Trace?[]>()];
        return [.. Enumerable.Range(0, shape.Rank).Select(axis => seen.Select(s => s[axis]).Aggregate((a, b) => a is null || b is null || a.Axis != b.Axis ? null : a.Union(b, shape[axis])))];
    }

    private static Trace?[] Beside(Trace?[]?[] x, int[] cells, Shape shape, int along)
    {
        Trace?[] merged = Merge([.. x.Select(s => s is null ? null : Each(s, (trace, axis) => axis == along ? null : trace))], shape);
        if (x.All(s => s?[along] is not null)) merged[along] = Trace.Beside([.. x.Select((s, i) => (s![along]!, cells[i]))]);
        return merged;
    }

    private static Trace?[] Repeated(Trace?[] traces, int rank, Axes added)
    {
        var all = new Trace?[rank];
        for (int axis = 0, own = 0; axis < rank; axis++)
            if (!added.Has(axis)) all[axis] = traces[own++];
        return all;
    }

    /// <summary>The last axes, as far as both shapes agree on them.</summary>
    private static Trace?[] Kept(Trace?[] traces, Shape before, Shape after)
    {
        var kept = new Trace?[after.Rank];
        for (int back = 1; back <= Math.Min(before.Rank, after.Rank) && before[^back] == after[^back]; back++) kept[^back] = traces[^back];
        return kept;
    }
}
