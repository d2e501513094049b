// Chart: curves and bars on axes with round numbers. Series differ in colour and dash, and are named at their end or in a legend.
using System.Globalization;

namespace FunctionalConv;

/// <summary>A curve: its name, its points, and perhaps the area under it.</summary>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points, bool Fills = false, bool Steps = false);

internal static class Chart
{
    public const string Css = ".fc-grid{stroke:var(--line);stroke-opacity:.35}.fc-axis{stroke:var(--line)}.fc-curve{fill:none;stroke-width:2;stroke-linejoin:round}.fc-area{fill-opacity:.25;stroke:none}.fc-bar{fill:var(--mark)}.fc-nan{fill:none;stroke:var(--hot);stroke-width:2}";
    private const double Margin = 16;
    private static readonly string?[] Dashes = [null, "7 4", "2 3", "9 3 2 3", "12 5", "4 2"];

    /// <summary>Bars of numbers; NaN is a cross on the axis.</summary>
    public static Picture Bars(string title, double[] values)
    {
        const int most = 512;
        double[] shown = values.Length <= most ? values : values[..most];
        var (low, high) = Round(shown.Where(double.IsFinite).Append(0));
        var plot = new Plot(title, 420, 170, (-0.5, shown.Length - 0.5), (low, high));
        double w = plot.Width / shown.Length;
        string body = plot.Frame(whole: true) + string.Concat(shown.Select((v, i) => double.IsNaN(v)
            ? Mark.Of("path", [("class", "fc-nan"), ("d", $"M{Mark.Number(plot.X(i) - 4)} {Mark.Number(plot.Y(0) - 4)}l8 8m-8 0l8 -8")])
            : Mark.Of("rect", [("class", "fc-bar"), ("x", plot.X(i) - (w * 0.42)), ("y", Math.Min(plot.Y(v), plot.Y(0))), ("width", w * 0.84), ("height", Math.Abs(plot.Y(Math.Clamp(v, low, high)) - plot.Y(0))), ("data-value", v.ToString("R", CultureInfo.InvariantCulture))],
                $"<title>{i}: {Mark.Figure(v)}</title>")));
        List<string> notes = [.. Missing(shown)];
        if (shown.Length < values.Length) notes.Add($"The first {most} of {values.Length:N0} numbers are shown.");
        return plot.Picture($"{values.Length} numbers as bars.", body, notes);
    }

    /// <summary>Signals [C, W], a curve per channel; NaN leaves a gap.</summary>
    public static Picture Signals(string title, double[] values, int channels, int n)
    {
        int shown = Math.Min(channels, Theme.Series.Length), by = (n + 1999) / 2000;
        Curve[] curves = [.. Enumerable.Range(0, shown).Select(c => new Curve(channels == 1 ? "" : $"channel {c + 1}", [.. Enumerable.Range(0, (n + by - 1) / by).Select(i => ((double)(i * by), values[(c * n) + (i * by)]))]))];
        List<string> notes = [.. Missing(values)];
        if (shown < channels) notes.Add($"The first {shown} of {channels} channels are shown.");
        if (by > 1) notes.Add($"Too long to draw cell by cell: drawn scaled, every {by}th of {n:N0} cells.");
        return Curves(title, $"{channels} signals of {n} cells.", curves, notes, 470, 190, whole: true);
    }

    /// <summary>Curves on shared axes.</summary>
    public static Picture Curves(string title, string said, IReadOnlyList<Curve> curves, IEnumerable<string> notes, double width = 460, double height = 210, string across = "", bool whole = false, (double Low, double High)? range = null)
    {
        IEnumerable<(double X, double Y)> points = curves.SelectMany(c => c.Points);
        double[] xs = [.. points.Select(p => p.X)];
        var plot = new Plot(title, width, height, (xs.DefaultIfEmpty(0).Min(), Math.Max(xs.DefaultIfEmpty(1).Max(), xs.DefaultIfEmpty(0).Min() + 1e-9)), range ?? Round(points.Select(p => p.Y).Where(double.IsFinite)));
        string body = plot.Frame(whole, across) + string.Concat(curves.Select((curve, i) => Draw(plot, curve, i)));
        return plot.Picture(said, body, notes, [.. curves.Select(c => c.Name).Where(name => name.Length > 0)]);
    }

