// How one linear map of an axis moves: when its input moves by Cells, its output moves by Out, on every row that repeats the pattern of the middle ones.
//   Rows that reach beyond the map are good only when the fill goes around and the map is one whole turn.
namespace FunctionalConv;

/// <summary>A map of an axis, seen as a movement.</summary>
/// <param name="In">Input cells of one period of the pattern.</param>
/// <param name="Out">Output cells of it.</param>
/// <param name="Rows">For every output cell the cells that it reads, beyond the map where it pads; null where the pattern breaks.</param>
/// <param name="Around">Whether cells beyond the map are those of the other end.</param>
internal sealed record AxisMotion(int In, int Out, int[]?[] Rows, bool Around)
{
    /// <summary>A window that slides.</summary>
    public static AxisMotion Of(Reach reach, int n, bool around) => new(reach.Stride, 1,
        [.. Enumerable.Range(0, reach.Out(n)).Select(o => Enumerable.Range(0, reach.Extent).All(t => reach.Covers(o, t, n)) ? Enumerable.Range(0, reach.Extent).Select(t => reach.At(o, t)).ToArray() : null)], around);

    /// <summary>Any map; null when no shift of its input is one of its output.</summary>
    public static AxisMotion? Of(AxisMap map, int n) => map switch
    {
        AxisMap.Window window => Of(window.Reach, n, window.Mode == FillMode.Circular),
        AxisMap.Mean mean => Of(mean.Reach, n, mean.CountPadding && mean.Mode == FillMode.Circular),
        AxisMap.Pad pad => new(1, 1, [.. Enumerable.Range(-pad.Before, Math.Max(0, pad.Out(n))).Select(i => new[] { i })], pad.Mode == FillMode.Circular),
        AxisMap.Shift shift => new(1, 1, [.. Enumerable.Range(0, n).Select(i => new[] { i - (shift.Mode == FillMode.Circular ? shift.By % n : shift.By) })], shift.Mode == FillMode.Circular),
        _ when map == AxisMap.Identity => new(1, 1, [.. Enumerable.Range(0, n).Select(i => new[] { i })], false),
        _ => ByRows(map, n),
    };

    /// <summary>The transposed window: cell i reads the windows that touch it, whether they are there or not.</summary>
    public static AxisMotion Back(Reach reach, int to) => new(1, reach.Stride,
        [.. Enumerable.Range(0, to).Select(i => Enumerable.Range(0, reach.Extent).Select(t => i + reach.Before - (t * reach.Dilation)).Select(at => Math.DivRem(at, reach.Stride)).Where(at => at.Remainder == 0).Select(at => at.Quotient).ToArray())], false);

    /// <summary>Whether a map makes one cell of all n alike: a reduction.</summary>
    public static bool Reduces(AxisMap map, int n)
    {
        if (n == 1 || map.Out(n) != 1 || map is AxisMap.Window { Weights: not null }) return false;
        var seen = new List<(int Cell, double Weight)>();
        map.Row(0, n, (cell, weight) => seen.Add((cell, weight)));
        return seen.Count == n && seen.Select(s => s.Cell).Distinct().Count() == n && seen.All(s => s.Weight == seen[0].Weight);
    }

    private static AxisMotion? ByRows(AxisMap map, int n)
    {
        int m = map.Out(n);
        var rows = new (int Cell, double Weight)[m][];
        for (int o = 0; o < m; o++)
        {
            var row = new List<(int, double)>();
            map.Row(o, n, (cell, weight) => row.Add((cell, weight)));
            rows[o] = [.. row.Where(term => term.Item2 != 0)];
        }
        for (int period = 1; period <= m / 2; period++)
        {
            int middle = (m - period) / 2;
            if (rows[middle].Length == 0 || rows[middle + period].Length == 0) continue;
            int by = rows[middle + period][0].Cell - rows[middle][0].Cell;
            if (by <= 0 || Enumerable.Range(0, m - period).Count(o => Same(rows[o + period], rows[o], by)) * 2 < m - period) continue;
            return new(by, period, [.. Enumerable.Range(0, m).Select(o => Repeats(rows, o, middle, period, by) ? rows[o].Select(t => t.Cell).ToArray() : null)], false);
        }
        return null;
    }

    /// <summary>Whether a row is the one of its phase around the middle, moved.</summary>
    private static bool Repeats((int Cell, double Weight)[][] rows, int o, int middle, int period, int by)
    {
        int turns = (int)Math.Floor((o - middle) / (double)period), of = o - (turns * period);
        return Same(rows[o], rows[of], turns * by);
    }

    private static bool Same((int Cell, double Weight)[] a, (int Cell, double Weight)[] b, int by) =>
        a.Length == b.Length && Enumerable.Range(0, a.Length).All(i => a[i].Cell == b[i].Cell + by && Math.Abs(a[i].Weight - b[i].Weight) < 1e-12);
}
