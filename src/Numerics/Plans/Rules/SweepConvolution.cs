// The blocked convolution: maps in blocks of channels, the whole reduction in registers, bias, residual and clip at the store.
//   An offset table says where the input of each (tap, block of channels) stands, so that one kernel serves every window; strides of 1 and 2 along the row.
//   Work is cut into (image, pair of filter blocks, output rows); a row is cut into tiles of nearly equal width. The cut depends on shapes alone.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class SweepConvolution : Fusion
{
    /// <summary>The least share of lanes that do useful work.</summary>
    private const double LeastUse = 0.7;

    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (!site.Options.Backend.IsSimd || !Sweeps<T>.Supported || Epilogue.Find<Primitive.Correlate>(site, last, 1) is not { } found) return null;
        var correlate = (Primitive.Correlate)site[found.Product].Primitive;
        int input = site[found.Product].Inputs[0], weight = site[found.Product].Inputs[1];
        if (correlate.Groups != 1 || correlate.Frame.W.Stride > 2 || found.Function is not null && Clip.Of(found.Function) is null) return null;
        int block = Sweeps<T>.Lanes;
        if (Use(site[input].Shape[1], block) * Use(site[last].Shape[1], block) < LeastUse) return null;
        var wanted = new Blocked(block, Halo.Of(correlate.Frame));
        return new(found.Covers, [(input, wanted)], places =>
        {
            Edge x = new(input, places.Blocked(input, wanted));
            Edge y = new(last, places.Wanted(last) ?? new Blocked(block, default));
            Edge[] reads = [x, new(weight, new SweepWeights(block)), .. found.Bias is { } bias ? [Edge.Plain(bias)] : System.Array.Empty<Edge>()];
            return new("Convolution (blocked)", reads, [y], at => Bind(at, site.Crew, correlate.Frame, found, (Blocked)x.Layout, (Blocked)y.Layout), found.Bias is null ? 0 : Ceil(site[last].Shape[1], block));
        });
    }

    private static double Use(int channels, int block) => (double)channels / Ceil(channels, block);

    private static int Ceil(int n, int block) => (n + block - 1) / block * block;

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Frame frame, Epilogue found, Blocked from, Blocked to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sweep = new Sweep<T>(frame, at.Shape(0), at.ShapeOut(), from, to, Clip.Of(found.Function) ?? Clip.None);
        nint x = at.In(0), w = at.In(1), bias = found.Bias is null ? 0 : at.In(2), y = at.Out(), padded = at.Scratch;
        int filters = at.ShapeOut()[1], lanes = Ceil(filters, from.Block), parts = Math.Min(sweep.Items, crew.Threads);
        Action<int> body = part =>
        {
            for (int item = (int)((long)part * sweep.Items / parts); item < (int)((long)(part + 1) * sweep.Items / parts); item++)
                sweep.Run(item, (T*)x, (T*)w, bias == 0 ? null : (T*)padded, (T*)y);
        };
        return () =>
        {
            if (bias != 0)
            {
                new ReadOnlySpan<T>((T*)bias, filters).CopyTo(new Span<T>((T*)padded, filters));
                new Span<T>((T*)padded + filters, lanes - filters).Clear();
            }
            crew.Run(parts, body);
        };
    }
}

/// <summary>A function of elements that a store can do: least and most.</summary>
internal readonly record struct Clip(double Low, double High)
{
    public static Clip None => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The clip that a function is; null when it is another function.</summary>
    public static Clip? Of(Unary? function) => function switch
    {
        null => None,
        Unary.Clip clip => new(clip.Low, clip.High),
        _ => function == Unary.Relu ? new(0, double.PositiveInfinity) : null,
    };
}
