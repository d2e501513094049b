// Convolution as a product: unfold a run of output rows (im2col), multiply by the filter bank, add the bias, apply the function.
//   y[M, rows] = W[M, C·taps] · columns[C·taps, rows]       one group of one image at a time; images, groups and runs are split over threads
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Convolution : ConvolutionRule
{
    public override bool Can<T>(Site site, int product, ConvolutionAlgorithm algorithm) => algorithm == ConvolutionAlgorithm.Columns;

    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (Epilogue.Find<Primitive.Correlate>(site, last, 1) is not { } found || Chosen<T>(site, found.Product) is not (ConvolutionAlgorithm.Automatic or ConvolutionAlgorithm.Columns)) return null;
        var correlate = (Primitive.Correlate)site[found.Product].Primitive;
        var runs = new Runs(correlate.Frame, correlate.Groups, site[site[found.Product].Inputs[0]].Shape, site[last].Shape);
        return Draft<T>.Plain(found.Covers, "Convolution (im2col)", found.Reads(site), [last], at => Bind(at, site, found, runs), (long)runs.Columns * site.Crew.Threads);
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Site site, Epilogue found, Runs runs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Multiplier<T> multiplier = Multiplier<T>.Of(site.Options.Backend);
        Crew crew = site.Crew, alone = Crew.Of(1);
        nint x = at.In(0), w = at.In(1), bias = found.BiasIn(at), y = at.Out(), scratch = at.Scratch;
        int items = runs.Items, parts = Math.Min(items, crew.Threads);
        void Part(int part)
        {
            T* columns = (T*)scratch + ((nint)part * runs.Columns);
            for (int item = part * items / parts; item < (part + 1) * items / parts; item++)
            {
                var (image, group, from, to) = runs[item];
                int width = (to - from) * runs.Y.W;
                T* input = runs.Unfold((T*)x, image, group, from, to, columns, out int distance);
                T* output = (T*)y + runs.Output(image, group) + (from * runs.Y.W);
                multiplier.Multiply(alone, false, false, runs.M, width, runs.K, (T*)w + (group * runs.M * runs.K), runs.K, input, distance, T.Zero, output, runs.Y.Plane);
                if (bias == 0 && found.Clip == Clip.None) continue;
                for (int m = 0; m < runs.M; m++)
                    found.Row(new Span<T>(output + (m * runs.Y.Plane), width), bias == 0 ? T.Zero : ((T*)bias)[(group * runs.M) + m]);
            }
        }
        Action<int> body = Part;
        return () => crew.Run(parts, body);
    }
}
