// Lattice: where the cells of a map stand on the page. Slices of a volume stand side by side, in rows; a signal is one row of cells.
using System.Text;

namespace FunctionalConv;

/// <summary>The first and last place along an axis.</summary>
internal readonly record struct Span(int First, int Last)
{
    public int Count => Last - First + 1;
}

/// <summary>Cells on the page.</summary>
internal sealed record Lattice(double X, double Y, double Cell, Span D, Span H, Span W, int PerRow)
{
    private const double Gap = 14;

    private double SliceWidth => W.Count * Cell;

    private double SliceHeight => H.Count * Cell;

    public int Count => D.Count * H.Count * W.Count;

    public double Width => (Math.Min(PerRow, D.Count) * (SliceWidth + Gap)) - Gap;

    public double Height => ((((D.Count + PerRow - 1) / PerRow) * (SliceHeight + Gap)) - Gap);

    /// <summary>The upper left corner of a cell.</summary>
    public (double X, double Y) Place(int d, int h, int w) =>
        (X + ((d - D.First) % PerRow * (SliceWidth + Gap)) + ((w - W.First) * Cell), Y + ((d - D.First) / PerRow * (SliceHeight + Gap)) + ((h - H.First) * Cell));

    /// <summary>The cells that a question picks, each as a closed part of a path, perhaps a little smaller.</summary>
    public (string Path, int Count) Where(Func<int, int, int, bool> holds, double inset = 0)
    {
        var path = new StringBuilder();
        int count = 0;
        foreach (var (d, h, w) in Cells())
            if (holds(d, h, w))
            {
                var (x, y) = Place(d, h, w);
                path.Append(Box(x + inset, y + inset, Cell - (2 * inset), Cell - (2 * inset)));
                count++;
            }
        return (path.ToString(), count);
    }

    /// <summary>Every cell, row-major.</summary>
    public IEnumerable<(int D, int H, int W)> Cells() =>
        from d in Enumerable.Range(D.First, D.Count)
        from h in Enumerable.Range(H.First, H.Count)
        from w in Enumerable.Range(W.First, W.Count)
        select (d, h, w);

    /// <summary>The product of places on three axes as boxes: neighbours in a run are one box.</summary>
    public string Boxes(IEnumerable<int> ds, IEnumerable<int> hs, IEnumerable<int> ws)
    {
        var path = new StringBuilder();
        (int From, int Count)[] rows = [.. Runs(hs)], columns = [.. Runs(ws)];
        foreach (int d in ds.Distinct())
            foreach (var (h, m) in rows)
                foreach (var (w, n) in columns)
                {
                    var (x, y) = Place(d, h, w);
                    path.Append(Box(x, y, n * Cell, m * Cell));
                }
        return path.ToString();
    }

    public static string Box(double x, double y, double width, double height) =>
        $"M{Mark.Number(x)} {Mark.Number(y)}h{Mark.Number(width)}v{Mark.Number(height)}h{Mark.Number(-width)}z";

    private static IEnumerable<(int From, int Count)> Runs(IEnumerable<int> places)
    {
        int from = 0, count = 0;
        foreach (int at in places.Distinct().Order())
        {
            if (count > 0 && at == from + count) count++;
            else
            {
                if (count > 0) yield return (from, count);
                (from, count) = (at, 1);
            }
        }
        if (count > 0) yield return (from, count);
    }
}
