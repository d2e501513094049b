// A convolution whose maps stand in blocks of channels: the proof that layout is a property of edges. One vector holds one block of output channels;
// every input channel of a block is broadcast against it. Chains of such convolutions stay blocked; reorders stand at the ends only.
//   x [N, C/b, D, H, W, b]    weights packed [M/b, taps, C, b]    y [N, M/b, D', H', W', b]
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class BlockedConvolution : Fusion
{
    /// <summary>Channels from which blocks pay for their reorders.</summary>
    private const int LeastChannels = 32;

    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (!site.Options.Backend.IsSimd || !Vector<T>.IsSupported || Epilogue.Find<Primitive.Correlate>(site, last, 1) is not { } found) return null;
        int block = Vector<T>.Count;
        var correlate = (Primitive.Correlate)site[found.Product].Primitive;
        Shape x = site[site[found.Product].Inputs[0]].Shape, y = site[last].Shape;
        if (correlate.Groups != 1 || x[1] < LeastChannels || y[1] < LeastChannels || x[1] % block != 0 || y[1] % block != 0) return null;
        if (found.Function is not null && found.Function != Unary.Relu) return null;
        var layout = new Layout(block);
        int[] reads = found.Reads(site);
        Edge[] edges = [new(reads[0], layout), .. reads[1..].Select(r => new Edge(r, Layout.Plain))];
        int weights = site[reads[1]].Shape.Count;
        return new(found.Covers, _ => new("Convolution (blocked)", edges, [new(last, layout)], at => Bind(at, site.Crew, correlate.Frame, found), weights));
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Frame frame, Epilogue found)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Maps x = Maps.Of(at.Shape(0)), y = Maps.Of(at.ShapeOut());
        nint input = at.In(0), weights = at.In(1), bias = found.Bias is null ? 0 : at.In(2), output = at.Out(), packed = at.Scratch;
        bool relu = found.Function is not null;
        int block = Vector<T>.Count, rows = y.N * (y.C / block) * y.D * y.H, parts = Math.Min(rows, crew.Threads);
        Action<int> body = part =>
        {
            for (int row = (int)((long)part * rows / parts); row < (int)((long)(part + 1) * rows / parts); row++)
                Row((T*)input, x, frame, (T*)packed, (T*)bias, relu, (T*)output, y, row);
        };
        return () =>
        {
            Pack((T*)weights, y.C, x.C, frame.Taps, (T*)packed);
            crew.Run(parts, body);
        };
    }

    private static unsafe void Pack<T>(T* weights, int filters, int channels, int taps, T* packed)
        where T : unmanaged
    {
        int block = Vector<T>.Count;
        for (int m = 0; m < filters; m++)
            for (int c = 0; c < channels; c++)
                for (int t = 0; t < taps; t++)
                    packed[((((m / block * taps) + t) * channels) + c) * block + (m % block)] = weights[(((m * channels) + c) * taps) + t];
    }

    private static unsafe void Row<T>(T* input, Maps x, Frame f, T* packed, T* bias, bool relu, T* output, Maps y, int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int block = Vector<T>.Count, h = row % y.H, d = row / y.H % y.D, m = row / (y.H * y.D) % (y.C / block), n = row / (y.H * y.D * (y.C / block));
        T* image = input + ((nint)n * x.C * x.Plane), target = output + ((nint)row * y.W * block);
        for (int w = 0; w < y.W; w++, target += block)
        {
            Vector<T> sum = bias == null ? Vector<T>.Zero : Vector.Load(bias + (m * block));
            T* taps = packed + ((nint)m * f.Taps * x.C * block);
            for (int td = 0; td < f.D.Extent; td++)
                for (int th = 0; th < f.H.Extent; th++)
                    for (int tw = 0; tw < f.W.Extent; tw++, taps += x.C * block)
                    {
                        int cell = x.Cell(f.D.At(d, td), f.H.At(h, th), f.W.At(w, tw));
                        if (cell < 0) continue;
                        for (int c = 0; c < x.C; c++)
                            sum += Vector.Load(taps + (c * block)) * new Vector<T>(image[(((nint)(c / block * x.Plane) + cell) * block) + (c % block)]);
                    }
            Vector.Store(relu ? Vector.Max(sum, Vector<T>.Zero) : sum, target);
        }
    }
}
