// Convolution through Fourier transforms, for very large kernels. Maps of any rank are flattened with their padding: a tap at (d, h, w) is then a tap at one
// distance, valid windows never wrap, and one transform of a power of two per map serves all axes, strides and dilations.
//   Y[m] = Σ over c of X[c] · conj(W[m, c]);  each image by itself, so that none disturbs another.   All in double, by MathNet's transforms.
// Images whose numbers lie too far apart for transforms, or are not finite, are added up directly (SpectralImage.cs). Unasked it is chosen by shapes alone, where the transforms are well below the direct products; never under Accuracy.Exact.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;
using MathNet.Numerics.IntegralTransforms;

namespace FunctionalConv.Plans;

internal sealed class FourierConvolution : ConvolutionRule
{
    /// <summary>How much cheaper the estimate must be: it knows neither the machine nor its caches.</summary>
    private const double Margin = 1.25;

    public override bool Can<T>(Site site, int product, ConvolutionAlgorithm algorithm) => algorithm == ConvolutionAlgorithm.Fourier && Grid<T>(site, product) is not null;

    /// <summary>A trial of transforms that are far slower by estimate, or take much memory, is not worth its time.</summary>
    public override bool Worth<T>(Site site, int product) => Grid<T>(site, product) is { } grid && Pays<T>(site, product, grid, 1.0 / 4);

    private static SpectralGrid? Grid<T>(Site site, int product)
    {
        if (site.Options.Accuracy == Accuracy.Exact || (typeof(T) != typeof(float) && typeof(T) != typeof(double))) return null;
        var correlate = (Primitive.Correlate)site[product].Primitive;
        Maps x = Maps.Of(site[site[product].Inputs[0]].Shape);
        return SpectralGrid.Of(correlate.Frame, x, site[product].Shape[1] * (x.C / correlate.Groups));
    }

    private static bool Pays<T>(Site site, int product, SpectralGrid grid, double margin) =>
        grid.Pays(Maps.Of(site[site[product].Inputs[0]].Shape), Maps.Of(site[product].Shape), site[site[product].Inputs[1]].Shape, typeof(T) == typeof(double), margin);

    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (Epilogue.Find<Primitive.Correlate>(site, last, 1) is not { } found || Grid<T>(site, found.Product) is not { } grid) return null;
        ConvolutionAlgorithm chosen = Chosen<T>(site, found.Product);
        bool asked = chosen == ConvolutionAlgorithm.Fourier, pays = chosen == ConvolutionAlgorithm.Automatic && site.Options.Backend.IsSimd && Pays<T>(site, found.Product, grid, Margin);
        if (!asked && !pays) return null;
        var correlate = (Primitive.Correlate)site[found.Product].Primitive;
        int input = site[found.Product].Inputs[0], weight = site[found.Product].Inputs[1];
        Edge[] reads = [Edge.Plain(input), new(weight, new SpectralWeights(grid)), .. found.Edges(Layout.Plain), Edge.Plain(weight)];
        return new(found.Covers, [], _ => new("Convolution (Fourier)", reads, [Edge.Plain(last)], at => Bind(at, site.Crew, grid, correlate.Groups, found)));
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, SpectralGrid grid, int groups, Epilogue found)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Maps x = Maps.Of(at.Shape(0)), y = Maps.Of(at.ShapeOut());
        nint maps = at.In(0), weights = at.In(1), bias = found.BiasIn(at), output = at.Out(), plain = at.In(at.Count - 1);
        int perGroup = x.C / groups, filters = y.C / groups, points = grid.Points, parts = Math.Min(y.C, crew.Threads), inputs = Math.Min(x.C, crew.Threads), image = 0;
        Complex[][] transformed = [.. Enumerable.Range(0, x.C).Select(_ => new Complex[points])], sums = [.. Enumerable.Range(0, parts).Select(_ => new Complex[points])];
        var direct = new SpectralImage<T>(grid.Frame, groups, x, y);
        Action<int> forward = part =>
        {
            for (int c = part; c < x.C; c += inputs)
            {
                grid.Load((T*)maps + x.Start(image, c), x, transformed[c]);
                Fourier.Forward(transformed[c], FourierOptions.NoScaling);
            }
        };
        Action<int> back = part =>
        {
            Complex[] sum = sums[part];
            for (int m = part; m < y.C; m += parts)
            {
                Array.Clear(sum);
                for (int c = 0; c < perGroup; c++) Accumulate(transformed[(m / filters * perGroup) + c], (Complex*)weights + ((((nint)m * perGroup) + c) * points), sum);
                Fourier.Inverse(sum, FourierOptions.NoScaling);
                grid.Store(sum, (T*)output + y.Start(image, m), y, Bias(m), found);
            }
        };
        Action<int> add = part =>
        {
            for (int m = part; m < y.C; m += parts) direct.Add((T*)maps, (T*)plain, (T*)output, image, m, Bias(m), found);
        };
        return () =>
        {
            for (image = 0; image < x.N; image++)
            {
                bool even = direct.IsEven((T*)maps, image);
                if (even) crew.Run(inputs, forward);
                crew.Run(parts, even ? back : add);
            }
        };

        T Bias(int m) => bias == 0 ? T.Zero : ((T*)bias)[m];
    }

    private static unsafe void Accumulate(Complex[] x, Complex* w, Complex[] sum)
    {
        for (int k = 0; k < sum.Length; k++) sum[k] += x[k] * w[k];
    }
}

