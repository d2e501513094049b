// The tiles of a Winograd convolution and the order of the work.
//   in groups    a group of tiles as wide as the sweep is transformed, multiplied by the bank of every point, transformed back; its numbers stay in the nearest
//                cache, the banks are streamed once per group
//   by points    few tiles, large banks: all tiles are transformed, then the banks are streamed once, point by point, then all are transformed back
// The order depends on shapes alone; the sums are the same.
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.MicroKernels;

/// <summary>What a Winograd convolution reads and writes.</summary>
internal unsafe struct WinogradOperands
{
    public float* X, Weights, Bias, Add, Y, Scratch;
    public BlockedMaps From, Added, To;
}

internal sealed unsafe class WinogradTiles
{
    /// <summary>Channels added up in one chain: the output transform magnifies what rounding leaves, and shorter chains leave less.</summary>
    private const int Chain = 64;

    /// <summary>Bytes of banks from which streaming them once pays, and of transformed tiles up to which all are kept.</summary>
    private const long LargeBanks = 1 << 20, FewTiles = 5 << 19;

    private readonly Frame frame;
    private readonly Maps y;
    private readonly int channels, block, down, across, tiles, most;
    private readonly int[] starts, table;
    private readonly float low, high;

    public WinogradTiles(Frame frame, Maps y, int channels, int block, double low, double high)
    {
        (this.frame, this.y, this.channels, this.block, this.low, this.high) = (frame, y, channels, block, (float)low, (float)high);
        (down, across) = (Along(y.H), Along(y.W));
        tiles = y.N * down * across;
        int groups = (tiles + Sweeps<float>.Pixels - 1) / Sweeps<float>.Pixels;
        starts = [.. Enumerable.Range(0, groups + 1).Select(g => (int)((long)g * tiles / groups))];
        ByPoints = (long)Winograd.Points * channels * y.C * sizeof(float) >= LargeBanks && (long)Winograd.Points * tiles * (channels + y.C) * sizeof(float) <= FewTiles;
        most = ByPoints ? tiles : (tiles + groups - 1) / groups;
        table = [.. Enumerable.Range(0, channels / block).Select(b => b * most * block)];
    }

    /// <summary>Whether the banks are streamed once, point by point.</summary>
    public bool ByPoints { get; }

    /// <summary>Elements of working memory for a number of threads.</summary>
    public int Scratch(int threads) => Winograd.Points * most * (channels + y.C) * (ByPoints ? 1 : threads);

    /// <summary>Tiles on an axis.</summary>
    public static int Along(int n) => (n + Winograd.Tile - 1) / Winograd.Tile;

    private nint Inputs => channels * most;

    private nint Outputs => y.C * most;

    private int Blocks => y.C / block;

    private int Pairs => (Blocks + 1) / 2;

    /// <summary>The stages of the work, each after the other: how many items it has, and what one thread does from an item to another.</summary>
    public (int Items, Action<int, int, int> Run)[] Stages(WinogradOperands at)
    {
        float* transformed = at.Scratch, products = at.Scratch + (Winograd.Points * Inputs);
        if (ByPoints)
            return
            [
                (channels / block * tiles, (_, from, to) => Forward(at, transformed, from, to)),
                (Winograd.Points * Pairs, (_, from, to) => Multiply(at, transformed, products, from, to)),
                (Blocks * tiles, (_, from, to) => Back(at, products, from, to)),
            ];
        return [(starts.Length - 1, (part, from, to) =>
        {
            for (int group = from; group < to; group++) Group(at, group, at.Scratch + (part * Winograd.Points * (Inputs + Outputs)));
        })];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Group(in WinogradOperands at, int group, float* transformed)
    {
        int first = starts[group], count = starts[group + 1] - first;
        float* products = transformed + (Winograd.Points * Inputs);
        for (int b = 0; b < channels / block; b++)
            for (int i = 0; i < count; i++) Input(at, first + i, b, transformed + (((b * most) + i) * block));
        for (int point = 0; point < Winograd.Points; point++)
            for (int pair = 0; pair < Pairs; pair++) Product(at, point, pair, 0, count, transformed, products);
        for (int b = 0; b < Blocks; b++)
            for (int i = 0; i < count; i++) Output(at, first + i, b, products + (((b * most) + i) * block));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward(in WinogradOperands at, float* transformed, int from, int to)
    {
        for (int item = from; item < to; item++) Input(at, item % tiles, item / tiles, transformed + ((nint)item * block));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(in WinogradOperands at, float* transformed, float* products, int from, int to)
    {
        for (int item = from; item < to; item++)
            for (int group = 0; group < starts.Length - 1; group++)
                Product(at, item / Pairs, item % Pairs, starts[group], starts[group + 1] - starts[group], transformed, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Back(in WinogradOperands at, float* products, int from, int to)
    {
        for (int item = from; item < to; item++) Output(at, item % tiles, item / tiles, products + ((nint)item * block));
    }

    private void Input(in WinogradOperands at, int tile, int b, float* to)
    {
        var (n, h, w) = At(tile);
        Winograd.Input(at.X + at.From.Cell(n, b, 0, h - frame.H.Before, w - frame.W.Before), at.From.Row, block, to, Inputs);
    }

    private void Output(in WinogradOperands at, int tile, int b, float* from)
    {
        var (n, h, w) = At(tile);
        Winograd.Output(from, Outputs, block, at.Y + at.To.Cell(n, b, 0, h, w), at.To.Row, Math.Min(Winograd.Tile, y.H - h), Math.Min(Winograd.Tile, y.W - w),
            at.Bias == null ? null : at.Bias + (b * block), at.Add == null ? null : at.Add + at.Added.Cell(n, b, 0, h, w), at.Added.Row, low, high);
    }

    /// <summary>The products of one point for a pair of filter blocks and a group of tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Product(in WinogradOperands at, int point, int pair, int first, int count, float* transformed, float* products)
    {
        int wide = Math.Min(2, Blocks - (2 * pair)), half = (count + 1) / 2;
        float* bank = at.Weights + ((((nint)point * y.C) + (2 * pair * block)) * channels);
        SweepTile<float> tile = default;
        (tile.Low, tile.High) = (float.NegativeInfinity, float.PositiveInfinity);
        (tile.Step, tile.Second, tile.YSecond, tile.AddSecond) = (block, half * block, half * block, half * block);
        (tile.Next, tile.AddNext) = (most * block, most * block);
        tile.A = transformed + (point * Inputs) + (first * block);
        tile.Y = products + (point * Outputs) + (((2 * pair * most) + first) * block);
        var sweep = Sweeps<float>.Of(count, wide, 1);
        fixed (int* entries = table)
            for (int start = 0; start < table.Length; start += Chain / block)
            {
                tile.Table = entries + start;
                tile.Entries = Math.Min(Chain / block, table.Length - start);
                tile.B = bank + ((nint)start * block * wide * block);
                tile.Add = start == 0 ? null : tile.Y;
                sweep(&tile);
            }
    }

    private (int N, int H, int W) At(int tile) => (tile / (down * across), tile / across % down * Winograd.Tile, tile % across * Winograd.Tile);
}
