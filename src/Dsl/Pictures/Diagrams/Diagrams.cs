// Diagrams: a network as blocks, top to bottom, with its branches and skips; hovering or focusing a block tells shapes and costs.
namespace FunctionalConv;

/// <summary>Networks as diagrams.</summary>
public static class Diagrams
{
    private const double Margin = 16;

    private const string Css = ".fc-b{fill:var(--box);stroke:var(--line)}.fc-c{stroke:var(--mark);stroke-width:1.5}.fc-s{fill:var(--hot)}.fc-e{fill:none;stroke:var(--line);stroke-width:1.5}.fc-a{fill:var(--line)}"
        + ".fc-j{fill:var(--paper);stroke:var(--mark);stroke-width:1.5}.fc-n{fill:none;stroke:var(--line);stroke-dasharray:5 4}.fc-layer:hover .fc-b,.fc-layer:focus .fc-b{stroke:var(--hot);stroke-width:2.5}.fc-layer{outline:none}"
        + "svg.fc .t{font-size:12px}svg.fc .u{font-size:11px;fill:var(--soft)}";

    /// <summary>The layer's network for items of a shape, as blocks.</summary>
    /// <exception cref="MisfitException">The shape does not fit.</exception>
    public static Picture Diagram(this Layer layer, Shape input)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.On(input).Diagram();
    }

    /// <summary>The network as blocks: every layer with its C#, output shape and weights; its share of the multiply-accumulates as a bar; the rest on hover.</summary>
    public static Picture Diagram(this Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Summary summary = network.Summary;
        int at = 0;
        Block? body = summary.Rows.Length == 0 ? null : Series(network, ref at, 0);
        string first = $"input {network.Input}", last = $"output {network.Output}";
        double left = Math.Max(body?.Left ?? 0, 130), right = Math.Max(body?.Right ?? 0, 130), x = Margin + left, y = Margin + 34;
        string[] lines = [FormattableString.Invariant($"{summary.Trainable + summary.Frozen:N0} weights"), FormattableString.Invariant($"{summary.Macs:N0} MACs ({summary.Flops:N0} FLOPs)")];
        string marks = Mark.Label(Margin, Margin + 10, lines[0], "s") + Mark.Label(Margin, Margin + 26, lines[1], "s");
        y += 18;
        marks += Mark.Label(x, y, first, "code m t h");
        y += 8;
        marks += Step(x, y);
        if (body is not null)
        {
            marks += "\n" + body.Draw(x, y + Block.Gap);
            y += Block.Gap + body.Height;
            marks += Step(x, y);
        }
        y += Block.Gap + 14;
        marks += Mark.Label(x, y, last, "code m t h");
        return new($"Diagram of a network from {network.Input} to {network.Output}", $"{Layers(network)} layers, {string.Join(", ", lines)}; the flow goes from top to bottom, branches stand side by side and meet in a circle.",
            left + right + (2 * Margin), y + Margin, marks, Css, "diagram", ("data-layers", Layers(network)));
    }

    private static string Step(double x, double y) =>
        Mark.Of("path", [("class", "fc-e"), ("d", $"M{Mark.Number(x)} {Mark.Number(y)}v{Mark.Number(Block.Gap)}")]) + Mark.Of("path", [("class", "fc-a"), ("d", $"M{Mark.Number(x - 4)} {Mark.Number(y + Block.Gap - 7)}h8l-4 7z")]);

    private static int Layers(Network network) => Enumerable.Range(0, network.Rows.Length).Count(i => !Holds(network, i));

    private static bool Holds(Network network, int i) => i + 1 < network.Rows.Length && network.Rows[i + 1].Depth > network.Rows[i].Depth;

    /// <summary>The rows of a depth from a place on, one after the other.</summary>
    private static SeriesBlock Series(Network network, ref int at, int depth) => new(Children(network, ref at, depth));

    private static List<Block> Children(Network network, ref int at, int depth)
    {
        var parts = new List<Block>();
        while (at < network.Rows.Length && network.Rows[at].Depth >= depth) parts.Add(One(network, ref at));
        return parts;
    }

    /// <summary>A row with everything below it.</summary>
    private static Block One(Network network, ref int at)
    {
        int own = at++;
        Row row = network.Rows[own];
        if (!Holds(network, own))
        {
            SummaryRow said = network.Summary.Rows[own];
            bool thin = row.Input == row.Output && said.Macs == 0 && said.Weights <= 4L * row.Output[0];
            return new LeafBlock(said, row.Input, network.Summary.Macs == 0 ? 0 : (double)said.Macs / network.Summary.Macs, thin);
        }
        List<Block> parts = Children(network, ref at, row.Depth + 1);
        Block inner = row.Layer.Joint is { } joint
            ? ForkBlock.Of(joint.Sign, [.. Enumerable.Repeat<Block>(new StraightBlock(), joint.Straight), .. parts])
            : new SeriesBlock(parts);
        return row.Layer.Inner.Count == 1 ? new FrameBlock(row.Layer.Kind, inner) : inner;
    }
}
