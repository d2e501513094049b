// The tiles of a Winograd convolution and the order of the work.
//   in groups    a group of tiles as wide as the sweep is transformed, multiplied by the bank of every point, transformed back; its numbers stay in the nearest
//                cache, the banks are streamed once per group
//   by points    few tiles, large banks: all tiles are transformed, then the banks are streamed once, point by point, then all are transformed back
// The order depends on shapes alone; the sums are the same. Taps along the depth are further channels: each reads another plane.
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

    private readonly WinogradForm form;
    private readonly Frame frame;
    private readonly Maps y;
    private readonly int channels, last, deep, block, points, down, across, tiles, most;
    private readonly (int H, int W) tile;
    private readonly int[] starts, table;
    private readonly float low, high;

    public WinogradTiles(WinogradForm form, Frame frame, Maps y, int channels, int block, double low, double high)
    {
        (this.form, this.frame, this.y, this.block, this.low, this.high) = (form, frame, y with { C = Ceil(y.C, block) }, block, (float)low, (float)high);
        this.channels = Ceil(channels, block);
        last = SweepWeights.Deep(channels) - (this.channels - block);
        points = Winograd.Points(form);
        tile = Winograd.Tile(form);
        deep = this.channels * frame.D.Extent;
        (down, across) = (Along(y.H, tile.H, frame.H.Dilation), Along(y.W, tile.W, frame.W.Dilation));
        tiles = y.N * y.D * down * across;
        int groups = (tiles + Sweeps<float>.Pixels - 1) / Sweeps<float>.Pixels;
        starts = [.. Enumerable.Range(0, groups + 1).Select(g => (int)((long)g * tiles / groups))];
        ByPoints = (long)points * deep * this.y.C * sizeof(float) >= LargeBanks && (long)points * tiles * (deep + this.y.C) * sizeof(float) <= FewTiles;
        most = ByPoints ? tiles : (tiles + groups - 1) / groups;
        table = [.. Enumerable.Range(0, deep / block).Select(b => b * most * block)];
    }

    /// <summary>Whether the banks are streamed once, point by point.</summary>
    public bool ByPoints { get; }

    /// <summary>Elements of working memory for a number of threads.</summary>
    public long Scratch(int threads) => (long)points * most * (deep + y.C) * (ByPoints ? 1 : threads);

    /// <summary>Tiles of a form on maps of a size. A dilated kernel sees as many maps as it has dilation, one cell in so many.</summary>
    public static int Count(WinogradForm form, Frame frame, Maps y) =>
        y.N * y.D * Along(y.H, Winograd.Tile(form).H, frame.H.Dilation) * Along(y.W, Winograd.Tile(form).W, frame.W.Dilation);

    /// <summary>Cells beyond n that the last tile of an axis reads.</summary>
    public static int After(Reach reach, int n, int outputs, int tile, int reads) =>
        Math.Max(reach.After, Last(outputs, tile, reach.Dilation) - reach.Before + ((reads - 1) * reach.Dilation) + 1 - n);

    private static int Along(int n, int tile, int dilation) => dilation * ((((n + dilation - 1) / dilation) + tile - 1) / tile);

    /// <summary>The first output of the last tile of an axis.</summary>
    private static int Last(int n, int tile, int dilation) => Start(Along(n, tile, dilation) - 1, tile, dilation);

    private static int Ceil(int channels, int block) => (channels + block - 1) / block * block;

    private static int Start(int index, int tile, int dilation) => (index / dilation * tile * dilation) + (index % dilation);

    private nint Inputs => deep * most;

    private nint Outputs => y.C * most;

    private int Blocks => y.C / block;

    private int Pairs => (Blocks + 1) / 2;

    /// <summary>The stages of the work, each after the other: how many items it has, and what one thread does from an item to another.</summary>
    public (int Items, Action<int, int, int> Run)[] Stages(WinogradOperands at)
    {
        float* transformed = at.Scratch, products = at.Scratch + (points * Inputs);
        if (ByPoints)
            return
            [
                (deep / block * tiles, (_, from, to) => Forward(at, transformed, from, to)),
                (points * Pairs, (_, from, to) => Multiply(at, transformed, products, from, to)),
                (Blocks * tiles, (_, from, to) => Back(at, products, from, to)),
            ];
        return [(starts.Length - 1, (part, from, to) =>
        {
            for (int group = from; group < to; group++) Group(at, group, at.Scratch + (part * points * (Inputs + Outputs)));
        })];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Group(in WinogradOperands at, int group, float* transformed)
    {
        int first = starts[group], count = starts[group + 1] - first;
        float* products = transformed + (points * Inputs);
        for (int b = 0; b < deep / block; b++)
            for (int i = 0; i < count; i++) Input(at, first + i, b, transformed + (((b * most) + i) * block));
        for (int point = 0; point < points; point++)
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

    private void Input(in WinogradOperands at, int index, int b, float* to)
    {
        var (n, d, h, w) = At(index);
        int tap = b / (channels / block);
        Winograd.Input(form, at.X + at.From.Cell(n, b % (channels / block), frame.D.At(d, tap), h - frame.H.Before, w - frame.W.Before), at.From.Row * frame.H.Dilation, block * frame.W.Dilation, block, to, Inputs);
    }

    private void Output(in WinogradOperands at, int index, int b, float* from)
    {
        var (n, d, h, w) = At(index);
        if (h >= y.H || w >= y.W) return;
        WinogradOutput output = default;
        output.Source = from;
        (output.Point, output.Lanes, output.Low, output.High) = (Outputs, block, low, high);
        output.Target = at.Y + at.To.Cell(n, b, d, h, w);
        (output.Row, output.AddRow, output.Cell) = (at.To.Row * frame.H.Dilation, at.Added.Row * frame.H.Dilation, block * frame.W.Dilation);
        output.Rows = Math.Min(tile.H, (y.H - h + frame.H.Dilation - 1) / frame.H.Dilation);
        output.Columns = Math.Min(tile.W, (y.W - w + frame.W.Dilation - 1) / frame.W.Dilation);
        output.Bias = at.Bias == null ? null : at.Bias + (b * block);
        output.Add = at.Add == null ? null : at.Add + at.Added.Cell(n, b, d, h, w);
        Winograd.Output(form, output);
    }

    /// <summary>The products of one point for a pair of filter blocks and a group of tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Product(in WinogradOperands at, int point, int pair, int first, int count, float* transformed, float* products)
    {
        int wide = Math.Min(2, Blocks - (2 * pair)), half = (count + 1) / 2;
        float* bank = at.Weights + ((((nint)point * y.C) + (2 * pair * block)) * deep);
        SweepTile<float> one = default;
        (one.Low, one.High) = (float.NegativeInfinity, float.PositiveInfinity);
        (one.Step, one.Second, one.YSecond, one.AddSecond) = (block, half * block, half * block, half * block);
        (one.Next, one.AddNext) = (most * block, most * block);
        one.A = transformed + (point * Inputs) + (first * block);
        one.Y = products + (point * Outputs) + (((2 * pair * most) + first) * block);
        var sweep = Sweeps<float>.Of(count, wide, 1);
        fixed (int* entries = table)
            for (int start = 0; start < table.Length; start += Chain / block)
            {
                one.Table = entries + start;
                one.Entries = Math.Min(Chain / block, table.Length - start);
                // The numbers of a last block that is not full end the chain.
                (one.Blocks, one.Last) = frame.D.Extent == 1 && start + one.Entries == table.Length ? (one.Entries, last) : (0, 0);
                one.B = bank + ((nint)start * block * wide * block);
                one.Add = start == 0 ? null : one.Y;
                sweep(&one);
            }
    }

    private (int N, int D, int H, int W) At(int index) =>
        (index / (down * across) / y.D, index / (down * across) % y.D, Start(index / across % down, tile.H, frame.H.Dilation), Start(index % across, tile.W, frame.W.Dilation));
}
