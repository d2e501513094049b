// The sweeps of this process, by type: the register tiles of the blocked convolution. Generated (generate.cs says what they compute), called through pointers.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.MicroKernels;

internal static unsafe class Sweeps<T>
    where T : unmanaged
{
    /// <summary>Whether there are sweeps for this type: float and double.</summary>
    internal static bool Supported => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>Pixels of the widest tile.</summary>
    internal static readonly int Pixels = Tiles<T>.Rows;

    /// <summary>Channels of a block: one vector.</summary>
    internal static readonly int Lanes = Tiles<T>.Lanes;

    private static readonly nint[] Functions = (Capabilities.Current, typeof(T) == typeof(float)) switch
    {
        (Capability.Avx512, true) => Avx512Sweeps.Float,
        (Capability.Avx512, false) => Avx512Sweeps.Double,
        (Capability.Avx2, true) => Avx2Sweeps.Float,
        (Capability.Avx2, false) => Avx2Sweeps.Double,
        (Capability.AdvSimd, true) => AdvSimdSweeps.Float,
        (Capability.AdvSimd, false) => AdvSimdSweeps.Double,
        (_, true) => PortableSweeps.Float,
        _ => PortableSweeps.Double,
    };

    /// <summary>The function for 1 to <see cref="Pixels"/> pixels, 1 or 2 vectors of filters, 1 or 2 cells between pixels.</summary>
    internal static delegate*<nint, int*, T*, T*, T*, nint, T*, nint, T*, T, T, void> Of(int pixels, int vectors, int stride) =>
        (delegate*<nint, int*, T*, T*, T*, nint, T*, nint, T*, T, T, void>)Functions[(((stride - 1) * Pixels) + pixels - 1) * 2 + vectors - 1];
}

/// <summary>A blocked convolution cut into work items: an image, a pair of filter blocks, and a run of output rows.</summary>
internal sealed unsafe class Sweep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowsPerItem = 8;
    private readonly Frame frame;
    private readonly Maps y;
    private readonly BlockedMaps from, to;
    private readonly int block, pairs, runs, rows;
    private readonly int[] table, tiles;
    private readonly nint[] functions;
    private readonly T low, high;

    public Sweep(Frame frame, Shape input, Shape output, Blocked read, Blocked written, Clip clip)
    {
        (this.frame, y, from, to, block) = (frame, Maps.Of(output), read.Of(input), written.Of(output), read.Block);
        pairs = (to.Blocks + 1) / 2;
        rows = y.D * y.H;
        runs = (rows + RowsPerItem - 1) / RowsPerItem;
        table = Table();
        int count = (y.W + Sweeps<T>.Pixels - 1) / Sweeps<T>.Pixels;
        tiles = [.. Enumerable.Range(0, count + 1).Select(i => i * y.W / count)];
        functions = [.. Enumerable.Range(0, 2 * count).Select(i => (nint)Sweeps<T>.Of(tiles[(i / 2) + 1] - tiles[i / 2], 1 + (i % 2), frame.W.Stride))];
        (low, high) = (T.CreateTruncating(clip.Low), T.CreateTruncating(clip.High));
    }

    public int Items => y.N * pairs * runs;

    public void Run(int item, T* x, T* w, T* bias, T* output)
    {
        int run = item % runs, pair = item / runs % pairs, n = item / (runs * pairs), first = 2 * pair, wide = Math.Min(2, to.Blocks - first);
        w += (nint)first * block * table.Length * block;
        if (run == 0)
            for (int b = 0; b < wide; b++) to.ClearBorder(output, n, first + b);
        T* channelBias = bias == null ? null : bias + (first * block);
        fixed (int* entries = table)
            for (int row = run * RowsPerItem; row < Math.Min(rows, (run + 1) * RowsPerItem); row++)
            {
                int d = row / y.H, h = row % y.H;
                for (int tile = 0; tile < tiles.Length - 1; tile++)
                {
                    T* start = x + from.Cell(n, 0, frame.D.At(d, 0), frame.H.At(h, 0), frame.W.At(tiles[tile], 0));
                    ((delegate*<nint, int*, T*, T*, T*, nint, T*, nint, T*, T, T, void>)functions[(2 * tile) + wide - 1])(
                        table.Length, entries, start, w, output + to.Cell(n, first, d, h, tiles[tile]), to.Map, null, 0, channelBias, low, high);
                }
            }
    }

    /// <summary>Where the input of each (tap, block of channels) stands from the window's first cell, in the order of the packed weights.</summary>
    private int[] Table()
    {
        var offsets = new List<int>();
        for (int td = 0; td < frame.D.Extent; td++)
            for (int th = 0; th < frame.H.Extent; th++)
                for (int tw = 0; tw < frame.W.Extent; tw++)
                    for (int b = 0; b < from.Blocks; b++)
                        offsets.Add((b * from.Map) + (td * frame.D.Dilation * from.Plane) + (th * frame.H.Dilation * from.Row) + (tw * frame.W.Dilation * block));
        return [.. offsets];
    }
}
