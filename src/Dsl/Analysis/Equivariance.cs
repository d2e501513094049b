// Equivariance: how the output of a network moves when its input moves, per spatial axis, by walking the graph (Motions). S_v is the circular shift of Layers.Shift.
//   exact      f(S_step x) = S_out f(x), the whole map around: circular padding everywhere, and strides that divide the extents
//   interior   the same on the cells farther from the borders than the margin
//   broken     no shift of the input shifts the output: the layer that does it is named
// Where a global pooling takes an axis away, the output stays where it is: invariance, for every input if exact, else for content farther from the border than the margin.
// Azulay and Weiss 2019, arXiv:1805.12177; Zhang 2019, arXiv:1904.11486.     Laws: tests/Properties/Analysis/EquivarianceLaws.cs
using System.Collections.Immutable;
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>How far an output follows a shift of the input.</summary>
public enum ShiftVerdict
{
    /// <summary>Everywhere, the map going around.</summary>
    Exact,

    /// <summary>Farther from the borders than the margin.</summary>
    Interior,

    /// <summary>Nowhere.</summary>
    Broken,
}

/// <summary>How the output moves along one spatial axis of the input.</summary>
/// <param name="Axis">The spatial axis, 0 the first after the channels.</param>
/// <param name="Verdict">How far it follows.</param>
/// <param name="Invariant">Whether the output stays instead of moving, because a layer took the axis away.</param>
/// <param name="Step">The least shift of the input, in cells, that is followed; 0 when broken.</param>
/// <param name="OutputStep">By how many cells the output then moves; 0 when invariant or broken.</param>
/// <param name="Margin">Interior only: cells of the output before and after those that follow; of an invariant one, cells of the input that must stay empty at both borders.</param>
/// <param name="Breaker">The layer that first breaks exactness (or everything), with its place; empty when exact.</param>
/// <param name="Why">What breaks it; empty when exact.</param>
/// <param name="InvariantFrom">The layer with which invariance begins; empty when there is none.</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record EquivarianceAxis(int Axis, ShiftVerdict Verdict, bool Invariant, int Step, int OutputStep, (int Before, int After) Margin, string Breaker, string Why, string InvariantFrom)
{
    /// <summary>One line: what follows, what breaks it.</summary>
    public override string ToString()
    {
        string by = Amount.Of(Step, "cells");
        string text = Verdict == ShiftVerdict.Broken ? "broken"
            : Invariant ? $"invariant to shifts by {by}, from {InvariantFrom} on{(Verdict == ShiftVerdict.Exact ? "" : $", for content {Amount.Of(Margin.Before, "cells")} or more from the border")}"
            : $"{(Verdict == ShiftVerdict.Exact ? "exact" : "interior only")}, a shift by {by} moves the output by {OutputStep}{(Verdict == ShiftVerdict.Exact ? "" : $", but for {Amount.Of(Margin.Before, "cells")} before and {Margin.After} after")}";
        return Breaker.Length == 0 ? text : $"{text}: {Breaker}, {Why}";
    }
}

/// <summary>How a network's output moves when its input does.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Equivariance : IShown
{
    private static readonly string[][] Names = [["width"], ["height", "width"], ["depth", "height", "width"]];

    private Equivariance(ImmutableArray<EquivarianceAxis> axes) => Axes = axes;

    /// <summary>One per spatial axis of the input.</summary>
    public ImmutableArray<EquivarianceAxis> Axes { get; }

    /// <summary>The analysis of a network in inference.</summary>
    public static Equivariance Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Graph graph = network.Graph(1);
        var motions = new Motions(graph, network.Input);
        return new([.. Enumerable.Range(0, Math.Max(0, network.Input.Rank - 1)).Select(axis => Along(network, graph, motions, axis))]);
    }

    /// <summary>One line per axis.</summary>
    public override string ToString() => Axes.Length == 0 ? "no spatial axes" : string.Join(Environment.NewLine, Axes.Select(a => $"{Name(a.Axis)}: {a}"));

    /// <summary>What an axis is called: depth, height or width.</summary>
    internal string Name(int axis) => axis >= 0 && axis < Axes.Length ? Names[Axes.Length - 1][axis] : "";

    string IShown.Html() => Axes.Length == 0 ? Shown.Code(ToString()) : Showing.Table("What a shift of the input does", [.. Axes.Select(a => (Name(a.Axis), a.ToString()))]);

    private static EquivarianceAxis Along(Network network, Graph graph, Motions motions, int axis)
    {
        var (fate, factor) = motions.Output(graph.Output("y"), axis);
        (string place, string why) = fate.Why is { } cause ? (Place(network, graph.Lines[cause.Line].Path), cause.Text) : ("", "");
        if (fate.Kind == Fate.Invariant)
            return new(axis, fate.Whole ? ShiftVerdict.Exact : ShiftVerdict.Interior, true, (int)fate.V, 0, (fate.Margin, fate.Margin), fate.Whole ? "" : place, fate.Whole ? "" : why, Place(network, graph.Lines[fate.Begins].Path));
        if (fate.Kind == Fate.Tracked && factor is { } own)
        {
            var (from, to) = Motions.Band(own.Good);
            if (Motions.Whole(network.Input[axis + 1], fate, own)) return new(axis, ShiftVerdict.Exact, false, (int)fate.V, (int)fate.U, (0, 0), "", "", "");
            if (to - from > fate.U) return new(axis, ShiftVerdict.Interior, false, (int)fate.V, (int)fate.U, (from, own.Size - to), place, why, "");
        }
        return new(axis, ShiftVerdict.Broken, false, 0, 0, (0, 0), place, why, "");
    }

    /// <summary>The layer of a scope and its place: <c>layer 3, Conv(8, 3)</c>.</summary>
    private static string Place(Network network, string path) => network.Rows.FirstOrDefault(r => r.Path == path) is { } row ? $"{row.Place}, {row.Layer.Said}" : path;
}
