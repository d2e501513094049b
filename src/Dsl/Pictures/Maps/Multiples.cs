// Multiples: many signals [C, W] as small charts on one scale, side by side: a curve or bars each, the line of 0, the number of the signal.
namespace FunctionalConv;

internal static class Multiples
{
    private const double Margin = 16, Gap = 14, Left = 42, Height = 44;
    private const int Most = 100, MostCells = 400;

    private const string Css = Chart.Css + ".fc-cell{fill:var(--box);stroke:none}svg.fc .fc-thin{stroke:var(--mark);stroke-width:1.4}";

    /// <param name="title">What it is called.</param>
    /// <param name="values">The numbers, signal by signal.</param>
    /// <param name="signals">How many signals.</param>
    /// <param name="n">Cells of each.</param>
    /// <param name="bars">Bars instead of curves.</param>
    /// <param name="caption">The words under each; by default its number.</param>
    /// <param name="said">What it shows.</param>
    /// <param name="columns">Charts per row; as many as suit their number by default.</param>
    public static Picture Of(string title, double[] values, int signals, int n, bool bars = false, Func<int, string>? caption = null, string? said = null, int columns = 0)
    {
        int shown = Math.Min(signals, Most), by = (n + MostCells - 1) / MostCells;
        if (columns == 0) columns = Math.Clamp((int)Math.Ceiling(Math.Sqrt(shown)), 1, 5);
        double width = shown == 1 ? 260 : Math.Clamp(((470 + Gap) / columns) - Gap, 60, 150), all = Math.Max(288, Left + Margin + (columns * (width + Gap)) - Gap);
        var (low, high) = Chart.Round(values.Where(double.IsFinite).Append(0));
        IReadOnlyList<string> head = Mark.Wrap(title, (int)((all - (2 * Margin)) / 8.1));
        double top = Margin + (head.Count * 17) + 12, pitch = Height + 18 + Gap;
        string body = string.Concat(head.Select((line, i) => Mark.Label(Margin, Margin + 13 + (i * 17), line, "h"))) + "\n";
        for (int s = 0; s < shown; s++)
        {
            double x = Left + (s % columns * (width + Gap)), y = top + (s / columns * pitch);
            var cell = new Cell(x, y, width, low, high);
            body += cell.Frame() + (bars ? cell.Bars(values.AsSpan(s * n, n)) : cell.Curve(values.AsSpan(s * n, n), by)) + Mark.Label(x + (width / 2), y + Height + 14, caption?.Invoke(s) ?? $"{s + 1}", "s m") + "\n";
            if (s % columns == 0) body += Mark.Label(Left - 5, y + 9, Mark.Figure(high), "s e") + Mark.Label(Left - 5, y + Height + 1, Mark.Figure(low), "s e");
        }
        double at = top + ((shown + columns - 1) / columns * pitch);
        List<string> notes = [FormattableString.Invariant($"Every chart has {n:N0} cells and the same scale.")];
        if (shown < signals) notes.Add($"The first {shown} of {signals} are shown.");
        if (by > 1) notes.Add(FormattableString.Invariant($"Too long to draw cell by cell: drawn scaled, every {by}th of {n:N0} cells."));
        int missing = values.Count(double.IsNaN);
        if (missing > 0) notes.Add(FormattableString.Invariant($"{missing:N0} {(missing == 1 ? "cell is" : "cells are")} not a number."));
        foreach (string line in notes.SelectMany(note => Mark.Wrap(note, (int)((all - (2 * Margin)) / 6.4))))
        {
            body += Mark.Label(Margin, at + 8, line, "s");
            at += 16;
        }
        return new(title, said ?? $"{signals} signals of {n} cells, a small chart each.", all, at + 6, body, Css, "multiples", ("data-charts", shown), ("data-low", low), ("data-high", high));
    }

    /// <summary>One chart: a box of the page and the range of its numbers.</summary>
    private sealed class Cell(double x, double y, double width, double low, double high)
    {
        public string Frame() => Mark.Of("rect", [("class", "fc-cell"), ("x", x), ("y", y), ("width", width), ("height", Height)])
            + Mark.Of("path", [("class", "fc-axis"), ("d", $"M{Mark.Number(x)} {Mark.Number(Y(0))}h{Mark.Number(width)}")]);

        /// <summary>The cells as a curve; what is no number leaves a gap.</summary>
        public string Curve(ReadOnlySpan<double> cells, int by)
        {
            string path = "";
            bool open = false;
            for (int i = 0; i < cells.Length; i += by)
            {
                if (double.IsFinite(cells[i])) path += $"{(open ? "L" : "M")}{Mark.Number(x + ((i + 0.5) * width / cells.Length))} {Mark.Number(Y(cells[i]))}";
                open = double.IsFinite(cells[i]);
            }
            return path.Length == 0 ? "" : Mark.Of("path", [("class", "fc-curve fc-thin"), ("data-cells", cells.Length), ("d", path)]);
        }

        public string Bars(ReadOnlySpan<double> cells)
        {
            string bars = "";
            double w = width / cells.Length;
            for (int i = 0; i < cells.Length; i++)
                if (double.IsFinite(cells[i]))
                    bars += Mark.Of("rect", [("class", "fc-bar"), ("x", x + ((i + 0.1) * w)), ("y", Math.Min(Y(cells[i]), Y(0))), ("width", w * 0.8), ("height", Math.Abs(Y(cells[i]) - Y(0)))], $"<title>{i}: {Mark.Figure(cells[i])}</title>");
            return bars;
        }

        private double Y(double v) => y + Height - ((v - low) / (high - low) * Height);
    }
}
