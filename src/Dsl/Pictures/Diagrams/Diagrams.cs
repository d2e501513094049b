// Diagrams: a network as blocks, top to bottom, with its branches and skips; hovering or focusing a block tells shapes and costs.
namespace FunctionalConv;

/// <summary>Networks as diagrams.</summary>
public static class Diagrams
{
    private const double Margin = 16;

    private const string Css = ".fc-b{fill:var(--box);stroke:var(--line)}.fc-c{stroke:var(--mark);stroke-width:1.5}.fc-s{fill:var(--hot)}.fc-e{fill:none;stroke:var(--line);stroke-width:1.5}.fc-a{fill:var(--line)}"
        + ".fc-j{fill:var(--paper);stroke:var(--mark);stroke-width:1.5}.fc-n{fill:none;stroke:var(--line);stroke-dasharray:5 4}.fc-r{stroke-dasharray:none;stroke-opacity:.6}.fc-layer:hover .fc-b,.fc-layer:focus .fc-b{stroke:var(--hot);stroke-width:2.5}.fc-layer{outline:none}"
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
        SeriesBlock? body = summary.Rows.Length == 0 ? null : Series(network, ref at, 0);
        if (body is { Parts: [UBlock closed] }) body = new([closed with { Open = true }]);
        double left = Math.Max(body?.Left ?? 0, 130), right = Math.Max(body?.Right ?? 0, 130), x = Margin + left, y = Margin + 52;
        string[] lines = [FormattableString.Invariant($"{summary.Trainable + summary.Frozen:N0} weights"), FormattableString.Invariant($"{summary.Macs:N0} MACs ({summary.Flops:N0} FLOPs)")];
        string marks = Mark.Label(Margin, Margin + 10, lines[0], "s") + Mark.Label(Margin, Margin + 26, lines[1], "s") + Mark.Label(x, y, $"input {network.Input}", "code m t h") + Step(x, y + 8);
        string last = $"output {network.Output}";
        y += 8 + Block.Gap;
        if (body is not null) marks += "\n" + body.Draw(x, y);
        if (body is SeriesBlock { Parts: [UBlock u] })
        {
            // What comes out of a U stands beside what goes in.
            marks += UBlock.Rise(x + u.Exit.X, y + u.Exit.Y, y - Block.Gap) + Mark.Label(x + u.Exit.X, y - Block.Gap - 8, last, "code m t h");
            y += body.Height;
        }
        else
        {
            y += body?.Height ?? -Block.Gap;
            marks += Step(x, y) + Mark.Label(x, y + Block.Gap + 14, last, "code m t h");
            y += Block.Gap + 14;
        }
        string flow = body is SeriesBlock { Parts: [UBlock] } ? "the flow goes down the left, up the right, and across from left to right" : "the flow goes from top to bottom, branches stand side by side and meet in a circle";
        return new($"Diagram of a network from {network.Input} to {network.Output}", $"{Layers(network)} layers, {string.Join(", ", lines)}; {flow}.",
            left + right + (2 * Margin), y + Margin, marks, Css, "diagram", ("data-layers", Layers(network)));
    }

    private static string Step(double x, double y) =>
        Mark.Of("path", [("class", "fc-e"), ("d", $"M{Mark.Number(x)} {Mark.Number(y)}v{Mark.Number(Block.Gap)}")]) + Mark.Of("path", [("class", "fc-a"), ("d", $"M{Mark.Number(x - 4)} {Mark.Number(y + Block.Gap - 7)}h8l-4 7z")]);

    private static int Layers(Network network) => Enumerable.Range(0, network.Rows.Length).Count(i => !Holds(network, i));

    private static bool Holds(Network network, int i) => i + 1 < network.Rows.Length && network.Rows[i + 1].Depth > network.Rows[i].Depth;

    /// <summary>The rows of a depth from a place on, one after the other; a U where they are bridges within bridges.</summary>
    private static SeriesBlock Series(Network network, ref int at, int depth) => InSeries(Children(network, ref at, depth, fold: true));

    private static SeriesBlock InSeries(IReadOnlyList<Block> parts) => new(UBlock.Of(parts) is { } u ? [u] : parts);

    /// <summary>The rows of a depth from a place on; what comes again with the same shapes is folded where they run one after the other.</summary>
    private static List<Block> Children(Network network, ref int at, int depth, bool fold)
    {
        var starts = new List<int>();
        int end = at;
        for (; end < network.Rows.Length && network.Rows[end].Depth >= depth; end++)
            if (network.Rows[end].Depth == depth) starts.Add(end);
        at = end;
        starts.Add(end);
        var parts = new List<Block>();
        for (int i = 0; i < starts.Count - 1;)
        {
            var (period, times) = fold ? Folding.At(network, starts, i) : (1, 1);
            int[] unit = [.. starts.Skip(i).Take(period)];
            List<Block> blocks = [.. unit.Select(start => One(network, start))];
            if (times == 1) parts.AddRange(blocks);
            else parts.Add(new RepeatBlock(blocks.Count == 1 ? blocks[0] : new SeriesBlock(blocks), times));
            i += period * times;
        }
        return parts;
    }

    /// <summary>A row with everything below it.</summary>
    private static Block One(Network network, int own)
    {
        Row row = network.Rows[own];
        if (!Holds(network, own))
        {
            SummaryRow said = network.Summary.Rows[own];
            bool thin = row.Input == row.Output && said.Macs == 0 && said.Weights <= 4L * row.Output[0];
            return new LeafBlock(said, row.Input, network.Summary.Macs == 0 ? 0 : (double)said.Macs / network.Summary.Macs, thin);
        }
        int at = own + 1;
        List<Block> parts = Children(network, ref at, row.Depth + 1, fold: row.Layer.Joint is null);
        Block inner = row.Layer.Joint is { } joint
            ? ForkBlock.Of(joint.Sign, [.. Enumerable.Repeat<Block>(new StraightBlock(), joint.Straight), .. parts], row.Layer is Branches { Join: Join.Skip } && parts.Count == 1)
            : InSeries(parts);
        return row.Layer.Inner.Count == 1 ? new FrameBlock(row.Layer.Kind, inner) : inner;
    }
}
