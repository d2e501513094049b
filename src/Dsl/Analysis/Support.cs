// Support: which numbers of every line of a graph some numbers of one line depend on, by walking back; the twin of Tracing that knows sets instead of intervals.
//   A number depends on what its primitive reads whatever the weights are: a window reads its taps (dilation leaves gaps), a product of matrices a row and a column.
//   A primitive that is not named here reads all of its inputs. Laws: tests/Properties/Analysis/ConeLaws.cs
using FunctionalConv.Graphs;

namespace FunctionalConv;

internal sealed class Support
{
    private readonly Graph graph;
    private readonly bool[] depends;
    private readonly Cells?[] seen;

    private Support(Graph graph, string input)
    {
        this.graph = graph;
        (depends, seen) = (new bool[graph.Lines.Length], new Cells?[graph.Lines.Length]);
        for (int i = 0; i < depends.Length; i++) depends[i] = graph.Lines[i].Primitive is Primitive.Argument argument ? argument.Name == input : graph.Lines[i].Inputs.Any(x => depends[x]);
    }

    /// <summary>The numbers of every line that the given numbers of one line depend on; null for lines that it does not read. Only lines that depend on the input are walked.</summary>
    public static Cells?[] Of(Graph graph, string input, int line, Cells numbers)
    {
        var walk = new Support(graph, input);
        walk.seen[line] = numbers;
        for (int i = line; i >= 0; i--)
            if (walk.depends[i] && walk.seen[i] is { } own) walk.Back(graph.Lines[i], own);
        return walk.seen;
    }

    private void Back(Line line, Cells own)
    {
        Shape[] from = [.. line.Inputs.Select(i => graph.Lines[i].Shape)];
        for (int j = 0; j < from.Length; j++)
        {
            int at = line.Inputs[j];
            if (!depends[at]) continue;
            Cells read = Read(line, own, from, j);
            seen[at] = seen[at] is { } before ? before.Union(read) : read;
        }
    }

    /// <summary>What numbers of a line read of one of its inputs.</summary>
    private Cells Read(Line line, Cells own, Shape[] from, int j) => line.Primitive switch
    {
        Primitive.Map or Primitive.Zip => own,
        Primitive.WithPullback when from[j] == own.Shape => own,
        Primitive.Reshape => own.Reshaped(from[j]),
        Primitive.Permute p => own.Permuted(p.Order, from[j]),
        Primitive.Slice s => own.Along(s.Axis, from[j][s.Axis], o => [o + s.Start]),
        Primitive.Embed e => own.Along(e.Axis, from[j][e.Axis], o => o >= e.Start && o < e.Start + from[j][e.Axis] ? [o - e.Start] : []),
        Primitive.Concat c => own.Along(c.Axis, from[j][c.Axis], o => o - from.Take(j).Sum(x => x[c.Axis]) is var i && i >= 0 && i < from[j][c.Axis] ? [i] : []),
        Primitive.Reduce r => own.Spread(r.Axes, from[j]),
        Primitive.Broadcast b => own.Collapsed(b.Axes, from[j]),
        Primitive.LogSoftmax l => own.Collapsed(Axes.Of(l.Axis), own.Shape.Without(Axes.Of(l.Axis))).Spread(Axes.Of(l.Axis), own.Shape),
        Primitive.MatMul m when j == 0 => own.Along(1, 1, _ => [0]).Along(1, m.TransposeA ? from[0][0] : from[0][1], Everything(m.TransposeA ? from[0][0] : from[0][1])).Turned(m.TransposeA),
        Primitive.MatMul m => own.Along(0, 1, _ => [0]).Along(0, m.TransposeB ? from[1][1] : from[1][0], Everything(m.TransposeB ? from[1][1] : from[1][0])).Turned(m.TransposeB),
        Primitive.Along a => own.Windows(from[j], (axis, n) => Rows(On(axis, a.D, a.H, a.W), n)),
        Primitive.MaxPositions p => own.Windows(from[j], (axis, n) => Rows(On(axis, p.D, p.H, p.W), n)),
        Primitive.AlongBack a => own.Windows(from[j], (axis, n) => Columns(On(axis, a.D, a.H, a.W), OwnSize(own.Shape, axis))),
        Primitive.Correlate c when j == 0 => own.Grouped(c.Groups, from[0][1]).Windows(from[0].With(1, c.Groups), (axis, n) => Rows(new AxisMap.Window(c.Frame[axis]), n)).Ungrouped(from[0][1]),
        Primitive.CorrelateToInput c when j == 0 => own.Grouped(c.Groups, from[0][1]).Windows(from[0].With(1, c.Groups), (axis, _) => Columns(new AxisMap.Window(c.Frame[axis]), OwnSize(own.Shape, axis))).Ungrouped(from[0][1]),
        Primitive.Unfold u => Through(own, from[j], new Primitive.Windows(u.Frame, from[j]), unfolded: true),
        Primitive.Fold f => Through(own, from[j], new Primitive.Windows(f.Frame, f.To), unfolded: false),
        Primitive.Gather when Positions(line) is not null => j == 1 ? own : Cells.None(from[0]),
        Primitive.Scatter when Positions(line) is { } p => own.Windows(from[j], (axis, _) => Columns(On(axis, p.D, p.H, p.W), OwnSize(own.Shape, axis))),
        _ => Cells.All(from[j]),
    };

    /// <summary>The positions that a line gathers from or scatters to: what it reads lies under their windows.</summary>
    private Primitive.MaxPositions? Positions(Line line) => graph.Lines[line.Inputs[1]].Primitive as Primitive.MaxPositions;

    /// <summary>What places among columns read of the maps that are unfolded, or places of maps of the columns that are folded.</summary>
    private static Cells Through(Cells own, Shape from, Primitive.Windows windows, bool unfolded)
    {
        var read = new bool[from.Count];
        foreach (var (x, column) in windows)
            if (own[unfolded ? column : x]) read[unfolded ? x : column] = true;
        return new(from, read);
    }

    private static Func<int, int[]> Everything(int n) => _ => [.. Enumerable.Range(0, n)];

    private static AxisMap On(int axis, AxisMap d, AxisMap h, AxisMap w) => axis switch { 0 => d, 1 => h, _ => w };

    private static int OwnSize(Shape shape, int axis) => shape[axis + shape.Rank - 3];

    /// <summary>The input cells of every output cell of a map of n cells.</summary>
    private static int[][] Rows(AxisMap map, int n) => [.. Enumerable.Range(0, map.Out(n)).Select(o =>
    {
        var row = new List<int>();
        map.Row(o, n, (i, weight) =>
        {
            if (weight != 0) row.Add(i);
        });
        return row.Distinct().ToArray();
    })];

    /// <summary>The output cells of every input cell of a map of n cells.</summary>
    private static int[][] Columns(AxisMap map, int n)
    {
        int[][] rows = Rows(map, n);
        var columns = Enumerable.Range(0, n).Select(_ => new List<int>()).ToArray();
        for (int o = 0; o < rows.Length; o++)
            foreach (int i in rows[o]) columns[i].Add(o);
        return [.. columns.Select(c => c.ToArray())];
    }
}
