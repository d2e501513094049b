// Depthwise convolution, where every channel has its own kernel: in blocks of channels where its neighbours stand so, on plain maps otherwise.
//   x [N, C, …]   weight [C, 1, k…]   y [N, C, …']       any window; maps are split over threads
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class DepthwiseConvolution : ConvolutionRule
{
    public override bool Can<T>(Site site, int product, ConvolutionAlgorithm algorithm)
    {
        if (algorithm != ConvolutionAlgorithm.Depthwise || !site.Options.Backend.IsSimd || !Sweeps<T>.Supported) return false;
        Shape y = site[product].Shape;
        int channels = site[site[product].Inputs[0]].Shape[1];
        return ((Primitive.Correlate)site[product].Primitive).Groups == channels && y[1] == channels && (channels % Sweeps<T>.Lanes == 0 || Maps.Of(y).W >= DepthwiseRows<T>.Least);
    }

    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (Epilogue.Find<Primitive.Correlate>(site, last, 1) is not { } found || !Can<T>(site, found.Product, ConvolutionAlgorithm.Depthwise)) return null;
        if (Chosen<T>(site, found.Product) is not (ConvolutionAlgorithm.Automatic or ConvolutionAlgorithm.Depthwise)) return null;
        var correlate = (Primitive.Correlate)site[found.Product].Primitive;
        int input = site[found.Product].Inputs[0], weight = site[found.Product].Inputs[1], block = Sweeps<T>.Lanes, channels = site[input].Shape[1];
        Halo halo = Phase.Border(Phase.Forward(correlate.Frame, Maps.Of(site[last].Shape)), Maps.Of(site[input].Shape));
        var wanted = new Blocked(block, halo);
        Edge[] bias = found.Edges(Layout.Plain);
        var rows = new PaddedRows(halo, correlate.Frame.W.Stride);
        bool wide = Maps.Of(site[last].Shape).W >= DepthwiseRows<T>.Least;
        return new(found.Covers, channels % block == 0 ? [(input, wanted)] : [], places =>
        {
            bool blocks = channels % block == 0 && (!wide || places.Wanted(last) is not null || places.Stands(input).OfType<Blocked>().Any());
            if (!blocks)
                return new("Convolution (depthwise)", [Edge.Plain(input), Edge.Plain(weight), .. bias], [Edge.Plain(last)],
                    at => Bind(at, site.Crew, correlate.Frame, found, rows), (long)rows.Of(site[input].Shape).Map * site.Crew.Threads)
                { Movable = true };
            Edge x = new(input, places.Blocked(input, wanted)), y = new(last, places.Wanted(last) ?? new Blocked(block, default));
            return new("Convolution (depthwise)", [x, new(weight, new DepthwiseWeights(block)), .. bias], [y], at => Bind(at, site.Crew, correlate.Frame, found, (Blocked)x.Layout, (Blocked)y.Layout));
        });
    }

    /// <summary>Plain maps: each is copied with its border into the cache, then read by vectors of pixels.</summary>
    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Frame frame, Epilogue found, PaddedRows padded)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Maps from = Maps.Of(at.Shape(0)), y = Maps.Of(at.ShapeOut());
        RowMaps xs = padded.Of(at.Shape(0));
        Place x = at.Source(0), output = at.Target();
        nint w = at.In(1), bias = found.BiasIn(at), scratch = at.Scratch;
        int maps = y.N * y.C, parts = Math.Min(maps, crew.Threads);
        int[] taps = Taps(frame, xs.Plane, xs.Row, tw => xs.Cell(frame.W.At(0, tw)));
        int[] places = DepthwiseRows<T>.Places(y.W, Enumerable.Range(0, y.D * y.H).Select(row => (xs.At(0, 0, frame.D.At(row / y.H, 0), frame.H.At(row % y.H, 0)), row * y.W)));
        bool columns = y.D == 1 && frame.D.Extent == 1 && frame.H.Extent == 3 && frame.H.Dilation == frame.H.Stride && y.H >= 4;
        int first = xs.At(0, 0, frame.D.At(0, 0), frame.H.At(0, 0));
        (T low, T high) = (T.CreateTruncating(found.Clip.Low), T.CreateTruncating(found.Clip.High));
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            T* map = (T*)scratch + ((nint)part * xs.Map);
            var share = new Share(maps, parts, part);
            foreach (int i in share)
            {
                PaddedCopy<T>.Map(from, xs, (T*)x.At + ((nint)i * from.Plane), map, last: i == maps - 1, bordered: i > share.From);
                T* weights = (T*)w + ((nint)(i % y.C) * taps.Length), target = (T*)output.At + ((nint)i * y.Plane);
                T added = bias == 0 ? T.Zero : ((T*)bias)[i % y.C];
                if (columns) DepthwiseRows<T>.Columns(taps.AsSpan(0, frame.W.Extent), weights, added, map + first, xs.Row * frame.H.Stride, target, y.W, y.H, low, high);
                else DepthwiseRows<T>.Plain(taps, weights, places, added, map, target, low, high);
            }
        };
        return () => crew.Run(parts, body);
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Frame frame, Epilogue found, Blocked from, Blocked to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        BlockedMaps xs = from.Of(at.Shape(0)), ys = to.Of(at.ShapeOut());
        Maps y = Maps.Of(at.ShapeOut());
        nint x = at.In(0), w = at.In(1), bias = found.BiasIn(at), output = at.Out();
        int block = from.Block, rows = y.D * y.H, parts = Math.Min(y.N * ys.Blocks * rows, crew.Threads);
        bool byRows = Sweep<T>.ByRowsOf(y.N * rows, 0);
        int[] taps = Taps(frame, xs.Plane, xs.Row, tw => tw * frame.W.Dilation * block);
        (T low, T high) = (T.CreateTruncating(found.Clip.Low), T.CreateTruncating(found.Clip.High));
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            if (byRows)
                for (int b = 0; b < ys.Blocks; b++)
                    foreach (int item in new Share(y.N * rows, parts, part)) Row(item / rows, b, item % rows);
            else
                foreach (int item in new Share(y.N * ys.Blocks * rows, parts, part)) Row(item / rows / ys.Blocks, item / rows % ys.Blocks, item % rows);

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            void Row(int n, int b, int row)
            {
                int d = row / y.H, h = row - (d * y.H);
                if (row == 0) ys.ClearBorder((T*)output, n, b);
                DepthwiseRows<T>.Blocks(taps, (T*)w + ((nint)b * taps.Length * block), bias == 0 ? null : (T*)bias + (b * block),
                    (T*)x + xs.Cell(n, b, frame.D.At(d, 0), frame.H.At(h, 0), frame.W.At(0, 0)), frame.W.Stride * block, (T*)output + ys.Cell(n, b, d, h, 0), y.W, block, low, high);
            }
        };
        return () => crew.Run(parts, body);
    }

    private static int[] Taps(Frame frame, int plane, int row, Func<int, int> cell) =>
    [
        .. (from d in Enumerable.Range(0, frame.D.Extent)
            from h in Enumerable.Range(0, frame.H.Extent)
            from w in Enumerable.Range(0, frame.W.Extent)
            select (d * frame.D.Dilation * plane) + (h * frame.H.Dilation * row) + cell(w)),
    ];
}
