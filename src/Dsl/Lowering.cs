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
    private readonly Dictionary<string, (Weight Weight, Opening By)> declared = [];
    private readonly Dictionary<string, (Opening Opening, bool Frozen)> appeared = [];
    private readonly List<Weight> weights = [];
    private readonly List<Row> rows = [];
    private readonly List<Misfit> misfits = [];
    private readonly Dictionary<string, Node> next = [];
    private readonly List<int> counts = [0];
    private readonly List<string> places = [];
    private Opening? root;
    private int masks;

    public GraphBuilder Builder { get; } = new();

    public bool Training => training;

    public IReadOnlyList<Weight> Weights => weights;

    public IReadOnlyList<Row> Rows => rows;

    /// <summary>What does not fit and could be known only now: names, weights, a formula's shape.</summary>
    public IReadOnlyList<Misfit> Misfits => misfits;

    /// <summary>The next states as outputs named <c>NAME'</c>, in the order of first use.</summary>
    public IEnumerable<(string Name, Node Node)> Next => weights.Where(w => next.ContainsKey(w.Name)).Select(w => ($"{w.Name}'", next[w.Name]));

    /// <summary>The outermost scope.</summary>
    public Scope Root(Layer layer, Shape batch) => new(this, root = new("", "", layer, batch, null), false);

    /// <summary>The argument of a weight or state. The appearances of a shared layer have one; otherwise a name that comes again, or comes otherwise, is a misfit.</summary>
    /// <exception cref="MisfitException">The name stands for another one.</exception>
    public Node Declare(Weight weight, Opening by)
    {
        if (!declared.TryGetValue(weight.Name, out var first))
        {
            declared[weight.Name] = first = (weight, by);
            weights.Add(weight);
        }
        if (first.By != by && (by.Shared is null || by.Shared != first.By.Shared))
            throw by.Refused($"its weight '{weight.Name}' has the name of one at {first.By.Place}", "give one of the two another name");
        if (first.Weight.Shape == weight.Shape) return Builder.Argument(weight.Name, weight.Role, weight.Shape);
        throw first.By == by ? by.Refused($"its weight '{weight.Name}' is {first.Weight.Shape} and, once more, {weight.Shape}", "give one of the two another name")
            : by.Refused($"its shared weight '{weight.Name}' is {first.Weight.Shape} at {first.By.Place} and {weight.Shape} here", "give the shared layer inputs alike in both places, or another name in one of them");
    }

    /// <summary>A state as the appearances before this one left it.</summary>
    public Node Current(Weight state, Opening by)
    {
        Node argument = Declare(state, by);
        return next.TryGetValue(state.Name, out Node moved) ? moved : argument;
    }

    public void Becomes(string state, Node node)
    {
        if (!declared.ContainsKey(state)) throw new ArgumentException($"The state '{state}' was moved before it was declared; call State first.", nameof(state));
        if (training) next[state] = node;
    }

    public Node Mask(Shape shape, double keep) => Builder.Add(new Primitive.RandomMask(shape, keep, masks++), Builder.Argument("seed", Role.Seed, 2, Element.Index));

    /// <summary>A shared layer: declared where it appears first, the same layer and as frozen everywhere else.</summary>
    /// <exception cref="MisfitException">It is another layer there, or frozen otherwise, or its name is taken.</exception>
    public void Appears(Opening opening, bool frozen)
    {
        Shared shared = opening.Layer.Sharing!;
        if (!appeared.TryGetValue(shared.Name, out var first))
        {
            appeared[shared.Name] = (opening, frozen);
            root!.Give(shared.Name, opening);
            return;
        }
        Shared there = first.Opening.Layer.Sharing!;
        if (there != shared)
            throw opening.Refused($"the shared layer \"{shared.Name}\" is {there.Body.Said} at {first.Opening.Place} and {shared.Body.Said} here", "share one and the same layer, or give one of the two another name");
        if (first.Frozen != frozen)
            throw opening.Refused($"the shared layer \"{shared.Name}\" is {(frozen ? "frozen here and not" : "not frozen here but")} at {first.Opening.Place}", "freeze it in every place, or in none");
    }

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
        try
        {
            Node y = Formula.Written(shown, x, place, () => lower(place), misfits);
            rows[at] = row with { Output = y.Shape.Tail, Line = y.Id };
            return y;
        }
        finally
        {
            Builder.Path = before;
            places.RemoveAt(depth);
            counts.RemoveAt(depth + 1);
        }
    }
}
