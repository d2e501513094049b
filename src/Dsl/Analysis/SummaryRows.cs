// The rows of a summary: joins a network's layers to the lines of its graph by their paths.
using System.Collections.Immutable;
using FunctionalConv.Graphs;

namespace FunctionalConv;

internal static class SummaryRows
{
    /// <param name="network">The network.</param>
    /// <param name="graph">Its graph at N = 1.</param>
    /// <param name="outputs">The line of each of the network's rows in that graph.</param>
    public static ImmutableArray<SummaryRow> Of(Network network, Graph graph, IReadOnlyList<int> outputs)
    {
        Trace?[]?[] traces = Tracing.Of(graph, "x");
        int rank = ReceptiveField.RankOf(graph, "x");
        ILookup<int, Line> own = Enumerable.Range(0, graph.Lines.Length).ToLookup(i => Owner(network.Rows, outputs, graph.Lines[i].Path, i), i => graph.Lines[i]);
        ILookup<string, Weight> weights = network.Weights.ToLookup(w => w.Name.LastIndexOf('.') is >= 0 and int dot ? w.Name[..dot] : "");
        var seen = new System.Collections.Generic.HashSet<string>();
        SummaryRow Of(Row row, int i)
        {
            long numbers = weights[row.Path].Sum(w => w.Shape.LongCount);
            bool first = seen.Add(row.Path);
            string shown = Holds(network.Rows, i) ? $"{row.Path[(row.Path.LastIndexOf('.') + 1)..]}:" : row.Layer.ToString();
            ReceptiveField field = ReceptiveField.At(graph, outputs[i], traces[outputs[i]], rank);
            ImmutableArray<string> notes = [.. own[i].SelectMany(line => Unread(graph, line))];
            return new(Number(row.Place), row.Depth, row.Path, shown, row.Output, first ? numbers : 0, Graph.Total(own[i].Select(graph.Cost)), field, notes) { Shared = !first && numbers > 0 };
        }
        return [.. network.Rows.Select(Of)];
    }

    /// <summary>The first layer of the path that ends at the line or later: two layers may share a path, and with it their weights.</summary>
    private static int Owner(ImmutableArray<Row> rows, IReadOnlyList<int> outputs, string path, int line)
    {
        int owner = -1;
        for (int i = 0; i < rows.Length && (owner < 0 || outputs[owner] < line); i++)
            if (rows[i].Path == path) owner = i;
        return owner;
    }

    private static bool Holds(ImmutableArray<Row> rows, int i) => i + 1 < rows.Length && rows[i + 1].Depth > rows[i].Depth;

    /// <summary>A place without its words: <c>layer 3, branch 2</c> is 3.2.</summary>
    private static string Number(string place) => string.Join('.', place.Split(", ").Select(part => part[(part.LastIndexOf(' ') + 1)..]));

    private static IEnumerable<string> Unread(Graph graph, Line line)
    {
        if (((line.Primitive as Primitive.Correlate)?.Frame ?? (line.Primitive as Primitive.MaxPositions)?.Frame) is not { } frame) yield break;
        Shape x = graph.Lines[line.Inputs[0]].Shape;
        string[] cells = ["planes", "rows", "columns"];
        var left = Enumerable.Range(2, x.Rank - 2).Select(axis => (Count: frame[axis + 3 - x.Rank].Unread(x[axis]), Of: x[axis], Cells: cells[axis + 3 - x.Rank])).Where(u => u.Count > 0).ToArray();
        if (left.Length > 0) yield return $"no window reads {string.Join(" and ", left.Select(u => u.Count == 1 ? $"the last of {Amount.Of(u.Of, u.Cells)}" : $"the last {u.Count} of {Amount.Of(u.Of, u.Cells)}"))}";
    }
}
