// Lowering: one walk over a layer that writes its graph, and notes weights, next states and a row per layer on the way.
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>One layer of a network as lowered.</summary>
/// <param name="Path">Its scope: <c>stem.conv1</c>.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Depth">How deep it is nested; the outermost chain's layers have 0.</param>
/// <param name="Place">Its place for people: <c>layer 3</c>.</param>
/// <param name="Input">The shape of an item before it.</param>
/// <param name="Output">The shape of an item after it.</param>
/// <param name="Line">The line of the graph, as written, that holds its output.</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record Row(string Path, Layer Layer, int Depth, string Place, Shape Input, Shape Output, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(Row), PrintMembers);
}

internal sealed class Lowering(bool training)
{
    private readonly List<Weight> weights = [];
    private readonly List<Row> rows = [];
    private readonly List<(string Name, Node Node)> next = [];
    private readonly List<int> counts = [0];
    private readonly List<string> places = [];
    private int masks;

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
        if (!training) return;
        if (next.Exists(n => n.Name == $"{state}'")) throw new ArgumentException($"Two layers of one name would both move the state '{state}' in one training step; give one of them another name.");
        next.Add(($"{state}'", node));
    }

    public Node Mask(Shape shape, double keep) => Builder.Add(new Primitive.RandomMask(shape, keep, masks++), Builder.Argument("seed", Role.Seed, 2, Element.Index));

    /// <summary>Lowers a layer as a row of its own.</summary>
    /// <param name="path">Its scope.</param>
    /// <param name="label">Its place among its siblings; null for its number.</param>
    /// <param name="shown">The layer to show.</param>
    /// <param name="x">Its input.</param>
    /// <param name="lower">Writes it, given its place.</param>
    public Node Row(string path, string? label, Layer shown, Node x, Func<string, Node> lower)
    {
        int at = rows.Count, depth = places.Count;
        counts[depth]++;
        places.Add(label ?? $"layer {counts[depth]}");
        counts.Add(0);
        string place = string.Join(", ", places), before = Builder.Path;
        var row = new Row(path, shown, depth, place, x.Shape.Tail, x.Shape.Tail, x.Id);
        rows.Add(row);
        Builder.Path = path;
        Node y = lower(place);
        Builder.Path = before;
        rows[at] = row with { Output = y.Shape.Tail, Line = y.Id };
        places.RemoveAt(depth);
        counts.RemoveAt(depth + 1);
        return y;
    }
}
