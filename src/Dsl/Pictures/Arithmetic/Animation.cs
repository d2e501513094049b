// Animation: a layer's window on its way over a map, as one animated SVG after "A guide to convolution arithmetic" (Dumoulin & Visin, arXiv:1603.07285).
//   drawn: the input (blue), its padding and the zeros between cells (dashed), the window (shaded), the output (orange), the cell that is being made
//   Movement is CSS alone: every stop of the window is a group that is visible in its own part of the period. A check box pauses; people who ask their system for
//   less motion, and paper, get one stop.
namespace FunctionalConv;

internal sealed partial class Animation
{
    private const double Margin = 16, Between = 52, Widest = 460, LineHeight = 17;
    private const int MostCells = 4096, MostFrames = 1000;
    private static readonly (double Most, double Size)[] Sizes = [(8, 34), (12, 28), (20, 20)];

    private readonly string code;
    private readonly Sweep sweep;
    private readonly Figures? figures;
    private readonly int rank;
    private readonly Lattice input, output;
    private readonly Lattice? back;
    private readonly double top, width, bottom;
    private readonly int skip;
    private readonly IReadOnlyList<string> head;
    private readonly bool scaled, stacked;

    public Animation(string code, Sweep sweep, Figures? figures, int rank)
    {
        (this.code, this.sweep, this.figures, this.rank) = (code, sweep, figures, rank);
        Span d = Drawn(sweep.D), h = Drawn(sweep.H), w = Drawn(sweep.W);
        double cell = Sizes.Where(s => Math.Max(Math.Max(h.Count, w.Count), sweep.W.Stops.Count) <= s.Most).Select(s => s.Size).DefaultIfEmpty(Widest / Math.Max(Math.Max(h.Count, w.Count), sweep.W.Stops.Count)).First();
        if (rank == 2) cell = Math.Min(cell, (Widest + 140) / (w.Count + sweep.W.Stops.Count));
        scaled = (long)d.Count * h.Count * w.Count > MostCells || cell < 3;
        skip = (sweep.Stops + MostFrames - 1) / MostFrames;
        int perRow = Math.Max(1, (int)(Widest / ((w.Count * cell) + 14)));
        Span od = Made(sweep.D), oh = Made(sweep.H), ow = Made(sweep.W);
        stacked = rank != 2;
        var first = new Lattice(Margin, 0, cell, d, h, w, perRow);
        double whole = Math.Max(288, (2 * Margin) + (stacked ? Math.Max(first.Width, ow.Count * cell) : first.Width + Between + (ow.Count * cell)));
        var second = new Lattice(0, 0, cell, od, oh, ow, Math.Max(1, (int)(Math.Max(Widest, whole) / ((ow.Count * cell) + 14))));
        width = Math.Max(whole, (2 * Margin) + (stacked ? second.Width : 0));
        head = Mark.Wrap(code, (int)((width - (2 * Margin)) / (13.5 * Theme.Advance)));
        top = Margin + (head.Count * LineHeight) + (stacked ? 26 : 12);
        input = first with { Y = top };
        output = stacked
            ? second with { X = Margin, Y = top + input.Height + 34 }
            : second with { X = Margin + input.Width + Between, Y = top + Math.Max(0, (input.Height - second.Height) / 2) };
        double under = Math.Max(input.Y + input.Height, output.Y + output.Height) + 34;
        if (figures is not null && sweep.Does == Sweeping.Max)
        {
            back = new Lattice(Margin, under + 14, cell, new(0, sweep.D.In - 1), new(0, sweep.H.In - 1), new(0, sweep.W.In - 1), perRow);
            under = back.Y + back.Height + 18;
        }
        bottom = under;
    }

    private int Frames => (sweep.Stops + skip - 1) / skip;

    public Picture Picture() => Draw(null);

