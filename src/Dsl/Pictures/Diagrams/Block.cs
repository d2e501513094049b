// Block: a part of a network diagram with its size, laid out from the inside out. The flow goes down along an axis; parts in series share one axis, parts side by side
// fork from it and meet again in a joint.
namespace FunctionalConv;

/// <summary>A part of a diagram: pixels to the left and right of its axis, and down.</summary>
internal abstract record Block(double Left, double Right, double Height)
{
    public const double Gap = 22;

    /// <summary>Whether it is glued to the layer before it: it changes no shape and costs next to nothing.</summary>
    public virtual bool Slim => false;

    /// <summary>Its marks, with its axis at x and its top at y.</summary>
    public abstract string Draw(double x, double y);

    protected static string Line(params (double X, double Y)[] points) =>
        Mark.Of("path", [("class", "fc-e"), ("d", "M" + string.Join("L", points.Select(p => $"{Mark.Number(p.X)} {Mark.Number(p.Y)}")))]);

    /// <summary>A line down with an arrow head.</summary>
    protected static string Arrow(double x, double from, double to) => Line((x, from), (x, to)) + Head(x, to);

    protected static string Head(double x, double y) => Mark.Of("path", [("class", "fc-a"), ("d", $"M{Mark.Number(x - 4)} {Mark.Number(y - 7)}h8l-4 7z")]);
}

/// <summary>One layer: its C#, its output shape, its share of the cost as a bar, the rest on hover.</summary>
internal sealed record LeafBlock(SummaryRow Row, Shape Input, double Share, bool Thin) : Block(Size(Row, Thin) / 2, Size(Row, Thin) / 2, (Thin ? 22 : 44) + (LineHeight * (Code(Row).Count - 1)))
{
    private const int Widest = 40;
    private const double LineHeight = 15;

    public override bool Slim => Thin;

    public override string Draw(double x, double y)
    {
        double width = Left + Right;
        string marks = $"<title>{Mark.Text(Hover())}</title>" + Mark.Of("rect", [("class", Row.Macs > 0 ? "fc-b fc-c" : "fc-b"), ("x", x - Left), ("y", y), ("width", width), ("height", Height), ("rx", 5)])
            + string.Concat(Code(Row).Select((line, i) => Mark.Label(x, y + (Thin ? 15.5 : 18) + (i * LineHeight), line, Thin ? "code m t" : "code m t h")));
        if (!Thin) marks += Mark.Label(x, y + Height - 10, Under(), "m u");
        if (Share >= 0.001) marks += Mark.Of("rect", [("class", "fc-s"), ("x", x - Left + 3), ("y", y + Height - 4), ("width", Math.Max(1, (width - 6) * Share)), ("height", 3)]);
        return Mark.Of("g", [("class", "fc-layer"), ("tabindex", 0), ("data-path", Row.Path), ("data-number", Row.Number), ("data-output", Row.Output.ToString()), ("data-macs", Row.Macs), ("data-weights", Row.Weights)], marks) + "\n";
    }

    private static IReadOnlyList<string> Code(SummaryRow row) => Mark.Wrap(row.Layer, Widest);

    private string Under() => Row.Shared ? $"{Row.Output} · shared weights" : Row.Weights > 0 ? FormattableString.Invariant($"{Row.Output} · {Row.Weights:N0} weights") : Row.Output.ToString();

    private string Hover() => FormattableString.Invariant($"{Row.Layer}\n{Input} → {Row.Output}\n{(Row.Shared ? "shared" : Row.Weights.ToString("N0", System.Globalization.CultureInfo.InvariantCulture))} weights, {Row.Macs:N0} MACs ({Row.Flops:N0} FLOPs)\nreceptive field {Row.Field}{(Row.Field.All ? "" : $", jump {Row.Field.Jumps}, start {Row.Field.Starts}")}\n{Row.Path}");

    private static double Size(SummaryRow row, bool thin)
    {
        double code = Code(row).Max(line => line.Length) * 12 * (Theme.Advance + (thin ? 0 : 0.01));
        double under = thin ? 0 : FormattableString.Invariant($"{row.Output} · {row.Weights:N0} weights{(row.Shared ? " shared" : "")}").Length * 6.1;
        return Math.Max(92, Math.Max(code, under) + 22);
    }
}

/// <summary>A part that stands several times in a row, drawn once with how often.</summary>
internal sealed record RepeatBlock(Block Body, int Times) : Block(Body.Left + Pad, Body.Right + Pad + Room, Body.Height + Above + Pad)
{
    private const double Pad = 9, Room = 34, Above = 20;