    internal static (double Low, double High) Round(IEnumerable<double> values)
    {
        double[] v = [.. values];
        if (v.Length == 0) return (0, 1);
        double low = v.Min(), high = v.Max();
        if (high - low < 1e-12) (low, high) = (low - 0.5, high + 0.5);
        double step = Step(low, high, 4);
        return (Math.Floor(low / step) * step, Math.Ceiling(high / step) * step);
    }

    internal static double Step(double low, double high, int parts)
    {
        double raw = (high - low) / parts, power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }

    internal static string Draw(Plot plot, Curve curve, int series)
    {
        string colour = Theme.Series[series % Theme.Series.Length], path = "", area = "";
        bool open = false;
        bool Flat(int i) => i > 0 && i < curve.Points.Count - 1 && curve.Points[i].Y.Equals(curve.Points[i - 1].Y) && curve.Points[i].Y.Equals(curve.Points[i + 1].Y);
        for (int i = 0; i < curve.Points.Count; i++)
        {
            var (x, y) = curve.Points[i];
            if (Flat(i)) continue; // on a level stretch its ends are enough
            if (!double.IsFinite(y))
            {
                open = false;
                continue;
            }
            path += $"{(open ? "L" : "M")}{Mark.Number(plot.X(x))} {Mark.Number(plot.Y(y))}";
            open = true;
        }
        if (curve.Fills && curve.Points.Count > 0)
            area = Mark.Of("path", [("class", "fc-area"), ("fill", colour), ("d", $"M{Mark.Number(plot.X(curve.Points[0].X))} {Mark.Number(plot.Y(0))}L{path[1..].Replace('M', 'L')}L{Mark.Number(plot.X(curve.Points[^1].X))} {Mark.Number(plot.Y(0))}z")]);
        string dots = curve.Points.Count <= 30 ? string.Concat(curve.Points.Where(p => double.IsFinite(p.Y)).Select(p => Mark.Of("circle", [("cx", plot.X(p.X)), ("cy", plot.Y(p.Y)), ("r", 2.6), ("fill", colour)], $"<title>{Mark.Figure(p.X)}: {Mark.Figure(p.Y)}</title>"))) : "";
        return area + Mark.Of("path", [("class", "fc-curve"), ("stroke", colour), ("stroke-dasharray", Dashes[series % Dashes.Length]), ("data-points", curve.Points.Count), ("d", path.Length > 0 ? path : "M0 0")]) + dots;
    }

    private static IEnumerable<string> Missing(double[] values)
    {
        int missing = values.Count(double.IsNaN);
        if (missing > 0) yield return FormattableString.Invariant($"{missing:N0} {(missing == 1 ? "cell is" : "cells are")} not a number.");
    }
}

/// <summary>Axes: from numbers to places on the page.</summary>
internal sealed class Plot(string title, double width, double height, (double Low, double High) across, (double Low, double High) up)
{
    private const double Left = 58, Margin = 16;
    private readonly IReadOnlyList<string> head = Mark.Wrap(title, (int)((width + Left) / 8.1));

    public double Width => width;

    private double Top => Margin + (head.Count * 17) + 10;

    public double X(double v) => Left + ((v - across.Low) / (across.High - across.Low) * width);

    public double Y(double v) => Top + height - ((Math.Clamp(v, up.Low, up.High) - up.Low) / (up.High - up.Low) * height);

