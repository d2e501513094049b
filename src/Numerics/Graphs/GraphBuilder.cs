// GraphBuilder: writes a graph line by line. Local mutation only: what leaves is an immutable Graph.
using System.Collections.Immutable;

namespace FunctionalConv.Graphs;

/// <summary>Writes a graph. The same primitive on the same inputs in the same region is one line.</summary>
public sealed class GraphBuilder
{
    private readonly List<Line> lines = [];
    private readonly Dictionary<Key, int> known = [];

    /// <summary>An empty graph.</summary>
    public GraphBuilder()
    {
    }

    /// <summary>Continues a graph: its lines keep their numbers.</summary>
    public GraphBuilder(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        foreach (Line line in graph.Lines) Append(line);
    }

    /// <summary>The layer that lines come from, for people.</summary>
    public string Path { get; set; } = "";

    /// <summary>Lines of different regions are never merged.</summary>
    public int Region { get; set; }

    internal IReadOnlyList<Line> Lines => lines;

    /// <summary>The node of a line.</summary>
    public Node this[int line] => (uint)line < (uint)lines.Count ? new(this, line) : throw new ArgumentOutOfRangeException(nameof(line), $"The graph has {Amount.Of(lines.Count, "lines")}; there is no line {line}.");

    /// <summary>Adds a primitive over nodes of this builder; its shape is inferred.</summary>
    /// <exception cref="ArgumentException">The inputs do not fit the primitive, or belong to another builder.</exception>
    public Node Add(Primitive primitive, params Node[] inputs)
    {
        ArgumentNullException.ThrowIfNull(primitive);
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (Node input in inputs)
            if (input.Builder != this) throw new ArgumentException($"{primitive.Written} was given a node of another graph.", nameof(inputs));
        ImmutableArray<int> ids = [.. inputs.Select(x => x.Id)];
        if (known.TryGetValue(new(primitive, ids, Region), out int at)) return new(this, at);
        return new(this, Append(new(primitive, ids, primitive.Infer([.. inputs.Select(x => x.Shape)]), Path, Region)));
    }

    /// <summary>An argument: a tensor given to each run, known by its name. The same name is the same argument.</summary>
    /// <exception cref="ArgumentException">The name stands already for another shape or role.</exception>
    public Node Argument(string name, Role role, Shape shape, Element element = Element.Real)
    {
        var argument = new Primitive.Argument(name, role, shape, element);
        foreach (Line line in lines)
            if (line.Primitive is Primitive.Argument other && other.Name == name && other != argument)
                throw new ArgumentException($"The graph has an argument '{name}' of shape {other.Shape}; it cannot have another of shape {shape}.", nameof(name));
        return Add(argument);
    }

    /// <summary>A tensor of one number.</summary>
    public Node Constant(double value, Shape shape) => Add(new Primitive.Constant(value, shape));

    /// <summary>The graph of what the outputs need, in the order of writing; lines are numbered anew.</summary>
    /// <exception cref="ArgumentException">Two outputs have one name.</exception>
    public Graph Build(params (string Name, Node Node)[] outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var names = new HashSet<string>();
        foreach (var (name, _) in outputs)
            if (!names.Add(name)) throw new ArgumentException($"Two outputs of the graph have the name '{name}'; give one of them another.", nameof(outputs));
        var needed = new bool[lines.Count];
        foreach (var (_, node) in outputs) needed[node.Id] = true;
        for (int i = lines.Count - 1; i >= 0; i--)
            if (needed[i])
                foreach (int input in lines[i].Inputs) needed[input] = true;
        var number = new int[lines.Count];
        var kept = ImmutableArray.CreateBuilder<Line>();
        for (int i = 0; i < lines.Count; i++)
        {
            if (!needed[i]) continue;
            number[i] = kept.Count;
            kept.Add(lines[i] with { Inputs = [.. lines[i].Inputs.Select(x => number[x])] });
        }
        return new(kept.ToImmutable(), [.. outputs.Select(o => (o.Name, number[o.Node.Id]))]);
    }

    private int Append(Line line)
    {
        lines.Add(line);
        known.TryAdd(new(line.Primitive, line.Inputs, line.Region), lines.Count - 1);
        return lines.Count - 1;
    }

    private readonly record struct Key(Primitive Primitive, ImmutableArray<int> Inputs, int Region)
    {
        public bool Equals(Key other) => Region == other.Region && Primitive.Equals(other.Primitive) && Inputs.AsSpan().SequenceEqual(other.Inputs.AsSpan());

        public override int GetHashCode() => Inputs.Aggregate(HashCode.Combine(Primitive, Region), HashCode.Combine);
    }
}