    private Picture Draw(int? only)
    {
        IReadOnlyList<string>[] equations = figures is null ? [] : [.. Enumerable.Range(0, Frames).Select(f => Mark.Wrap(figures.Equation(f * skip), (int)((width - (2 * Margin)) / (12 * Theme.Advance))))];
        double y = bottom + 8, said = y + (equations.Length == 0 ? 0 : equations.Max(e => e.Count) * 16);
        string[] notes = [.. Notes().SelectMany(note => Mark.Wrap(note, (int)((width - (2 * Margin)) / 6.6)))];
        double control = said + (notes.Length * 16) + 2, height = control + (only is null && Frames > 1 ? 34 : 14);
        string body = string.Concat(
            string.Concat(head.Select((line, i) => Mark.Label(Margin, Margin + 13 + (i * LineHeight), line, "code h"))), "\n",
            Ground(), "\n",
            string.Concat((only is { } f ? [f] : Enumerable.Range(0, Frames)).Select(frame => Frame(frame, equations.Length > 0 ? equations[frame] : [], y, control) + "\n")),
            string.Concat(notes.Select((note, i) => Mark.Label(Margin, said + (i * 16), note, "s"))),
            only is null && Frames > 1 ? Control(control) : "");
        return new(code, Said(), width, height, body, Css(only is not null), "arithmetic",
            ("data-rank", rank), ("data-frames", only is null ? Frames : 1), ("data-stops", sweep.Stops), ("data-skip", skip), ("data-cell", input.Cell), ("data-scaled", scaled ? "true" : "false"),
            ("style", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"--d:{Pace:0.###}s;--t:{Pace * Frames:0.###}s")))
        {
            Frames = Frames,
            Moment = frame => Draw(frame),
        };
    }

    /// <summary>Seconds of a stop: slow enough to follow, and a whole round of many stops in under a minute.</summary>
    private double Pace => Math.Clamp(45.0 / Frames, 0.06, figures is null ? 0.6 : 1.2);

    private string Css(bool still)
    {
        const string look = ".fc-in{fill:var(--in);stroke:var(--edge)}.fc-out{fill:var(--out);stroke:var(--edge)}.fc-way{fill:var(--way);stroke:var(--edge)}.fc-pad,.fc-zero{fill:none;stroke:var(--line);stroke-dasharray:3 3}"
            + ".fc-w{fill:var(--mark);fill-opacity:.38;stroke:var(--mark);stroke-width:2}.fc-o{fill:var(--hot);fill-opacity:.55;stroke:var(--hot);stroke-width:2}.fc-l{fill:none;stroke:var(--mark);stroke-opacity:.5}.fc-best{fill:none;stroke:var(--hot);stroke-width:3}"
            + ".fc-k{font-weight:600}";
        if (still || Frames == 1) return look;
        return look + Moving.Keyframes(Frames)
            + $".fc-f{Frames}{{visibility:hidden;animation:fc-{Frames} var(--t) step-end infinite;animation-delay:calc(var(--i)*var(--d) - var(--t))}}"
            + Moving.Css;
    }

    private static string Control(double y) => Mark.Of("foreignObject", [("class", "fc-control"), ("x", Margin - 4), ("y", y), ("width", 120), ("height", 26)],
        "<label xmlns=\"http://www.w3.org/1999/xhtml\"><input type=\"checkbox\" class=\"fc-stop\"/> pause</label>");

    /// <summary>What does not move: the maps, their padding, zeros, numbers and names.</summary>
    private string Ground()
    {
        bool Pads(int d, int h, int w) => !Inside(sweep.D, d) || !Inside(sweep.H, h) || !Inside(sweep.W, w);
        bool Holds(int d, int h, int w) => sweep.D.Holds(d) && sweep.H.Holds(h) && sweep.W.Holds(w);
        string parts = Part("fc-pad", input, Pads) + Part("fc-zero", input, (d, h, w) => !Pads(d, h, w) && !Holds(d, h, w)) + Part("fc-in", input, Holds) + Part("fc-out", output, (_, _, _) => true);
        if (scaled) parts = Whole("fc-pad", input) + Whole("fc-in", input, true) + Whole("fc-out", output);
        parts += Mark.Label(input.X, stacked ? input.Y - 7 : input.Y + input.Height + 17, $"input {Size(a => a.In)}", "s") + Mark.Label(output.X, output.Y + output.Height + 17, $"output {Size(a => a.Stops.Count)}", "s");
        if (back is not null)
            parts += (scaled ? Whole("fc-way", back) : Part("fc-way", back, (_, _, _) => true)) + Mark.Label(back.X, back.Y - 7, "gradient of the input, of 1 per output", "s");
        if (figures is null || scaled) return parts;
        parts += Numbers(input, (d, h, w) => figures.Source(d, h, w) < 0 && (!sweep.Pads || sweep.Stuffed) ? "" : Mark.Figure(figures.Value(d, h, w)), "fc-v");
        parts += Numbers(output, (d, h, w) => Mark.Figure(figures.Output[(((d * sweep.H.Stops.Count) + h) * sweep.W.Stops.Count) + w]), "fc-y");
        if (back is not null && figures.Wins() is var wins) parts += Numbers(back, (d, h, w) => Mark.Figure(wins[(((d * sweep.H.In) + h) * sweep.W.In) + w]), "fc-g");
        return parts;
    }

    private static string Numbers(Lattice map, Func<int, int, int, string> number, string kind)
    {
        if (map.Cell < 18) return "";
        (int D, int H, int W, string Number)[] all = [.. map.Cells().Select(c => (c.D, c.H, c.W, number(c.D, c.H, c.W))).Where(c => c.Item4.Length > 0)];
        double size = Math.Min(map.Cell * 0.42, map.Cell * 0.94 / (0.66 * all.Select(c => c.Number.Length).DefaultIfEmpty(1).Max()));
        return Mark.Of("g", [("class", $"m {kind}"), ("font-size", size), ("style", "text-anchor:middle")], string.Concat(all.Select(c =>
        {
            var (x, y) = map.Place(c.D, c.H, c.W);
            return Mark.Of("text", [("x", x + (map.Cell / 2)), ("y", y + (map.Cell * 0.5) + (size * 0.3))], Mark.Text(c.Number));
        })));
    }

    private static string Part(string kind, Lattice map, Func<int, int, int, bool> holds)
    {
        if (map.Count > MostCells) return "";
        var (path, count) = map.Where(holds, kind is "fc-pad" or "fc-zero" ? 1 : 0);
        return count == 0 ? "" : Mark.Of("path", [("class", kind), ("data-cells", count), ("d", path)]);
    }

    /// <summary>A map too large to draw cell by cell: slices as boxes.</summary>
    private string Whole(string kind, Lattice map, bool inner = false) => Mark.Of("path", [("class", kind), ("data-cells", map.Count), ("d", inner
        ? map.Boxes(Enumerable.Range(0, sweep.D.In), Enumerable.Range(0, ((sweep.H.In - 1) * sweep.H.Step) + 1), Enumerable.Range(0, ((sweep.W.In - 1) * sweep.W.Step) + 1))
        : map.Boxes(Enumerable.Range(map.D.First, map.D.Count), Enumerable.Range(map.H.First, map.H.Count), Enumerable.Range(map.W.First, map.W.Count)))]);

    private IEnumerable<string> Notes()
    {
        if (scaled) yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Too large to draw cell by cell: drawn scaled, {input.Cell:0.##} pixels a cell.");
        if (skip > 1) yield return $"{sweep.Stops:N0} stops: every {skip}{(skip == 2 ? "nd" : skip == 3 ? "rd" : "th")} is shown.";
        if (sweep.Stuffed) yield return $"Dashed cells between the input's hold zeros.";
    }

    private string Said() => $"A window moves over an input of {Size(a => a.In)} cells in {sweep.Stops} stops and makes an output of {Size(a => a.Stops.Count)} cells"
        + (sweep.Stuffed ? "; zeros stand between the input's cells" : "") + (sweep.Does == Sweeping.Max && figures is not null ? "; the largest cell under it is ringed, and its gradient goes back there" : "") + ".";

    private string Size(Func<SweepAxis, int> of) => string.Join("×", Enumerable.Range(3 - rank, rank).Select(axis => $"{of(sweep[axis])}"));

    private static bool Inside(SweepAxis axis, int at) => at >= 0 && at <= (axis.In - 1) * axis.Step;

    private static Span Drawn(SweepAxis axis) => new(axis.First, axis.Last);

    private static Span Made(SweepAxis axis) => new(0, axis.Stops.Count - 1);
}
