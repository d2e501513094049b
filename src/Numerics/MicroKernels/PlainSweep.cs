// A convolution of few channels into blocks of filters: pixels are read from padded plain rows, every (channel, tap) is one entry of the table, outputs are blocks.
// Cut into work items, an image and a run of output rows: the weights are few. The cut depends on shapes alone.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.MicroKernels;

internal sealed unsafe class PlainSweep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Frame frame;
    private readonly Maps y;
    private readonly RowMaps padded;
    private readonly BlockedMaps to;
    private readonly int block, pairs, rows, rowsPerItem, runs;
    private readonly int[] table, tiles;
    private readonly nint[] functions;
    private readonly T low, high;

    public PlainSweep(Frame frame, Shape input, Shape output, PaddedRows? rows, Blocked written, double low, double high)
    {
        (this.frame, y, padded, to, block) = (frame, Maps.Of(output), (rows ?? new(default, 1)).Of(input), written.Of(output), written.Block);
        pairs = (to.Blocks + 1) / 2;
        this.rows = y.D * y.H;
        rowsPerItem = SweepPhase<T>.RowsPerItem(y.W);
        runs = (this.rows + rowsPerItem - 1) / rowsPerItem;
        table = Table(Maps.Of(input).C);
        int count = (y.W + Sweeps<T>.Pixels - 1) / Sweeps<T>.Pixels;
        tiles = [.. Enumerable.Range(0, count + 1).Select(i => i * y.W / count)];
        functions = [.. Enumerable.Range(0, 2 * count).Select(i => (nint)Sweeps<T>.OfPlain(tiles[(i / 2) + 1] - tiles[i / 2], 1 + (i % 2)))];
        (this.low, this.high) = (T.CreateTruncating(low), T.CreateTruncating(high));
    }

    /// <summary>What threads share.</summary>
    public int Items => y.N * runs;

    /// <summary>Computes a share of the items.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(Share share, in SweepOperands<T> at)
    {
        foreach (var (n, pair, run) in share.ByPairs(runs, pairs)) Run(n, pair, run, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(int n, int pair, int run, in SweepOperands<T> at)
    {
        int first = 2 * pair, wide = Math.Min(2, to.Blocks - first);
        if (run == 0)
            for (int b = 0; b < wide; b++) to.ClearBorder(at.Y, n, first + b);
        SweepTile<T> one = default;
        one.Entries = table.Length;
        one.B = at.Weights + ((nint)first * block * table.Length);
        one.Bias = at.Bias == null ? null : at.Bias + (first * block);
        (one.Low, one.High, one.Next, one.Step) = (low, high, to.Map, block);
        fixed (int* entries = table)
        {
            one.Table = entries;
            for (int row = run * rowsPerItem; row < Math.Min(rows, (run + 1) * rowsPerItem); row++)
            {
                int d = row / y.H, h = row % y.H;
                T* x = at.X + padded.At(n, 0, frame.D.At(d, 0), frame.H.At(h, 0)), start = at.Y + to.Cell(n, first, d, h, 0);
                for (int t = 0; t < tiles.Length - 1; t++)
                {
                    int half = (tiles[t + 1] - tiles[t] + 1) / 2;
                    one.A = x + tiles[t];
                    one.Y = start + (tiles[t] * block);
                    (one.Second, one.YSecond) = (half, half * block);
                    ((delegate*<SweepTile<T>*, void>)functions[(2 * t) + wide - 1])(&one);
                }
            }
        }
    }

    /// <summary>Where the first pixel of each (channel, tap) stands from the row of the first.</summary>
    private int[] Table(int channels) =>
    [
        .. (from c in Enumerable.Range(0, channels)
            from d in Enumerable.Range(0, frame.D.Extent)
            from h in Enumerable.Range(0, frame.H.Extent)
            from w in Enumerable.Range(0, frame.W.Extent)
            select (c * padded.Map) + (d * frame.D.Dilation * padded.Plane) + (h * frame.H.Dilation * padded.Row) + padded.Cell(frame.W.At(0, w))),
    ];
}
