// Figures: the numbers of an animation and what is said about them: products, means, the winner of a maximum and the way back of its gradient.
//   input, output, kernel row-major, one channel; the gradient of the input is Σ over windows, 1 for each, at the winner (overlapping windows add up)
namespace FunctionalConv;

internal sealed record Figures(Sweep Sweep, double[] Input, double[] Output, double[] Kernel)
{
    private const int Listed = 27;

    /// <summary>The input cell of a place; −1 where a constant stands.</summary>
    public int Source(int d, int h, int w)
    {
        int i = Sweep.D.Source(d), j = Sweep.H.Source(h), k = Sweep.W.Source(w);
        return i < 0 || j < 0 || k < 0 ? -1 : ((i * Sweep.H.In) + j) * Sweep.W.In + k;
    }

    /// <summary>The number at a place: zero in padding and between cells.</summary>
    public double Value(int d, int h, int w) => Source(d, h, w) is >= 0 and int cell ? Input[cell] : 0;

    /// <summary>The weight of three taps.</summary>
    public double Weight(int d, int h, int w)
    {
        int[] extents = [Extent(Sweep.D), Extent(Sweep.H), Extent(Sweep.W)];
        int flat = (((d * extents[1]) + h) * extents[2]) + w;
        return flat < Kernel.Length ? Kernel[Sweep.Flips ? Kernel.Length - 1 - flat : flat] : double.NaN;
    }

    /// <summary>Every place under the window at a stop, with its weight.</summary>
    public IEnumerable<(Tap D, Tap H, Tap W)> Under(int stop)
    {
        var (ds, hs, ws) = Sweep.At(stop);
        return from d in ds from h in hs from w in ws select (d, h, w);
    }

    /// <summary>The place of the largest value under the window, the first of them on ties; NaN is the largest; null where there is none.</summary>
    public (int D, int H, int W)? Winner(int stop)
    {
        (int, int, int)? best = null;
        double most = double.NegativeInfinity;
        foreach (var (d, h, w) in Under(stop))
        {
            if (Source(d.At, h.At, w.At) < 0) continue;
            double v = Value(d.At, h.At, w.At);
            if (best is null || v > most || (double.IsNaN(v) && !double.IsNaN(most))) (best, most) = ((d.At, h.At, w.At), v);
        }
        return best;
    }

    /// <summary>How many windows every input cell wins: the gradient of the input when that of every output cell is 1.</summary>
    public double[] Wins()
    {
        var wins = new double[Input.Length];
        for (int stop = 0; stop < Sweep.Stops; stop++)
            if (Winner(stop) is { } at) wins[Source(at.D, at.H, at.W)]++;
        return wins;
    }

    /// <summary>How the output cell of a stop comes about.</summary>
    public string Equation(int stop)
    {
        string result = Mark.Figure(Output[stop]);
        var cells = Under(stop).Where(t => Sweep.Pads || Source(t.D.At, t.H.At, t.W.At) >= 0).ToArray();
        string[] terms = [.. cells.Select(t => Mark.Figure(Value(t.D.At, t.H.At, t.W.At)) + (Sweep.Does == Sweeping.Products ? $"·{Factor(Weight(t.D.Index, t.H.Index, t.W.Index))}" : ""))];
        string Joined(string by) => terms.Length <= Listed ? string.Join(by, terms) : $"{string.Join(by, terms.Take(4))}{by}… ({terms.Length} in all)";
        return Sweep.Does switch
        {
            Sweeping.Products => $"{Joined(" + ")} = {result}",
            Sweeping.Max => $"max of {Joined(", ")} = {result}",
            Sweeping.Mean => $"mean of {Joined(", ")} = {result}",
            _ => $"norm of {Joined(", ")} = {result}",
        };
    }

    private static string Factor(double weight) => weight < 0 ? $"({Mark.Figure(weight)})" : Mark.Figure(weight);

    private static int Extent(SweepAxis axis) => axis.Stops.SelectMany(s => s).Select(t => t.Index).DefaultIfEmpty(0).Max() + 1;
}