/// <summary>Where the cells of a flattened, padded map stand: a value that depends on shapes alone.</summary>
/// <param name="Frame">The window.</param>
/// <param name="Row">From a row to the next.</param>
/// <param name="Plane">From a plane to the next.</param>
/// <param name="Points">Points of a transform: a power of two that holds the padded map.</param>
internal sealed record SpectralGrid(Frame Frame, int Row, int Plane, int Points)
{
    private const int Most = 1 << 22;

    /// <summary>Complex numbers that may be kept unasked: a quarter of a gigabyte.</summary>
    private const double Kept = 1 << 24;

    /// <summary>Nanoseconds, measured on one core of an AVX-512 machine: a point of a transform per level, and a complex product with its sum.</summary>
    private const double Transform = 7, Product = 1.5;

    /// <summary>Nanoseconds of a direct product in float: with many channels, and what a single one costs more.</summary>
    private const double Direct = 0.02, Alone = 0.02;

    /// <summary>The grid for maps under a window; null when numbers grow too large.</summary>
    public static SpectralGrid? Of(Frame frame, Maps x, int kernels)
    {
        long row = x.W + frame.W.Before + frame.W.After, plane = row * (x.H + frame.H.Before + frame.H.After), cells = plane * (x.D + frame.D.Before + frame.D.After);
        if (cells > Most) return null;
        int points = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, cells));
        return 4L * kernels * points <= 1 << 28 ? new(frame, (int)row, (int)plane, points) : null;
    }

    /// <summary>Whether transforms of maps and their products, times a margin, cost less than the direct products; kernels are transformed when they change.</summary>
    public bool Pays(Maps x, Maps y, Shape kernels, bool wide, double margin)
    {
        double filters = kernels[0] * (double)kernels[1], each = Transform * Points * BitOperations.Log2((uint)Points);
        double spectral = (each * x.N * (x.C + y.C)) + (Product * Points * x.N * filters), direct = (Direct + (Alone / filters)) * x.N * y.Plane * kernels.Count * (wide ? 2 : 1);
        return (filters + x.C) * Points <= Kept && spectral * margin < direct;
    }

    /// <summary>Where a tap stands.</summary>
    public int Tap(int d, int h, int w) => (d * Frame.D.Dilation * Plane) + (h * Frame.H.Dilation * Row) + (w * Frame.W.Dilation);

    /// <summary>One map, zeros around.</summary>
    public unsafe void Load<T>(T* map, Maps x, Complex[] into)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Array.Clear(into);
        for (int d = 0; d < x.D; d++)
            for (int h = 0; h < x.H; h++)
            {
                int from = x.Cell(d, h, 0), to = ((d + Frame.D.Before) * Plane) + ((h + Frame.H.Before) * Row) + Frame.W.Before;
                for (int w = 0; w < x.W; w++) into[to + w] = new(double.CreateTruncating(map[from + w]), 0);
            }
    }

    /// <summary>The outputs, with bias and clip.</summary>
    public unsafe void Store<T>(Complex[] sums, T* map, Maps y, T bias, Epilogue found)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double scale = 1.0 / Points;
        for (int d = 0; d < y.D; d++)
            for (int h = 0; h < y.H; h++)
            {
                int from = (d * Frame.D.Stride * Plane) + (h * Frame.H.Stride * Row), to = y.Cell(d, h, 0);
                for (int w = 0; w < y.W; w++) map[to + w] = T.CreateTruncating(sums[from + (w * Frame.W.Stride)].Real * scale);
                found.Row(new Span<T>(map + to, y.W), bias);
            }
    }
}
