// Depthwise convolution on blocked maps: every channel has its own kernel, so a vector of channels needs one multiply-add per tap and nothing is broadcast.
//   x [N, C/b, …, b]   weight [C, 1, k…] packed as [C/b][taps][b]   y [N, C/b, …', b]       any window; rows are split over threads
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class DepthwiseConvolution : Fusion
{
    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (!site.Options.Backend.IsSimd || !Sweeps<T>.Supported || Epilogue.Find<Primitive.Correlate>(site, last, 1) is not { } found || Clip.Of(found.Function) is not { } clip) return null;
        var correlate = (Primitive.Correlate)site[found.Product].Primitive;
        int input = site[found.Product].Inputs[0], weight = site[found.Product].Inputs[1], block = Sweeps<T>.Lanes, channels = site[input].Shape[1];
        if (correlate.Groups != channels || site[last].Shape[1] != channels || channels % block != 0) return null;
        var wanted = new Blocked(block, Halo.Of(correlate.Frame));
        return new(found.Covers, [(input, wanted)], places =>
        {
            Edge x = new(input, places.Blocked(input, wanted)), y = new(last, places.Wanted(last) ?? new Blocked(block, default));
            Edge[] reads = [x, new(weight, new DepthwiseWeights(block)), .. found.Bias is { } bias ? [Edge.Plain(bias)] : System.Array.Empty<Edge>()];
            return new("Convolution (depthwise)", reads, [y], at => Bind(at, site.Crew, correlate.Frame, found.Bias is not null, clip, (Blocked)x.Layout, (Blocked)y.Layout));
        });
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Frame frame, bool biased, Clip clip, Blocked from, Blocked to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        BlockedMaps xs = from.Of(at.Shape(0)), ys = to.Of(at.ShapeOut());
        Maps y = Maps.Of(at.ShapeOut());
        nint x = at.In(0), w = at.In(1), bias = biased ? at.In(2) : 0, output = at.Out();
        int block = from.Block, maps = y.N * ys.Blocks, parts = Math.Min(maps, crew.Threads);
        int[] taps = Taps(frame, xs, block);
        (T low, T high) = (T.CreateTruncating(clip.Low), T.CreateTruncating(clip.High));
        Action<int> body = part =>
        {
            for (int map = (int)((long)part * maps / parts); map < (int)((long)(part + 1) * maps / parts); map++)
            {
                int n = map / ys.Blocks, b = map % ys.Blocks;
                ys.ClearBorder((T*)output, n, b);
                for (int d = 0; d < y.D; d++)
                    for (int h = 0; h < y.H; h++)
                        Row((T*)x + xs.Cell(n, b, frame.D.At(d, 0), frame.H.At(h, 0), frame.W.At(0, 0)), frame.W.Stride * block, taps, (T*)w + (b * taps.Length * block),
                            bias == 0 ? null : (T*)bias + (b * block), (T*)output + ys.Cell(n, b, d, h, 0), y.W, block, low, high);
            }
        };
        return () => crew.Run(parts, body);
    }

    /// <summary>One row of outputs of one block of channels, four cells at a time.</summary>
    private static unsafe void Row<T>(T* x, int step, int[] taps, T* weights, T* bias, T* y, int width, int block, T low, T high)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> least = new(low), most = new(high);
        for (int v = 0; v < block; v += Vector<T>.Count)
        {
            Vector<T> start = bias == null ? Vector<T>.Zero : Vector.Load(bias + v);
            int o = 0;
            for (; o <= width - 4; o += 4)
            {
                Vector<T> a = start, b = start, c = start, d = start;
                T* w = weights + v;
                for (int t = 0; t < taps.Length; t++, w += block)
                {
                    T* p = x + (o * step) + taps[t] + v;
                    Vector<T> weight = Vector.Load(w);
                    a += weight * Vector.Load(p);
                    b += weight * Vector.Load(p + step);
                    c += weight * Vector.Load(p + (2 * step));
                    d += weight * Vector.Load(p + (3 * step));
                }
                T* to = y + (o * block) + v;
                Vector.Store(Clipped(a, least, most), to);
                Vector.Store(Clipped(b, least, most), to + block);
                Vector.Store(Clipped(c, least, most), to + (2 * block));
                Vector.Store(Clipped(d, least, most), to + (3 * block));
            }
            for (; o < width; o++)
            {
                Vector<T> sum = start;
                for (int t = 0; t < taps.Length; t++) sum += Vector.Load(weights + v + (t * block)) * Vector.Load(x + (o * step) + taps[t] + v);
                Vector.Store(Clipped(sum, least, most), y + (o * block) + v);
            }
        }
    }

    /// <summary>Between least and most; what is not a number stays so.</summary>
    private static Vector<T> Clipped<T>(Vector<T> x, Vector<T> least, Vector<T> most) =>
        Vector.ConditionalSelect(Vector.LessThan(x, least), least, Vector.ConditionalSelect(Vector.GreaterThan(x, most), most, x));

    private static int[] Taps(Frame frame, BlockedMaps at, int block)
    {
        var offsets = new List<int>();
        for (int td = 0; td < frame.D.Extent; td++)
            for (int th = 0; th < frame.H.Extent; th++)
                for (int tw = 0; tw < frame.W.Extent; tw++)
                    offsets.Add((td * frame.D.Dilation * at.Plane) + (th * frame.H.Dilation * at.Row) + (tw * frame.W.Dilation * block));
        return [.. offsets];
    }
}
