// Summary: a network as a table, one row per layer in the order of running, nested layers after and below the one that holds them.
//   weights   numbers of the layer's own weights and state      MACs   multiply-accumulates for one item, from the graph lowered at N = 1
// A row's lines are those that carry its path; the appearances of a shared layer have one path, and the first counts their weights.
using System.Collections.Immutable;
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>One layer in a summary.</summary>
/// <param name="Number">Its number as in misfits: 3 is layer 3, 3.2.1 is layer 3, branch 2, layer 1.</param>
/// <param name="Depth">How deep it is nested; 0 outermost.</param>
/// <param name="Path">Where its weights stand: <c>stem.conv1</c>.</param>
/// <param name="Layer">The layer as C#; the name of its scope when its parts follow.</param>
/// <param name="Output">The shape of an item after it.</param>
/// <param name="Weights">Numbers of its own weights and state.</param>
/// <param name="Macs">Its own multiply-accumulates for one item.</param>
/// <param name="Field">What one cell of its output sees of the network's input.</param>
/// <param name="Notes">What deserves to be known: cells that no window reads.</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record SummaryRow(string Number, int Depth, string Path, string Layer, Shape Output, long Weights, long Macs, ReceptiveField Field, ImmutableArray<string> Notes)
{
    /// <summary>Floating-point operations for one item: a multiplication and an addition per multiply-accumulate.</summary>
    public long Flops => Macs > long.MaxValue / 2 ? long.MaxValue : 2 * Macs;

    /// <summary>Whether its weights are those of an earlier row, where they are counted.</summary>
    public bool Shared { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(SummaryRow), PrintMembers);
}

/// <summary>A table of a network's layers: shapes, weights, costs, receptive fields. Prints as aligned text.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Summary : IShown
{
    internal Summary(Network network, Graph graph, IReadOnlyList<int> lines)
    {
        Input = network.Input;
        long Count(Func<Weight, bool> which) => network.Weights.Where(which).Sum(w => w.Shape.LongCount);
        Trainable = Count(w => w.Role == Role.Weight && w.Trainable);
        Frozen = Count(w => w.Role == Role.Weight && !w.Trainable);
        State = Count(w => w.Role == Role.State);
        Macs = graph.Macs;
        PeakBytes = sizeof(float) * network.Rows.Select(row => row.Input.LongCount + row.Output.LongCount).DefaultIfEmpty(Input.LongCount).Max();
        Rows = SummaryRows.Of(network, graph, lines);
        Notes = [.. Hints.OfInput(network)];
    }

    /// <summary>The shape of an item before the first layer.</summary>
    public Shape Input { get; }

    /// <summary>What deserves to be known of the whole: an input that looks like a batch.</summary>
    public ImmutableArray<string> Notes { get; }

    /// <summary>One row per layer.</summary>
    public ImmutableArray<SummaryRow> Rows { get; }

    /// <summary>Numbers that training changes.</summary>
    public long Trainable { get; }

    /// <summary>Numbers of weights that training leaves alone.</summary>
    public long Frozen { get; }

    /// <summary>Numbers carried from run to run, as running means.</summary>
    public long State { get; }

    /// <summary>Multiply-accumulates for one item.</summary>
    public long Macs { get; }

    /// <summary>Floating-point operations for one item: a multiplication and an addition per multiply-accumulate. Activations, poolings and biases are not counted.</summary>
    public long Flops => Macs > long.MaxValue / 2 ? long.MaxValue : 2 * Macs;

    /// <summary>Bytes of every layer's output for one item in float: what a training keeps, per item.</summary>
    public long ActivationBytes => sizeof(float) * (Input.LongCount + Rows.Where(row => !row.Layer.EndsWith(':')).Sum(row => row.Output.LongCount));

    /// <summary>Bytes of input and output together of the layer where they are largest, for one item in float.</summary>
    public long PeakBytes { get; }

    /// <summary>Bytes of all weights and state in float.</summary>
    public long Bytes => sizeof(float) * (Trainable + Frozen + State);

    string IShown.Html() => ToHtml();

    /// <summary>The table as aligned text of at most 100 columns, with totals and notes.</summary>
    public override string ToString() => new SummaryText(this).Plain();

    /// <summary>The table in Markdown.</summary>
    public string ToMarkdown() => new SummaryText(this).Markdown();

    /// <summary>The table in HTML, one element that needs nothing around it.</summary>
    public string ToHtml() => new SummaryText(this).Html();
}
