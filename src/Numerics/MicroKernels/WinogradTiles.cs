// The tiles of a Winograd convolution and the order of the work.
//   in groups    a group of tiles as wide as the sweep is transformed, multiplied by the bank of every point, transformed back; its numbers stay in the nearest
//                cache, the banks are streamed once per group
//   by points    few tiles, large banks: all tiles are transformed, then the banks are streamed once, point by point, then all are transformed back
// The order depends on shapes alone; the sums are the same. Taps along the depth are further channels: each reads another plane.
// Tiles and filters that are not even are added up directly (Evenness.cs): what a tile's numbers are decides for this tile alone.
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.MicroKernels;

internal sealed unsafe class WinogradTiles
{
    /// <summary>Channels added up in one chain: the output transform magnifies what rounding leaves, and shorter chains leave less.</summary>
    private const int Chain = 64;

    /// <summary>Bytes of banks from which streaming them once pays, and of transformed tiles up to which all are kept.</summary>
    private const long LargeBanks = 1 << 20, FewTiles = 5 << 19;

    private readonly WinogradForm form;
    private readonly Frame frame;
    private readonly Maps y;
    private readonly int given, channels, last, deep, block, points, tiles, most;
    private readonly long room;
    private readonly WinogradPlace[] places;
    private readonly int[] starts, table;
    private readonly float low, high;

    public WinogradTiles(WinogradForm form, Frame frame, Maps y, int channels, int block, double low, double high)
    {
        (this.form, this.frame, this.y, this.block, this.low, this.high) = (form, frame, y with { C = Ceil(y.C, block) }, block, (float)low, (float)high);
        (given, this.channels) = (channels, Ceil(channels, block));
        last = SweepWeights.Deep(channels) - (this.channels - block);
        points = Winograd.Points(form);
        deep = this.channels * frame.D.Extent;
        places = WinogradPlaces.Of(form, frame, y);
        tiles = places.Length;
        int groups = (tiles + Sweeps<float>.Pixels - 1) / Sweeps<float>.Pixels;
        starts = [.. Enumerable.Range(0, groups + 1).Select(g => (int)((long)g * tiles / groups))];
        ByPoints = (long)points * deep * this.y.C * sizeof(float) >= LargeBanks && (long)points * tiles * (deep + this.y.C) * sizeof(float) <= FewTiles;
        most = ByPoints ? tiles : (tiles + groups - 1) / groups;
        table = [.. Enumerable.Range(0, deep / block).Select(b => b * most * block)];
        room = (long)points * most * (deep + this.y.C);
    }

    /// <summary>Whether the banks are streamed once, point by point.</summary>
    public bool ByPoints { get; }

    /// <summary>Elements of working memory for a number of threads.</summary>
    public long Scratch(int threads) => ByPoints ? room + ((long)tiles * block) + Ceil(tiles, block) : (room + (most * block)) * threads;

    private static int Ceil(int channels, int block) => (channels + block - 1) / block * block;

    private nint Inputs => deep * most;

    private nint Outputs => y.C * most;

    private int Blocks => y.C / block;

    private int Pairs => (Blocks + 1) / 2;

    /// <summary>The stages of the work, each after the other: how many items it has, and what one thread does from an item to another.</summary>
    public (int Items, Action<int, int, int> Run)[] Stages(WinogradOperands at)
    {
        var inputs = new WinogradInputs(form, frame, places, at.X, at.From, block);
        var direct = new WinogradDirect(frame, y, at.From, given, block, low, high);
        float* transformed = at.Scratch, products = at.Scratch + (points * Inputs), energies = at.Scratch + room, even = energies + (tiles * block);
        if (ByPoints)
            return
            [
                (tiles, (_, from, to) => Forward(inputs, transformed, energies, even, from, to)),
                (points * Pairs, (_, from, to) => Multiply(at, transformed, products, from, to)),
                (Blocks * tiles, (_, from, to) => Back(at, direct, products, even, from, to)),
            ];
        return [(starts.Length - 1, (part, from, to) =>
        {
            for (int group = from; group < to; group++) Group(at, inputs, direct, group, at.Scratch + (part * (room + (most * block))));
        })];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Group(in WinogradOperands at, WinogradInputs inputs, WinogradDirect direct, int group, float* transformed)
    {
        int first = starts[group], count = starts[group + 1] - first;
        float* products = transformed + (points * Inputs), energies = transformed + room;
        bool* even = stackalloc bool[most];
        for (int b = 0; b < deep / block; b++)
            for (int i = 0; i < count; i++) inputs.Transform(first + i, b, transformed + (((b * most) + i) * block), Inputs, energies + (i * block));
        for (int i = 0; i < count; i++) even[i] = inputs.IsEven(first + i, energies + (i * block));
        for (int point = 0; point < points; point++)
            for (int pair = 0; pair < Pairs; pair++) Product(at, point, pair, 0, count, transformed, products);
        for (int b = 0; b < Blocks; b++)
            for (int i = 0; i < count; i++) Output(at, direct, places[first + i], b, products + (((b * most) + i) * block), even[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward(WinogradInputs inputs, float* transformed, float* energies, float* even, int from, int to)
    {
        for (int b = 0; b < deep / block; b++)
            for (int tile = from; tile < to; tile++) inputs.Transform(tile, b, transformed + (((b * tiles) + tile) * block), Inputs, energies + (tile * block));
        for (int tile = from; tile < to; tile++) even[tile] = inputs.IsEven(tile, energies + (tile * block)) ? 1 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(in WinogradOperands at, float* transformed, float* products, int from, int to)
    {
        for (int item = from; item < to; item++)
            for (int group = 0; group < starts.Length - 1; group++)
                Product(at, item / Pairs, item % Pairs, starts[group], starts[group + 1] - starts[group], transformed, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Back(in WinogradOperands at, WinogradDirect direct, float* products, float* even, int from, int to)
    {
        for (int item = from; item < to; item++) Output(at, direct, places[item % tiles], item / tiles, products + ((nint)item * block), even[item % tiles] != 0);
    }

    /// <summary>The outputs of a tile in one block of filters; what is added up directly comes with the first block of its pair.</summary>
    private void Output(in WinogradOperands at, WinogradDirect direct, in WinogradPlace place, int b, float* from, bool even)
    {
        if (place.Rows == 0) return;
        if (even && at.Uneven[b / 2] == 0) Output(at, place, b, from);
        else if (b % 2 == 0) direct.Run(at, place, b, Math.Min(2, Blocks - b));
    }

    private void Output(in WinogradOperands at, in WinogradPlace place, int b, float* from)
    {
        WinogradOutput output = default;
        output.Source = from;
        (output.Point, output.Lanes, output.Low, output.High) = (Outputs, block, low, high);
        output.Target = at.Y + at.To.Cell(place.N, b, place.D, place.H, place.W);
        (output.Row, output.AddRow, output.Cell) = (at.To.Row * frame.H.Dilation, at.Added.Row * frame.H.Dilation, block * frame.W.Dilation);
        (output.Rows, output.Columns) = (place.Rows, place.Columns);
        output.Bias = at.Bias == null ? null : at.Bias + (b * block);
        output.Add = at.Add == null ? null : at.Add + at.Added.Cell(place.N, b, place.D, place.H, place.W);
        Winograd.Output(form, output);
    }

    /// <summary>The products of one point for a pair of filter blocks and a group of tiles; none for filters that are not even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Product(in WinogradOperands at, int point, int pair, int first, int count, float* transformed, float* products)
    {
        if (at.Uneven[pair] != 0) return;
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
}
