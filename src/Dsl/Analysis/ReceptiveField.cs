// Receptive field: the input cells that one output cell can depend on, per spatial axis, by interval arithmetic over the lines of a graph.
//   a chain of windows (k taps, dilation d, stride s):   size = 1 + Σ d (k − 1) · jump,   jump = product of the earlier strides
//   branches take the union; a transposed convolution divides the jump; what mixes all positions (Dense, a global mean) sees the whole input
// Padding cells count. Laws: tests/Properties/Analysis/ReceptiveFieldLaws.cs
using System.Globalization;
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>What output cells see of the input along one spatial axis.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class FieldAxis
{
    private readonly Trace? trace;

    internal FieldAxis(Trace? trace, int cells)
    {
        this.trace = trace;
        if (trace is null) return;
        for (int i = 0; i < Math.Min(cells, trace.Period); i++)
            if (trace[i] is { IsEmpty: false } seen) Size = Math.Max(Size, Cell(seen.Hi - seen.Lo + 1));
    }

    /// <summary>Whether every output sees the whole axis.</summary>
    public bool All => trace is null;

    /// <summary>Input cells from the first to the last that one output cell sees (the most of any cell); 0 when <see cref="All"/>.</summary>
    public int Size { get; }

    /// <summary>Input cells between neighbouring output cells: 2 after a stride of 2, ½ after a transposed convolution of stride 2; 0 when <see cref="All"/>.</summary>
    public double Jump => trace?.Jump ?? 0;

    /// <summary>The first input cell that output cell 0 sees; negative in the padding; 0 when <see cref="All"/>.</summary>
    public int Start => trace is { } t && !t[0].IsEmpty ? Cell(t[0].Lo) : 0;

    /// <summary>The first and last input cell that an output cell sees, cells of the padding included; null when it sees all, or none.</summary>
    public (int First, int Last)? Seen(int cell) => trace is { } t && !t[cell].IsEmpty ? (Cell(t[cell].Lo), Cell(t[cell].Hi)) : null;

    /// <summary>A number of cells as an int; what lies beyond all maps stays there.</summary>
    private static int Cell(long n) => (int)Math.Clamp(n, int.MinValue, int.MaxValue);

    /// <summary>The size, or <c>all</c>.</summary>
    public override string ToString() => All ? "all" : Size.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The input cells that one output cell can depend on, per spatial axis.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class ReceptiveField
{
    internal ReceptiveField(IReadOnlyList<FieldAxis> axes) => Axes = axes;

    /// <summary>One per spatial axis of the input; none for input without space.</summary>
    public IReadOnlyList<FieldAxis> Axes { get; }

    /// <summary>Whether every output sees the whole input.</summary>
    public bool All => Axes.All(a => a.All);

    /// <summary>The receptive field of an output of a graph in one of its arguments, maps [N, C, …].</summary>
    /// <exception cref="ArgumentException">There is no such output or argument.</exception>
    public static ReceptiveField Of(Graph graph, string output = "y", string input = "x")
    {
        ArgumentNullException.ThrowIfNull(graph);
        int line = graph.Output(output);
        return At(graph, line, Tracing.Of(graph, input)[line], RankOf(graph, input));
    }

    /// <summary>The size per axis, for example <c>5×5</c>; <c>all</c> when the whole input is seen.</summary>
    public override string ToString() => All ? "all" : string.Join("×", Axes);

    /// <summary>How many cells of the input lie between neighbouring outputs, for example <c>2</c>, or <c>1×2</c> where the axes differ.</summary>
    internal string Jumps => All ? "" : string.Join("×", Axes.Select(a => a.All ? "–" : a.Jump.ToString("0.###", CultureInfo.InvariantCulture)) is var jumps && jumps.Distinct().Count() == 1 ? jumps.Take(1) : jumps);

    /// <summary>The first input cell that output cell 0 sees, for example <c>−2</c>: negative in the padding.</summary>
    internal string Starts => All ? "" : string.Join("×", Axes.Select(a => a.All ? "–" : Signed(a.Start)) is var starts && starts.Distinct().Count() == 1 ? starts.Take(1) : starts);

    private static string Signed(int n) => n < 0 ? $"−{(-(long)n).ToString(CultureInfo.InvariantCulture)}" : n.ToString(CultureInfo.InvariantCulture);

    internal static int RankOf(Graph graph, string input)
    {
        foreach (var (argument, _) in graph.Arguments)
            if (argument.Name == input) return Math.Max(0, argument.Shape.Rank - 2);
        throw new ArgumentException($"The graph has no argument '{input}'; it has {string.Join(", ", graph.Arguments.Select(a => $"'{a.Argument.Name}'"))}.", nameof(input));
    }

    internal static ReceptiveField At(Graph graph, int line, Trace?[]? traces, int rank)
    {
        var axes = new FieldAxis[rank];
        Shape shape = graph.Lines[line].Shape;
        for (int axis = 0; axis < rank; axis++)
        {
            int own = traces is null ? -1 : System.Array.FindIndex(traces, t => t?.Axis == axis);
            axes[axis] = new(own < 0 ? null : traces![own], own < 0 ? 0 : shape[own]);
        }
        return new(axes);
    }
}
