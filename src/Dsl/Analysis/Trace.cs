// Trace: along one spatial axis, the interval of input cells that each cell of a line sees, for every whole number of a cell: a cell outside the map is
// padding and counts, so a chain gives the classic size 1 + Σ d (k − 1) · jump (Araujo et al. 2019, distill.pub/2019/computing-receptive-fields).
//   cell i + period sees what cell i sees, moved by step cells of the input; jump = step / period (below 1 after a transposed convolution)
namespace FunctionalConv;

/// <summary>Input cells from Lo to Hi; none when Lo > Hi.</summary>
internal readonly record struct Interval(long Lo, long Hi)
{
    private const long Beyond = 1L << 60;

    public static Interval Empty => new(long.MaxValue, long.MinValue);

    public bool IsEmpty => Lo > Hi;

    /// <summary>Moved, and never beyond what leaves room to move again: cells so far away are no cells of any map.</summary>
    public Interval Moved(long by) => IsEmpty ? this : new(Within((Int128)Lo + by), Within((Int128)Hi + by));

    /// <summary>A number of cells, cut to what any map can have and far more.</summary>
    public static long Within(Int128 cells) => (long)Int128.Clamp(cells, -Beyond, Beyond);

    public Interval Union(Interval other) => new(Math.Min(Lo, other.Lo), Math.Max(Hi, other.Hi));
}

internal sealed partial class Trace
{
    private const int MostCells = 1 << 16;
    private readonly Interval[] cells;
    private readonly long step;

    private Trace(int axis, long period, long step, Func<long, Interval> cell) =>
        (Axis, this.step, cells) = (axis, step, [.. Enumerable.Range(0, checked((int)period)).Select(i => cell(i))]);

    /// <summary>The spatial axis of the input that is traced: 0 is the first after the channels.</summary>
    public int Axis { get; }

    /// <summary>After so many cells the same sizes come again.</summary>
    public int Period => cells.Length;

    /// <summary>Input cells from one cell to the next.</summary>
    public double Jump => (double)step / cells.Length;

    /// <summary>What a cell sees.</summary>
    public Interval this[long cell]
    {
        get
        {
            long round = Math.DivRem(cell, cells.Length, out long phase);
            if (phase < 0) (round, phase) = (round - 1, phase + cells.Length);
            return cells[phase].Moved(Interval.Within((Int128)round * step));
        }
    }

    /// <summary>The input itself: every cell sees itself.</summary>
    public static Trace Input(int axis) => new(axis, 1, 1, i => new(i, i));

    /// <summary>After a window: cell o sees what the cells o·stride − before + t·dilation see.</summary>
    public Trace Under(Reach window)
    {
        long period = cells.Length / Gcd(cells.Length, window.Stride);
        return new(Axis, period, Interval.Within((Int128)period * window.Stride / cells.Length * step), o => Hull(window.Extent, t => this[(o * window.Stride) - window.Before + ((long)t * window.Dilation)]));
    }

    /// <summary>Toward a window's input of n cells: cell i sees what the windows that touch it see. A period beyond all measure is cut to the cells of the map.</summary>
    public Trace Through(Reach window, int n)
    {
        Interval Seen(long i) => Hull(window.Extent, t =>
        {
            long start = i + window.Before - ((long)t * window.Dilation);
            return start % window.Stride == 0 ? this[start / window.Stride] : Interval.Empty;
        });
        long period = (long)cells.Length * window.Stride;
        return period <= Math.Max(MostCells, n) ? new(Axis, period, step, Seen) : OfCells(Math.Max(1, n), Seen, Jump / window.Stride);
    }

    /// <summary>Cell i sees what cell i + by saw.</summary>
    public Trace Shifted(long by) => new(Axis, cells.Length, step, i => this[i + by]);

    /// <summary>Both together, exact on the n cells of the map; beyond them too when their jumps agree.</summary>
    public Trace Union(Trace other, int n)
    {
        long period = cells.Length / Gcd(cells.Length, other.cells.Length) * other.cells.Length;
        return period <= MostCells && period / cells.Length * step == period / other.cells.Length * other.step
            ? new(Axis, period, period / cells.Length * step, i => this[i].Union(other[i]))
            : OfCells(Math.Max(1, n), i => this[i].Union(other[i]), Math.Max(Jump, other.Jump));
    }

    /// <summary>Maps side by side along the axis.</summary>
    public static Trace Beside(IReadOnlyList<(Trace Trace, int Cells)> parts)
    {
        var all = parts.SelectMany(p => Enumerable.Range(0, p.Cells).Select(i => p.Trace[i])).ToArray();
        return parts[0].Trace.OfCells(all.Length, i => all[i], parts[0].Trace.Jump);
    }

    private Trace OfCells(int n, Func<long, Interval> cell, double jump) => new(Axis, n, (long)Math.Round(n * jump), cell);

    private static Interval Hull(int taps, Func<int, Interval> tap) => Enumerable.Range(0, taps).Select(tap).Aggregate(Interval.Empty, (hull, seen) => hull.Union(seen));

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}
