// Graph: a network as a short list of primitives in order (SSA): every line names the earlier lines that it reads and has one output.
// Shapes are concrete, the batch axis N first; no precision is stored: T starts at the plan.
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FunctionalConv.Graphs;

/// <summary>What a line's numbers are.</summary>
public enum Element
{
    /// <summary>Floating-point numbers of the plan's precision.</summary>
    Real,

    /// <summary>Whole numbers: labels, max-pool positions, seeds. No gradient flows through them.</summary>
    Index,
}

/// <summary>What an argument of a graph is for.</summary>
public enum Role
{
    /// <summary>Given anew for each run.</summary>
    Data,

    /// <summary>A trained tensor of the model.</summary>
    Weight,

    /// <summary>Carried from run to run without a gradient, as the running mean of a normalization.</summary>
    State,

    /// <summary>The seed of a run's randomness.</summary>
    Seed,
}

/// <summary>One line of a graph.</summary>
/// <param name="Primitive">What is done.</param>
/// <param name="Inputs">The lines it reads.</param>
/// <param name="Shape">The shape of its output.</param>
/// <param name="Path">The layer it comes from, for people: <c>layer 3, conv2</c>.</param>
/// <param name="Region">Lines of different regions are never merged: a recomputation stays a second computation.</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record Line(Primitive Primitive, ImmutableArray<int> Inputs, Shape Shape, string Path, int Region)
{
    /// <summary>What the output's numbers are.</summary>
    public Element Element => Primitive.Element;

    /// <inheritdoc/>
    public bool Equals(Line? other) => other is not null && Primitive.Equals(other.Primitive) && Inputs.AsSpan().SequenceEqual(other.Inputs.AsSpan())
        && Shape == other.Shape && Path == other.Path && Region == other.Region;

    /// <inheritdoc/>
    public override int GetHashCode() => Inputs.Aggregate(HashCode.Combine(Primitive, Region), HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(Line), PrintMembers);
}

/// <summary>An immutable graph of primitives with named outputs.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Graph : IEquatable<Graph>
{
    internal Graph(ImmutableArray<Line> lines, ImmutableArray<(string Name, int Line)> outputs) => (Lines, Outputs) = (lines, outputs);

    /// <summary>The lines, each after those it reads.</summary>
    public ImmutableArray<Line> Lines { get; }

    /// <summary>The named results.</summary>
    public ImmutableArray<(string Name, int Line)> Outputs { get; }

    /// <summary>The arguments and the lines where they stand.</summary>
    public IEnumerable<(Primitive.Argument Argument, int Line)> Arguments =>
        Lines.Select((line, i) => (Argument: line.Primitive as Primitive.Argument, i)).Where(a => a.Argument is not null).Select(a => (a.Argument!, a.i));

    /// <summary>The line of a named output.</summary>
    /// <exception cref="ArgumentException">There is no such output.</exception>
    public int Output(string name)
    {
        foreach (var (output, line) in Outputs)
            if (output == name) return line;
        throw new ArgumentException($"The graph has no output '{name}'; it has {string.Join(", ", Outputs.Select(o => $"'{o.Name}'"))}.", nameof(name));
    }

    /// <summary>Multiply-accumulates of one run.</summary>
    public long Macs => Total(Lines.Select(Cost));

    /// <summary>The sum of costs; the largest long where there is more.</summary>
    internal static long Total(IEnumerable<long> costs)
    {
        long sum = 0;
        foreach (long cost in costs) sum = cost > long.MaxValue - sum ? long.MaxValue : sum + cost;
        return sum;
    }

    internal long Cost(Line line) => line.Primitive.Macs([.. line.Inputs.Select(i => Lines[i].Shape)], line.Shape);

    /// <summary>For each line, the lines that read it.</summary>
    internal List<int>[] Readers()
    {
        var readers = Lines.Select(_ => new List<int>()).ToArray();
        for (int i = 0; i < Lines.Length; i++)
            foreach (int input in Lines[i].Inputs) readers[input].Add(i);
        return readers;
    }

    /// <inheritdoc/>
    public bool Equals(Graph? other) => other is not null && Lines.AsSpan().SequenceEqual(other.Lines.AsSpan()) && Outputs.AsSpan().SequenceEqual(other.Outputs.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Graph);

    /// <inheritdoc/>
    public override int GetHashCode() => Lines.Aggregate(Outputs.Length, HashCode.Combine);

    /// <summary>One line of text per line: number, primitive, inputs, shape, layer.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Lines.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"%{i} = {Lines[i].Primitive} ({string.Join(", ", Lines[i].Inputs.Select(x => $"%{x}"))}) {Lines[i].Shape}{(Lines[i].Path.Length > 0 ? $"  # {Lines[i].Path}" : "")}\n");
        foreach (var (name, line) in Outputs) text.Append(CultureInfo.InvariantCulture, $"{name} = %{line}\n");
        return text.ToString();
    }
}