    /// <summary>The grid with its numbers.</summary>
    public string Frame(bool whole = false, string label = "")
    {
        string marks = "";
        double step = Chart.Step(up.Low, up.High, 4);
        for (double v = up.Low; v <= up.High + (step / 1000); v += step)
            marks += Mark.Of("path", [("class", "fc-grid"), ("d", $"M{Mark.Number(X(across.Low))} {Mark.Number(Y(v))}H{Mark.Number(X(across.High))}")]) + Mark.Label(Left - 6, Y(v) + 4, Mark.Figure(Math.Abs(v) < step / 1000 ? 0 : Math.Round(v, 10)), "s e");
        double wide = whole && across.High - across.Low <= 12 ? 1 : Chart.Step(across.Low, across.High, 6);
        if (whole) wide = Math.Max(1, Math.Round(wide));
        for (double v = Math.Ceiling(across.Low / wide) * wide; v <= across.High + (wide / 1000); v += wide) marks += Mark.Label(X(v), Top + height + 18, Mark.Figure(Math.Abs(v) < wide / 1000 ? 0 : Math.Round(v, 10)), "s m");
        if (label.Length > 0) marks += Mark.Label(X(across.High), Top + height + 34, label, "s e");
        double zero = up.Low <= 0 && up.High >= 0 ? 0 : up.Low;
        return marks + Mark.Of("path", [("class", "fc-axis"), ("d", $"M{Mark.Number(X(across.Low))} {Mark.Number(Y(zero))}H{Mark.Number(X(across.High))}")]);
    }

    /// <summary>The whole picture with title, legend and notes.</summary>
    public Picture Picture(string said, string body, IEnumerable<string> notes, IReadOnlyList<string>? names = null, string kind = "chart", string css = "", double below = 0)
    {
        double y = Top + height + 54 + below, x = Margin;
        string marks = string.Concat(head.Select((line, i) => Mark.Label(Margin, Margin + 13 + (i * 17), line, "h"))) + body;
        for (int i = 0; i < (names?.Count ?? 0); i++)
        {
            double takes = 34 + (names![i].Length * 7.2) + 16;
            if (x + takes > Left + width + Margin && x > Margin) (x, y) = (Margin, y + 18);
            marks += Sample(body, i, x, y) + Mark.Label(x + 32, y, names[i], "s");
            x += takes;
        }
        if (names?.Count > 0) y += 18;
        foreach (string line in notes.SelectMany(note => Mark.Wrap(note, (int)((width + Left) / 6.4))))
        {
            marks += Mark.Label(Margin, y, line, "s");
            y += 16;
        }
        return new(title, said, Left + width + Margin + 8, y + 2, marks, Chart.Css + css, kind);
    }

    /// <summary>A series in the legend as the body draws it: bars as a square, a curve as a line with its dash, its dots and the area under it.</summary>
    private static string Sample(string body, int series, double x, double y)
    {
        string colour = Theme.Series[series % Theme.Series.Length];
        if (body.Contains($"<rect fill=\"{colour}\"", StringComparison.Ordinal)) return Mark.Of("rect", [("class", "fc-sample"), ("fill", colour), ("x", x + 7), ("y", y - 11), ("width", 13), ("height", 13)]);
        string area = body.Contains($"<path class=\"fc-area\" fill=\"{colour}\"", StringComparison.Ordinal) ? Mark.Of("rect", [("class", "fc-sample fc-area"), ("fill", colour), ("x", x), ("y", y - 4), ("width", 26), ("height", 7)]) : "";
        string dot = body.Contains($"r=\"2.6\" fill=\"{colour}\"", StringComparison.Ordinal) ? Mark.Of("circle", [("cx", x + 13), ("cy", y - 4), ("r", 2.6), ("fill", colour)]) : "";
        return area + Chart.Draw(new Plot("", 0, 0, (0, 1), (0, 1)), new Curve("", []), series).Replace("M0 0", $"M{Mark.Number(x)} {Mark.Number(y - 4)}h26", StringComparison.Ordinal) + dot;
    }
}
