// Convolution by F(4×4, 3×3), in float where a bounded error is allowed. Tiles are done in groups: transformed, multiplied by every point's filter bank with
// the sweep kernel, transformed back; a group's numbers stay in the cache. Groups are split over threads and depend on shapes alone.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class WinogradConvolution : Fusion
{
    /// <summary>Channels and filters from which the products outweigh the transforms.</summary>
    private const int LeastChannels = 32;

    /// <summary>Tiles from which the transformed weights, four times as many as the plain ones, are read often enough.</summary>
    private const int LeastTiles = 32;

    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (typeof(T) != typeof(float) || !site.Options.Backend.IsSimd || site.Options.Accuracy == Accuracy.Exact) return null;
        if (Epilogue.Find<Primitive.Correlate>(site, last, 1) is not { } found || Clip.Of(found.Function) is not { } clip) return null;
        var correlate = (Primitive.Correlate)site[found.Product].Primitive;
        int input = site[found.Product].Inputs[0], weight = site[found.Product].Inputs[1], block = Sweeps<T>.Lanes;
        if (correlate.Groups != 1 || correlate.Frame.D != Reach.One || !Fits(correlate.Frame.H) || !Fits(correlate.Frame.W)) return null;
        Maps x = Maps.Of(site[input].Shape), y = Maps.Of(site[last].Shape);
        if (x.C < LeastChannels || y.C < LeastChannels || x.C % block != 0 || y.C % block != 0 || y.N * Tiles(y.H) * Tiles(y.W) < LeastTiles) return null;
        Frame f = correlate.Frame;
        var wanted = new Blocked(block, new(0, 0, f.H.Before, After(f.H, x.H, y.H), f.W.Before, After(f.W, x.W, y.W)));
        var work = new WinogradTiles(f, y, x.C, block, clip);
        return new(found.Covers, [(input, wanted)], places =>
        {
            Edge from = new(input, places.Blocked(input, wanted));
            Edge to = new(last, places.Wanted(last) ?? new Blocked(block, default));
            Edge[] reads = [from, new(weight, new WinogradWeights(block)), .. found.Bias is { } bias ? [Edge.Plain(bias)] : System.Array.Empty<Edge>()];
            return new("Convolution (Winograd)", reads, [to], at => Bind(at, site.Crew, work, found, (Blocked)from.Layout, (Blocked)to.Layout), work.Scratch * site.Crew.Threads);
        });
    }

    internal static int Tiles(int n) => (n + Winograd.Tile - 1) / Winograd.Tile;

    private static bool Fits(Reach reach) => reach is { Extent: 3, Stride: 1, Dilation: 1 };

    /// <summary>Cells after the map that the last tile reads.</summary>
    private static int After(Reach reach, int n, int outputs) => Math.Max(reach.After, (Tiles(outputs) * Winograd.Tile) + 2 - reach.Before - n);

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, WinogradTiles work, Epilogue found, Blocked from, Blocked to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        BlockedMaps x = from.Of(at.Shape(0)), y = to.Of(at.ShapeOut());
        nint input = at.In(0), weights = at.In(1), bias = found.Bias is null ? 0 : at.In(2), output = at.Out(), scratch = at.Scratch;
        int parts = Math.Min(work.Groups, crew.Threads), borders = Maps.Of(at.ShapeOut()).N * y.Blocks;
        Action<int> body = part =>
        {
            for (int b = (int)((long)part * borders / parts); b < (int)((long)(part + 1) * borders / parts); b++) y.ClearBorder((float*)output, b / y.Blocks, b % y.Blocks);
            for (int group = (int)((long)part * work.Groups / parts); group < (int)((long)(part + 1) * work.Groups / parts); group++)
                work.Run(group, (float*)input, x, (float*)weights, (float*)bias, (float*)output, y, (float*)scratch + ((nint)part * work.Scratch));
        };
        return () => crew.Run(parts, body);
    }
}

/// <summary>The tiles of a Winograd convolution, in groups.</summary>
internal sealed unsafe class WinogradTiles
{
    /// <summary>Channels added up in one chain: the output transform magnifies what rounding leaves, and shorter chains leave less.</summary>
    private const int Chain = 64;

    private readonly Frame frame;
    private readonly Maps y;
    private readonly int channels, block, down, across, most;
    private readonly int[] starts, table;
    private readonly Clip clip;

    public WinogradTiles(Frame frame, Maps y, int channels, int block, Clip clip)
    {
        (this.frame, this.y, this.channels, this.block, this.clip) = (frame, y, channels, block, clip);
        (down, across) = (WinogradConvolution.Tiles(y.H), WinogradConvolution.Tiles(y.W));
        int tiles = y.N * down * across, groups = (tiles + Sweeps<float>.Pixels - 1) / Sweeps<float>.Pixels;
        starts = [.. Enumerable.Range(0, groups + 1).Select(g => (int)((long)g * tiles / groups))];
        most = (tiles + groups - 1) / groups;
        table = [.. Enumerable.Range(0, channels / block).Select(b => b * most * block)];
    }

    public int Groups => starts.Length - 1;

    /// <summary>Elements of one thread's transformed inputs and products.</summary>
    public int Scratch => Winograd.Points * most * (channels + y.C);

    public void Run(int group, float* x, BlockedMaps from, float* weights, float* bias, float* output, BlockedMaps to, float* scratch)
    {
        int first = starts[group], count = starts[group + 1] - first;
        nint inputs = channels * most, outputs = y.C * most;
        float* transformed = scratch, products = scratch + (Winograd.Points * inputs);
        for (int b = 0; b < channels / block; b++)
            for (int i = 0; i < count; i++)
            {
                var (n, h, w) = At(first + i);
                Winograd.Input(x + from.Cell(n, b, 0, h - frame.H.Before, w - frame.W.Before), from.Row, block, transformed + (((b * most) + i) * block), inputs);
            }
        Multiply(count, transformed, inputs, weights, products, outputs);
        for (int b = 0; b < y.C / block; b++)
            for (int i = 0; i < count; i++)
            {
                var (n, h, w) = At(first + i);
                Winograd.Output(products + (((b * most) + i) * block), outputs, block, output + to.Cell(n, b, 0, h, w), to.Row,
                    Math.Min(Winograd.Tile, y.H - h), Math.Min(Winograd.Tile, y.W - w), bias == null ? null : bias + (b * block), (float)clip.Low, (float)clip.High);
            }
    }

    private void Multiply(int count, float* transformed, nint inputs, float* weights, float* products, nint outputs)
    {
        int blocks = y.C / block;
        fixed (int* entries = table)
            for (int point = 0; point < Winograd.Points; point++)
                for (int first = 0; first < blocks; first += 2)
                {
                    int wide = Math.Min(2, blocks - first);
                    float* bank = weights + ((((nint)point * y.C) + (first * block)) * channels), sums = products + (point * outputs) + (first * most * block);
                    for (int start = 0; start < table.Length; start += Chain / block)
                        Sweeps<float>.Of(count, wide, 1)(Math.Min(Chain / block, table.Length - start), entries + start, transformed + (point * inputs), bank + ((nint)start * block * wide * block),
                            sums, most * block, start == 0 ? null : sums, most * block, null, float.NegativeInfinity, float.PositiveInfinity);
                }
    }

    private (int N, int H, int W) At(int tile) => (tile / (down * across), tile / across % down * Winograd.Tile, tile % across * Winograd.Tile);
}
