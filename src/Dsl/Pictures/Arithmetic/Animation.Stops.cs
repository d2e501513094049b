// What one stop of an animation draws: the window, the cell that is made, the lines between them, the weights, the winner of a maximum, the equation.
namespace FunctionalConv;

internal sealed partial class Animation
{
    /// <summary>One stop of the window.</summary>
    private string Frame(int frame, IReadOnlyList<string> equation, double y, double control)
    {
        int stop = frame * skip;
        var (ds, hs, ws) = sweep.At(stop);
        var (od, oh, ow) = sweep.Cell(stop);
        string parts = Mark.Of("path", [("class", "fc-w"), ("d", input.Boxes(ds.Select(t => t.At), hs.Select(t => t.At), ws.Select(t => t.At)))])
            + Mark.Of("path", [("class", "fc-o"), ("d", output.Boxes([od], [oh], [ow]))]);
        if (rank < 3 && ds.Count > 0 && hs.Count > 0 && ws.Count > 0) parts += Way(ds, hs, ws, (od, oh, ow));
        if (figures is not null && input.Cell >= 20 && sweep.Does == Sweeping.Products) parts += Weights(stop);
        if (back is not null && figures!.Winner(stop) is { } best)
        {
            int cell = figures.Source(best.D, best.H, best.W);
            var (i, j, k) = (cell / sweep.W.In / sweep.H.In, cell / sweep.W.In % sweep.H.In, cell % sweep.W.In);
            parts += Mark.Of("path", [("class", "fc-best"), ("d", input.Boxes([best.D], [best.H], [best.W]))]) + Mark.Of("path", [("class", "fc-best"), ("data-wins", cell), ("d", back.Boxes([i], [j], [k]))]);
        }
        parts += string.Concat(equation.Select((line, i) => Mark.Label(Margin, y + (i * 16), line, "code s fc-q")));
        if (Frames > 1) parts += Mark.Label(width - Margin, control + 17, $"{stop + 1} of {sweep.Stops}", "s e");
        return Mark.Of("g", [("class", $"fc-f fc-f{Frames}{(frame == Frames / 2 ? " fc-still" : "")}"), ("style", $"--i:{frame}"), ("data-frame", frame), ("data-out", $"{od},{oh},{ow}")], parts);
    }

    /// <summary>Two lines from the window to the cell that it makes.</summary>
    private string Way(IReadOnlyList<Tap> ds, IReadOnlyList<Tap> hs, IReadOnlyList<Tap> ws, (int D, int H, int W) at)
    {
        double c = input.Cell;
        int d = ds[ds.Count / 2].At, top = hs.Min(t => t.At), low = hs.Max(t => t.At), left = ws.Min(t => t.At), right = ws.Max(t => t.At);
        var (x, y) = output.Place(at.D, at.H, at.W);
        string path;
        if (output.X > input.X + 1)
        {
            var (a, b) = input.Place(d, top, right);
            var (e, f) = input.Place(d, low, right);
            path = $"M{Mark.Number(a + c)} {Mark.Number(b)}L{Mark.Number(x)} {Mark.Number(y)}M{Mark.Number(e + c)} {Mark.Number(f + c)}L{Mark.Number(x)} {Mark.Number(y + c)}";
        }
        else
        {
            var (a, b) = input.Place(d, low, left);
            var (e, f) = input.Place(d, low, right);
            path = $"M{Mark.Number(a)} {Mark.Number(b + c)}L{Mark.Number(x)} {Mark.Number(y)}M{Mark.Number(e + c)} {Mark.Number(f + c)}L{Mark.Number(x + c)} {Mark.Number(y)}";
        }
        return Mark.Of("path", [("class", "fc-l"), ("d", path)]);
    }

    /// <summary>The weight of every tap, small, in the lower right corner of its cell.</summary>
    private string Weights(int stop) => string.Concat(figures!.Under(stop).Select(t =>
    {
        var (x, y) = input.Place(t.D.At, t.H.At, t.W.At);
        return Mark.Of("text", [("class", "e fc-k"), ("x", x + input.Cell - 3), ("y", y + input.Cell - 4), ("font-size", input.Cell * 0.3)], Mark.Text(Mark.Figure(figures.Weight(t.D.Index, t.H.Index, t.W.Index))));
    }));
}
