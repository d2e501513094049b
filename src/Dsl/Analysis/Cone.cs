// Cone: the cells of the input and of every layer that one chosen cell of the output depends on, exactly (Support), channels taken together.
//   law: what the cone holds of the input is the support of the gradient of that cell, for positive weights and activations replaced by the identity
using System.Collections.Immutable;
using System.Globalization;
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>What a chosen output cell sees of the input or of one layer's output.</summary>
public sealed class ConeLayer
{
    internal ConeLayer(string number, string path, Layer? layer, Shape output, int line, bool[] seen) =>
        (Number, Path, Layer, Output, Line, Map, Seen) = (number, path, layer, output, line, output.Rank > 1 ? output.Tail : output, seen);

    /// <summary>The layer's number as in summaries; empty for the input.</summary>
    public string Number { get; }

    /// <summary>The layer's path as in summaries; empty for the input.</summary>
    public string Path { get; }

    /// <summary>The layer; null for the input.</summary>
    public Layer? Layer { get; }

    /// <summary>The shape of an item after it.</summary>
    public Shape Output { get; }

    /// <summary>The spatial axes alone, in cells; of a vector its features.</summary>
    public Shape Map { get; }

    /// <summary>How many cells of the map are seen.</summary>
    public int Count => Seen.Count(s => s);

    internal int Line { get; }

    internal bool[] Seen { get; }

    /// <summary>Whether a cell is seen: an index per axis of <see cref="Map"/>.</summary>
    /// <exception cref="ArgumentException">There is no such cell.</exception>
    public bool Sees(params int[] cell) => Seen[Place(Map, Output, cell, "Sees")];

    internal static int Place(Shape map, Shape output, int[] cell, string who)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.Length != map.Rank) throw new ArgumentException($"{who} takes a cell of {output}, by {map.Rank} {(map.Rank == 1 ? "index" : "indices")}; it was given {cell.Length}.", nameof(cell));
        int at = 0;
        for (int axis = 0; axis < map.Rank; axis++)
        {
            if (cell[axis] < 0 || cell[axis] >= map[axis]) throw new ArgumentException($"{who} takes a cell of {output}, whose axis {axis} of the map has cells 0 to {map[axis] - 1}; it was given ({string.Join(", ", cell.Select(n => $"{n}"))}).", nameof(cell));
            at = (at * map[axis]) + cell[axis];
        }
        return at;
    }
}

/// <summary>The cells of the input and of every layer that one cell of the output sees.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Cone : IShown
{
    private Cone(Network network, ImmutableArray<int> cell, ImmutableArray<ConeLayer> layers) => (Network, Cell, Layers) = (network, cell, layers);

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The chosen cell of the output.</summary>
    public ImmutableArray<int> Cell { get; }

    /// <summary>The input, then every layer as in the summary.</summary>
    public ImmutableArray<ConeLayer> Layers { get; }

    /// <summary>What is seen of the input.</summary>
    public ConeLayer Input => Layers[0];

    internal static Cone Of(Network network, int[] cell)
    {
        Shape output = network.Output, map = output.Rank > 1 ? output.Tail : output;
        if (cell is []) cell = [.. map.Sizes.ToArray().Select(n => n / 2)];
        int place = ConeLayer.Place(map, output, cell, "Cone");
        Lowering lowering = network.Lower(1, training: false, out Node y);
        Graph graph = lowering.Builder.Build([("y", y), .. network.Rows.Select((row, i) => ($"row {i}", lowering.Builder[row.Line]))]);
        Cells?[] seen = Support.Of(graph, "x", graph.Output("y"), new(output.Under(1), [.. Enumerable.Range(0, output.Count).Select(i => i % map.Count == place)]));
        int x = graph.Arguments.First(a => a.Argument.Name == "x").Line;
        return new(network, [.. cell],
        [
            new("", "", null, network.Input, x, OfMap(seen[x], network.Input)),
            .. network.Rows.Select((row, i) => graph.Output($"row {i}") is var line ? new ConeLayer(network.Summary.Rows[i].Number, row.Path, row.Layer, row.Output, line, OfMap(seen[line], row.Output)) : null!),
        ]);
    }

    string IShown.Html() => this.Picture().ToString();

    /// <summary>A line per layer: its number, its C#, its map, and how many cells of it are seen.</summary>
    public override string ToString()
    {
        string[][] rows = [.. Layers.Select(layer => new[] { layer.Number, layer.Layer is { } l ? $"{l}" : "input", string.Join("×", layer.Map.Sizes.ToArray().Select(n => $"{n}")), string.Create(CultureInfo.InvariantCulture, $"{layer.Count:N0} of {layer.Map.Count:N0}") })];
        int[] widths = [.. Enumerable.Range(0, 3).Select(i => rows.Max(r => r[i].Length))];
        return $"what cell ({string.Join(", ", Cell.Select(n => $"{n}"))}) of the output sees\n" + string.Join('\n', rows.Select(r => $"{r[0].PadRight(widths[0])}  {r[1].PadRight(widths[1])}  {r[2].PadRight(widths[2])}  {r[3]}"));
    }

    /// <summary>Channels taken together; nothing where the line is not read.</summary>
    private static bool[] OfMap(Cells? cells, Shape output)
    {
        int map = output.Rank > 1 ? output.Tail.Count : output.Count;
        var seen = new bool[map];
        for (int i = 0; cells is not null && i < output.Count; i++) seen[i % map] |= cells[i];
        return seen;
    }
}
