// Fusion: a rule that recognises lines of a graph and gives them a kernel. All fast kernels enter here; a line that no rule takes runs its naive meaning.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

/// <summary>A rule from lines of a graph to a kernel.</summary>
internal abstract class Fusion
{
    /// <summary>The draft of a step that ends with this line, or null when the rule does not apply.</summary>
    public abstract Draft<T>? Match<T>(Site site, int last)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Where rules look: the graph, who reads a line, and the options.</summary>
internal sealed class Site(Graph graph, PlanOptions options)
{
    private readonly List<int>[] readers = graph.Readers();
    private readonly HashSet<int> outputs = [.. graph.Outputs.Select(o => o.Line)];
    private readonly Changes[] changes = Changing.Of(graph);

    public Graph Graph => graph;

    public PlanOptions Options => options;

    /// <summary>The team of threads: a backend that is not ours threads by itself.</summary>
    public Crew Crew { get; } = Crew.Of(options.Backend.IsSimd ? options.Threads : 1);

    public Line this[int line] => graph.Lines[line];

    /// <summary>When a line's value changes.</summary>
    public Changes When(int line) => changes[line];

    /// <summary>The algorithm that options ask for the convolution on a line.</summary>
    public ConvolutionAlgorithm Asked<T>(int product) =>
        options.Choices.Count > 0 && options.Choices[Key<T>(product)] is var chosen && chosen != ConvolutionAlgorithm.Automatic ? chosen : options.Convolutions;

    /// <summary>The text under which <see cref="Choices"/> know the convolution on a line: precision, maps, kernels, groups and window.</summary>
    public string Key<T>(int product)
    {
        var (frame, groups) = (Primitive.Correlate)this[product].Primitive;
        string precision = typeof(T) == typeof(float) ? "float" : typeof(T) == typeof(double) ? "double" : typeof(T).Name;
        return $"{precision}, maps {this[this[product].Inputs[0]].Shape}, kernels {this[this[product].Inputs[1]].Shape}, groups {groups}, window {frame}";
    }

    /// <summary>Whether one line alone reads this one, so that a step may swallow it.</summary>
    public bool Inner(int line) => readers[line].Count == 1 && !outputs.Contains(line);

    /// <summary>Whether no line before <paramref name="first"/> reads this one, so that a step that stands there may compute it.</summary>
    public bool ReadOnlyFrom(int line, int first) => readers[line].TrueForAll(reader => reader >= first);

    /// <summary>The input of a line if it is a primitive of a kind that may be swallowed.</summary>
    public int? Swallow<TPrimitive>(int line, int input)
        where TPrimitive : Primitive
    {
        int at = graph.Lines[line].Inputs[input];
        return graph.Lines[at].Primitive is TPrimitive && Inner(at) ? at : null;
    }
}
