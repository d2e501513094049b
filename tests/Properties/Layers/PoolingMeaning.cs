// The plain meaning of a pooling: pad each line explicitly, try positions one after the other, look at the cells under each. No size formula.
namespace FunctionalConv.Properties.Layers;

internal static class PoolingMeaning
{
    /// <summary>A tap on a padding cell of a constant fill.</summary>
    public const int Pad = -1;

    /// <summary>A tap beyond the padding, under a partial window.</summary>
    public const int Beyond = -2;

    /// <summary>For each window along an axis, what its taps read.</summary>
    public static List<int[]> Windows(PoolingAxis a, FillMode fill, bool ceil)
    {
        var line = Enumerable.Range(0, a.N).ToList();
        for (int i = 1; i <= a.Before; i++) line.Insert(0, fill switch { FillMode.Reflect => i, FillMode.Replicate => 0, FillMode.Circular => a.N - i, _ => Pad });
        for (int i = 1; i <= a.After; i++) line.Add(fill switch { FillMode.Reflect => a.N - 1 - i, FillMode.Replicate => a.N - 1, FillMode.Circular => i - 1, _ => Pad });
        var windows = new List<int[]>();
        for (int start = 0; ; start += a.Stride)
        {
            bool inside = start + a.Span <= line.Count, cellsLeft = start - a.Stride + a.Span < line.Count, startsEarly = start < a.Before + a.N;
            if (ceil ? !startsEarly || !(inside || cellsLeft) : !inside) return windows;
            windows.Add([.. Enumerable.Range(0, a.K).Select(t => start + (t * a.Dilation)).Select(at => at < line.Count ? line[at] : Beyond)]);
        }
    }

    public static List<int[]>[] Windows(PoolingCase c) => [.. c.Axes.Select(a => Windows(a, c.Fill.Mode, c.Ceil))];

    /// <summary>The windows ⌊o·n/m⌋ … ⌈(o+1)·n/m⌉ − 1, found in fractions: cell i is seen when [i, i+1) and [o·n/m, (o+1)·n/m) meet.</summary>
    public static List<int[]> Adaptive(int n, int m) =>
        [.. Enumerable.Range(0, m).Select(o => Enumerable.Range(0, n).Where(i => (i * m) < ((o + 1) * n) && ((i + 1) * m) > (o * n)).ToArray())];

    /// <summary>Every window of every map reduced: the function sees the cells of the map by position and value, how many padding cells, and how many taps.</summary>
    public static Tensor<double> Pool(Tensor<double> x, List<int[]>[] axes, Func<(int At, double Value)[], int, int, double> reduce)
    {
        int[] sizes = x.Shape.Sizes[2..].ToArray();
        int plane = sizes.Aggregate(1, (a, b) => a * b);
        var values = new List<double>();
        for (int map = 0; map < x.Shape[0] * x.Shape[1]; map++)
            foreach (int[][] window in Product(axes.Select(a => a.ToArray())))
            {
                int[][] taps = [.. Product(window)];
                int[] cells = [.. taps.Where(t => t.All(i => i >= 0)).Select(t => t.Select((i, axis) => (i, axis)).Aggregate(0, (at, p) => (at * sizes[p.axis]) + p.i))];
                int pads = taps.Count(t => t.Any(i => i == Pad) && !t.Any(i => i == Beyond)), here = map;
                values.Add(reduce([.. cells.Select(cell => (cell, x.Values[(here * plane) + cell]))], pads, taps.Length));
            }
        return Tensor.Of(Shape.Of([x.Shape[0], x.Shape[1], .. axes.Select(a => a.Count)]), [.. values]);
    }

    /// <summary>Every choice of one item per list, the last varying fastest.</summary>
    public static IEnumerable<T[]> Product<T>(IEnumerable<T[]> lists) =>
        lists.Aggregate<T[], IEnumerable<T[]>>([[]], (before, list) => before.SelectMany(head => list.Select(item => (T[])[.. head, item])));

    /// <summary>The largest; NaN counts as the largest; −∞ of none.</summary>
    public static double Largest((int At, double Value)[] cells) => cells.Length == 0 ? double.NegativeInfinity : First(cells).Value;

    /// <summary>Where it stands, the first on ties; −1 of none.</summary>
    public static int Place((int At, double Value)[] cells) => cells.Length == 0 ? -1 : First(cells).At;

    private static (int At, double Value) First((int At, double Value)[] cells)
    {
        foreach (var cell in cells)
            if (double.IsNaN(cell.Value)) return cell;
        double largest = cells.Max(c => c.Value);
        return cells.First(c => c.Value == largest);
    }
}
