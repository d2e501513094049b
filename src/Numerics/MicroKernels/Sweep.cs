// A blocked convolution, or its adjoint toward the input, cut into work items: an image, a pair of filter blocks, and a run of output rows.
//   threads       share rows where the weights are few: a map's rows then stay with the thread that wrote them, from layer to layer; filters otherwise
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
    // Weights that every thread may read for itself, and runs of rows that are enough to share.
    private const int FewWeights = 1 << 16, ManyRuns = 8;
    private readonly Maps y;
    private readonly BlockedMaps from, to, add;
    private readonly int block, deep, pairs, entries, runs;
    private readonly SweepPhase<T>[] phases;
    private readonly T low, high;

    /// <param name="phases">The parts of the output that read the same taps.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="output">The shape of the output.</param>
    /// <param name="from">Where the input stands.</param>
    /// <param name="to">Where the output goes.</param>
    /// <param name="add">Where the map stands that is added; anything when none is.</param>
    /// <param name="block">Channels of a block.</param>
    /// <param name="low">Least of the result.</param>
    /// <param name="high">Most of the result.</param>
    public Sweep(IReadOnlyList<Phase> phases, int channels, Shape output, BlockedMaps from, BlockedMaps to, BlockedMaps add, int block, double low, double high)
    {
        (y, this.from, this.to, this.add, this.block) = (Maps.Of(output), from, to, add, block);
        (deep, pairs) = (SweepWeights.Deep(channels), (to.Blocks + 1) / 2);
        this.phases = new SweepPhase<T>[phases.Count];
        for (int i = 0; i < phases.Count; i++)
        {
            this.phases[i] = new(phases[i], from, block, entries, runs);
            entries += this.phases[i].Entries;
            runs += this.phases[i].Runs;
        }
        (this.low, this.high) = (T.CreateTruncating(low), T.CreateTruncating(high));
    }

    /// <summary>What threads can share: runs of rows, or runs of rows of each pair of filter blocks.</summary>
    public int Items => y.N * runs * (ByRows ? 1 : pairs);

    private bool ByRows => ByRowsOf(y.N * runs, entries * block * to.Blocks * block);

    /// <summary>Whether threads share rows rather than filters.</summary>
    public static bool ByRowsOf(int runs, int weights) => runs >= ManyRuns && weights <= FewWeights;

    /// <summary>Computes a share of the items; runs of one image and one pair of filter blocks stand together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(Share share, in SweepOperands<T> at)
    {
        if (!ByRows)
            foreach (int item in share) Run(item / (runs * pairs), item / runs % pairs, item % runs, at);
        else
            foreach (var (n, pair, run) in share.ByPairs(runs, pairs)) Run(n, pair, run, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(int n, int pair, int run, in SweepOperands<T> at)
    {
        int first = 2 * pair, wide = Math.Min(2, to.Blocks - first);
        if (run == 0)
            for (int b = 0; b < wide; b++) to.ClearBorder(at.Y, n, first + b);
        int p = 0;
        while (run >= phases[p].FirstRun + phases[p].Runs) p++;
        SweepPhase<T> phase = phases[p];
        SweepTile<T> tile = default;
        tile.Entries = phase.Entries;
        (tile.Blocks, tile.Last) = (from.Blocks, deep - ((from.Blocks - 1) * block));
        tile.B = at.Weights + ((((nint)first * entries) + ((nint)phase.FirstEntry * wide)) / from.Blocks * deep * block);
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
    private readonly int rowsPerItem, rows, step;
    private readonly Piece[] pieces;
    private readonly Piece? pair;

    public SweepPhase(Phase phase, BlockedMaps from, int block, int firstEntry, int firstRun)
    {
        (this.phase, FirstEntry, FirstRun) = (phase, firstEntry, firstRun);
        rowsPerItem = RowsPerItem(phase.W.Count);
        rows = phase.W.Count == 0 ? 0 : phase.D.Count * phase.H.Count;
        Runs = (rows + rowsPerItem - 1) / rowsPerItem;
        Table = phase.Table(from, block);
        step = phase.W.Out * block;
        int stride = phase.W.In, width = phase.W.Count, count = Math.Max(1, (width + Sweeps<T>.Pixels - 1) / Sweeps<T>.Pixels);
        pieces = width == 0 ? [] : [.. Enumerable.Range(0, count).Select(i => Of(i * width / count, (i + 1) * width / count))];
        pair = width > 0 && 2 * width <= Sweeps<T>.Pixels ? new(0, 0, 0, 0, (nint)Sweeps<T>.Of(2 * width, 1, stride), (nint)Sweeps<T>.Of(2 * width, 2, stride)) : null;

        Piece Of(int start, int end)
        {
            int pixels = end - start, half = (pixels + 1) / 2;
            return new((nint)start * stride * block, (nint)start * step, (nint)half * stride * block, (nint)half * step, (nint)Sweeps<T>.Of(pixels, 1, stride), (nint)Sweeps<T>.Of(pixels, 2, stride));
        }
    }

    /// <summary>Where the input of each (tap, block of channels) stands from the window's first cell, in the order of the packed weights.</summary>
    public int[] Table { get; }

    public int Entries => Table.Length;

    /// <summary>The entries of the phases before this one.</summary>
    public int FirstEntry { get; }

    /// <summary>The runs of the phases before this one.</summary>
    public int FirstRun { get; }

    public int Runs { get; }

    /// <summary>Few rows, so that threads get equal shares: two where they are short enough for one tile or longer than one, otherwise one.</summary>
    public static int RowsPerItem(int width) => 2 * width <= Sweeps<T>.Pixels || width > Sweeps<T>.Pixels ? 2 : 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int run, int n, int first, int wide, BlockedMaps from, BlockedMaps to, BlockedMaps add, in SweepOperands<T> at, ref SweepTile<T> tile)
    {
        int end = Math.Min(rows, (run + 1) * rowsPerItem);
        tile.Step = step;
        fixed (SweepTile<T>* one = &tile)
            for (int row = run * rowsPerItem; row < end; row++)
            {
                int x = Input(from, n, row), y = Output(to, n, first, row), added = Output(add, n, first, row);
                if (pair is { } both && row + 1 < end)
                {
                    row++;
                    one->Second = Input(from, n, row) - x;
                    one->YSecond = Output(to, n, first, row) - y;
                    one->AddSecond = Output(add, n, first, row) - added;
                    both.Call(one, wide, at.X + x, at.Y + y, at.Add == null ? null : at.Add + added);
                }
                else
                    foreach (ref readonly Piece piece in pieces.AsSpan())
                    {
                        one->Second = piece.Second;
                        one->YSecond = one->AddSecond = piece.YSecond;
                        piece.Call(one, wide, at.X + x + piece.Input, at.Y + y + piece.Output, at.Add == null ? null : at.Add + added + piece.Output);
                    }
            }
    }

    private int Input(BlockedMaps from, int n, int row)
    {
        int d = row / phase.H.Count;
        return from.Cell(n, 0, phase.D.Read(d), phase.H.Read(row - (d * phase.H.Count)), phase.W.Read(0));
    }

    private int Output(BlockedMaps to, int n, int b, int row)
    {
        int d = row / phase.H.Count;
        return to.Cell(n, b, phase.D.Write(d), phase.H.Write(row - (d * phase.H.Count)), phase.W.Write(0));
    }

    /// <summary>A piece of a row: where its first pixel and the first of its second half stand from the row's first, and the functions for one and two vectors of filters.</summary>
    private readonly record struct Piece(nint Input, nint Output, nint Second, nint YSecond, nint One, nint Two)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Call(SweepTile<T>* tile, int wide, T* x, T* y, T* added)
        {
            tile->A = x;
            tile->Y = y;
            tile->Add = added;
            ((delegate*<SweepTile<T>*, void>)(wide == 2 ? Two : One))(tile);
        }
    }
}
