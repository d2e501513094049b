// A blocked convolution, or its adjoint toward the input, cut into work items: an image, a pair of filter blocks, and a run of output rows.
//   forward       one phase: every output cell reads the same taps
//   transposed    one phase per residue of the output position by the stride: a correlation of dy with every stride-th tap, written stride cells apart
// The cut depends on shapes alone.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.MicroKernels;

/// <summary>What a sweep reads and writes.</summary>
internal unsafe struct SweepOperands<T>
    where T : unmanaged
{
    public T* X, Weights, Bias, Add, Y;
}

internal sealed unsafe class Sweep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowsPerItem = 8;
    private readonly Maps y;
    private readonly BlockedMaps from, to, add;
    private readonly int block, pairs, entries, runs;
    private readonly SweepPhase<T>[] phases;
    private readonly T low, high;

    /// <param name="phases">The parts of the output that read the same taps.</param>
    /// <param name="output">The shape of the output.</param>
    /// <param name="from">Where the input stands.</param>
    /// <param name="to">Where the output goes.</param>
    /// <param name="add">Where the map stands that is added; anything when none is.</param>
    /// <param name="block">Channels of a block.</param>
    /// <param name="low">Least of the result.</param>
    /// <param name="high">Most of the result.</param>
    public Sweep(IReadOnlyList<Phase> phases, Shape output, BlockedMaps from, BlockedMaps to, BlockedMaps add, int block, double low, double high)
    {
        (y, this.from, this.to, this.add, this.block) = (Maps.Of(output), from, to, add, block);
        pairs = (to.Blocks + 1) / 2;
        this.phases = new SweepPhase<T>[phases.Count];
        for (int i = 0; i < phases.Count; i++)
        {
            this.phases[i] = new(phases[i], from, block, entries, runs, RowsPerItem);
            entries += this.phases[i].Entries;
            runs += this.phases[i].Runs;
        }
        (this.low, this.high) = (T.CreateTruncating(low), T.CreateTruncating(high));
    }

    /// <summary>Work items: runs of one image and one pair of filter blocks stand together.</summary>
    public int Items => y.N * pairs * runs;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int item, in SweepOperands<T> at)
    {
        int run = item % runs, pair = item / runs % pairs, n = item / (runs * pairs), first = 2 * pair, wide = Math.Min(2, to.Blocks - first);
        if (run == 0)
            for (int b = 0; b < wide; b++) to.ClearBorder(at.Y, n, first + b);
        int p = 0;
        while (run >= phases[p].FirstRun + phases[p].Runs) p++;
        SweepPhase<T> phase = phases[p];
        SweepTile<T> tile = default;
        tile.Entries = phase.Entries;
        tile.B = at.Weights + ((nint)first * block * entries * block) + ((nint)phase.FirstEntry * block * wide * block);
        tile.Bias = at.Bias == null ? null : at.Bias + (first * block);
        (tile.Low, tile.High) = (low, high);
        (tile.Next, tile.AddNext) = (to.Map, add.Map);
        fixed (int* table = phase.Table)
        {
            tile.Table = table;
            phase.Run(run - phase.FirstRun, n, first, wide, from, to, add, at, ref tile);
        }
    }
}

/// <summary>One phase of a sweep, cut into tiles: pieces of a row, or two short rows at once.</summary>
internal sealed unsafe class SweepPhase<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Phase phase;
    private readonly int block, rowsPerItem, rows, stride, step;
    private readonly int[] tiles;
    private readonly nint[] single, twice;

    public SweepPhase(Phase phase, BlockedMaps from, int block, int firstEntry, int firstRun, int rowsPerItem)
    {
        (this.phase, this.block, FirstEntry, FirstRun, this.rowsPerItem) = (phase, block, firstEntry, firstRun, rowsPerItem);
        rows = phase.W.Count == 0 ? 0 : phase.D.Count * phase.H.Count;
        Runs = (rows + rowsPerItem - 1) / rowsPerItem;
        Table = phase.Table(from, block);
        (stride, step) = (phase.W.In, phase.W.Out * block);
        int width = phase.W.Count, count = Math.Max(1, (width + Sweeps<T>.Pixels - 1) / Sweeps<T>.Pixels);
        tiles = [.. Enumerable.Range(0, count + 1).Select(i => i * width / count)];
        single = width == 0 ? [] : [.. Enumerable.Range(0, 2 * count).Select(i => (nint)Sweeps<T>.Of(tiles[(i / 2) + 1] - tiles[i / 2], 1 + (i % 2), stride))];
        twice = width > 0 && 2 * width <= Sweeps<T>.Pixels ? [(nint)Sweeps<T>.Of(2 * width, 1, stride), (nint)Sweeps<T>.Of(2 * width, 2, stride)] : [];
    }

    /// <summary>Where the input of each (tap, block of channels) stands from the window's first cell, in the order of the packed weights.</summary>
    public int[] Table { get; }

    public int Entries => Table.Length;

    /// <summary>The entries of the phases before this one.</summary>
    public int FirstEntry { get; }

    /// <summary>The runs of the phases before this one.</summary>
    public int FirstRun { get; }

    public int Runs { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int run, int n, int first, int wide, BlockedMaps from, BlockedMaps to, BlockedMaps add, in SweepOperands<T> at, ref SweepTile<T> tile)
    {
        int end = Math.Min(rows, (run + 1) * rowsPerItem);
        for (int row = run * rowsPerItem; row < end; row++)
        {
            bool two = twice.Length > 0 && row + 1 < end;
            int count = two ? 1 : tiles.Length - 1;
            for (int t = 0; t < count; t++)
            {
                int w = tiles[t], pixels = tiles[t + 1] - w, half = (pixels + 1) / 2;
                tile.A = at.X + Input(from, n, row, w);
                tile.Y = at.Y + Output(to, n, first, row, w);
                tile.Add = at.Add == null ? null : at.Add + Output(add, n, first, row, w);
                tile.Step = step;
                tile.Second = two ? Input(from, n, row + 1, w) - Input(from, n, row, w) : (nint)half * stride * block;
                tile.YSecond = two ? Output(to, n, first, row + 1, w) - Output(to, n, first, row, w) : (nint)half * step;
                tile.AddSecond = two ? Output(add, n, first, row + 1, w) - Output(add, n, first, row, w) : (nint)half * step;
                fixed (SweepTile<T>* one = &tile) ((delegate*<SweepTile<T>*, void>)(two ? twice[wide - 1] : single[(2 * t) + wide - 1]))(one);
            }
            if (two) row++;
        }
    }

    private int Input(BlockedMaps from, int n, int row, int w) =>
        from.Cell(n, 0, phase.D.Read(row / phase.H.Count), phase.H.Read(row % phase.H.Count), phase.W.Read(w));

    private int Output(BlockedMaps to, int n, int b, int row, int w) =>
        to.Cell(n, b, phase.D.Write(row / phase.H.Count), phase.H.Write(row % phase.H.Count), phase.W.Write(w));
}
