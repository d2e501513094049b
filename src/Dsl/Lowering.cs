// Lowering: one walk over a layer that writes its graph, and notes weights, next states and a row per layer on the way.
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>One layer of a network as lowered.</summary>
/// <param name="Path">Its scope: <c>stem.conv1</c>.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Depth">How deep it is nested; the outermost chain's layers have 0.</param>
/// <param name="Place">Its place for people: <c>layer 3</c>.</param>
/// <param name="Input">The shape of an item before it.</param>
public sealed record Row(string Path, Layer Layer, int Depth, string Place, Shape Input)
{
    /// <summary>The shape of an item after it.</summary>
    public Shape Output { get; internal set; } = Shape.Scalar;

    /// <summary>The line of the graph that holds its output.</summary>
    internal int Line { get; set; }
}

internal sealed class Lowering(bool training)
{
    private readonly List<Weight> weights = [];
    private readonly List<Row> rows = [];
    private readonly List<(string Name, Node Node)> next = [];
    private int depth = -1, masks;
    private readonly List<int> counts = [];

    public GraphBuilder Builder { get; } = new();

    public bool Training => training;

    public IReadOnlyList<Weight> Weights => weights;

    public IReadOnlyList<Row> Rows => rows;

    /// <summary>The next states as outputs named <c>NAME'</c>.</summary>
    public IEnumerable<(string Name, Node Node)> Next => next;

    public Node Declare(Weight weight)
    {
        if (weights.Find(w => w.Name == weight.Name) is { } other)
        {
            if (other.Shape != weight.Shape) throw new ArgumentException($"The name '{weight.Name}' stands for a weight {other.Shape} and for one {weight.Shape}; give one of the layers another name.");
        }
        else weights.Add(weight);
        return Builder.Argument(weight.Name, weight.Role, weight.Shape);
    }

    public void Becomes(string state, Node node)
    {
        if (training) next.Add(($"{state}'", node));
    }

    public Node Mask(Shape shape, double keep) => Builder.Add(new Primitive.RandomMask(shape, keep, masks++), Builder.Argument("seed", Role.Seed, 2, Element.Index));

    public Row Open(string path, Layer layer, Shape input)
    {
        depth++;
        while (counts.Count <= depth) counts.Add(0);
        counts.RemoveRange(depth + 1, counts.Count - depth - 1);
        counts[depth]++;
        var row = new Row(path, layer, depth, string.Join(", ", counts.Take(depth + 1).Select(n => $"layer {n}")), input);
        rows.Add(row);
        return row;
    }

    public void Close(Row row, Node output)
    {
        depth--;
        row.Output = output.Shape.Tail;
        row.Line = output.Id;
    }
}