    public override string Draw(double x, double y) => Mark.Of("g", [("class", "fc-times"), ("data-times", Times)],
        Mark.Of("rect", [("class", "fc-n fc-r"), ("x", x - Left), ("y", y), ("width", Left + Right), ("height", Height), ("rx", 8)]),
        Mark.Label(x + Right - 8, y + (Height / 2) + 5, $"×{Times}", "e h"),
        Line((x, y), (x, y + Above)) + (Body is SeriesBlock { Parts: [ForkBlock, ..] } or ForkBlock ? "" : Head(x, y + Above)), Body.Draw(x, y + Above), Line((x, y + Above + Body.Height), (x, y + Height)));
}

/// <summary>Parts one after the other on one axis.</summary>
internal sealed record SeriesBlock(IReadOnlyList<Block> Parts) : Block(Parts.Max(p => p.Left), Parts.Max(p => p.Right), Parts.Select((p, i) => p.Height + Before(Parts, i)).Sum())
{
    /// <summary>The space above part i.</summary>
    public static double Before(IReadOnlyList<Block> parts, int i) => i == 0 ? 0 : parts[i].Slim && parts[i - 1] is LeafBlock ? 1 : Gap;

    public override string Draw(double x, double y)
    {
        string marks = "";
        for (int i = 0; i < Parts.Count; i++)
        {
            double gap = Before(Parts, i);
            if (gap > 2) marks += Parts[i] is ForkBlock or RepeatBlock ? Line((x, y), (x, y + gap)) : Arrow(x, y, y + gap);
            y += gap;
            marks += Parts[i].Draw(x, y);
            y += Parts[i].Height;
        }
        return marks;
    }
}

/// <summary>Nothing: the input goes past.</summary>
internal sealed record StraightBlock() : Block(12, 12, 0)
{
    public override string Draw(double x, double y) => "";
}

/// <summary>Parts side by side on one input, joined below by a sign. A bridge is the input put beside one part: a level of a U.</summary>
internal sealed record ForkBlock(string Sign, IReadOnlyList<Block> Parts, int Main, bool Bridge = false) : Block(
    Parts.Take(Main).Sum(p => p.Left + p.Right + Apart) + Parts[Main].Left,
    Parts[Main].Right + Parts.Skip(Main + 1).Sum(p => p.Left + p.Right + Apart),
    Above + Parts.Max(p => p.Height) + Below + (2 * Radius))
{
    private const double Above = 26, Below = 18, Radius = 11, Apart = 20;

    public static ForkBlock Of(string sign, IReadOnlyList<Block> parts, bool bridge) => new(sign, parts, Enumerable.Range(0, parts.Count).MaxBy(i => parts[i].Height), bridge);

    public override string Draw(double x, double y)
    {
        string marks = "";
        double joint = y + Height - Radius, at = x - Left;
        double fork = y + 8;
        foreach (Block part in Parts)
        {
            double axis = at + part.Left;
            bool main = ReferenceEquals(part, Parts[Main]);
            marks += main ? Line((x, y), (x, y + Above)) : Line((x, fork), (axis, fork), (axis, y + Above));
            if (part.Height > 0) marks += Head(axis, y + Above);
            marks += part.Draw(axis, y + Above);
            double end = y + Above + part.Height, edge = x + (axis < x ? -Radius : Radius);
            marks += main ? Arrow(x, end, joint - Radius) : Line((axis, end), (axis, joint), (edge, joint));
            at += part.Left + part.Right + Apart;
        }
        return marks + Mark.Of("circle", [("class", "fc-j"), ("cx", x), ("cy", joint), ("r", Radius), ("data-joint", Sign)]) + Mark.Label(x, joint + 4.5, Sign, "m h");
    }
}

/// <summary>A frame with a name around a part.</summary>
internal sealed record FrameBlock(string Label, Block Body) : Block(
    Math.Max(Body.Left + Pad, Pad + (Label.Length * 12 * Theme.Advance / 2) + 6), Math.Max(Body.Right + Pad, Pad + (Label.Length * 12 * Theme.Advance / 2) + 6), Body.Height + Head0 + Pad)
{
    private const double Pad = 12, Head0 = 30;

    public override string Draw(double x, double y) =>
        Mark.Of("rect", [("class", "fc-n"), ("x", x - Left), ("y", y), ("width", Left + Right), ("height", Height), ("rx", 8)]) + Mark.Label(x - Left + 8, y + 15, Label, "code u")
        + Line((x, y), (x, y + Head0)) + Head(x, y + Head0) + Body.Draw(x, y + Head0) + Line((x, y + Head0 + Body.Height), (x, y + Height));
}
