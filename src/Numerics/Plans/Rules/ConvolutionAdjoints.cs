// The adjoints of a convolution as products.
//   toward the input    columns = Wᵀ · dy, then fold (col2im) into the maps; images are split over threads
//   toward the kernel   dW = Σ dy · columnsᵀ; a fixed number of shares of the batch is added up in order, so threads cannot change a bit
using System.Numerics;
using System.Numerics.Tensors;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class ConvolutionToInput : Fusion
{
    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (site[last].Primitive is not Primitive.CorrelateToInput adjoint) return null;
        int[] reads = [.. site[last].Inputs];
        var runs = new Runs(adjoint.Frame, adjoint.Groups, adjoint.To, site[reads[0]].Shape);
        return Draft<T>.Plain([last], "Convolution toward the input", reads, [last], at => Bind(at, site, runs), (long)runs.Columns * site.Crew.Threads);
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Site site, Runs runs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Multiplier<T> multiplier = Multiplier<T>.Of(site.Options.Backend);
        Crew crew = site.Crew, alone = Crew.Of(1);
        nint dy = at.In(0), w = at.In(1), dx = at.Out(), scratch = at.Scratch;
        int images = runs.Y.N, parts = Math.Min(images, crew.Threads);
        void Part(int part)
        {
            T* columns = (T*)scratch + ((nint)part * runs.Columns);
            int first = part * images / parts, end = (part + 1) * images / parts;
            new Span<T>((T*)dx + ((nint)first * runs.Image), (end - first) * runs.Image).Clear();
            for (int item = first * runs.PerImage; item < end * runs.PerImage; item++)
            {
                var (image, group, from, to) = runs[item];
                int width = (to - from) * runs.Y.W;
                T* cotangents = (T*)dy + runs.Output(image, group) + (from * runs.Y.W);
                multiplier.Multiply(alone, true, false, runs.K, width, runs.M, (T*)w + (group * runs.M * runs.K), runs.K, cotangents, runs.Y.Plane, T.Zero, columns, width);
                runs.Fold(columns, image, group, from, to, (T*)dx);
            }
        }
        Action<int> body = Part;
        return () => crew.Run(parts, body);
    }
}

internal sealed class ConvolutionToKernel : Fusion
{
    private const int Shares = 8;

    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (site[last].Primitive is not Primitive.CorrelateToKernel adjoint) return null;
        int[] reads = [.. site[last].Inputs];
        var runs = new Runs(adjoint.Frame, adjoint.Groups, site[reads[0]].Shape, site[reads[1]].Shape);
        int shares = Math.Min(Shares, runs.Y.N);
        return Draft<T>.Plain([last], "Convolution toward the kernel", reads, [last], at => Bind(at, site, runs, shares), ((long)runs.Columns * site.Crew.Threads) + ((long)shares * adjoint.To.Count));
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Site site, Runs runs, int shares)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Multiplier<T> multiplier = Multiplier<T>.Of(site.Options.Backend);
        Crew crew = site.Crew, alone = Crew.Of(1);
        nint x = at.In(0), dy = at.In(1), dw = at.Out(), scratch = at.Scratch;
        int weights = at.ShapeOut().Count, parts = Math.Min(shares, crew.Threads);
        T* sums = (T*)scratch + ((nint)runs.Columns * crew.Threads);
        void Part(int part)
        {
            T* columns = (T*)scratch + ((nint)part * runs.Columns);
            for (int share = part * shares / parts; share < (part + 1) * shares / parts; share++)
            {
                T* sum = sums + ((nint)share * weights);
                new Span<T>(sum, weights).Clear();
                for (int item = share * runs.Y.N / shares * runs.PerImage; item < (share + 1) * runs.Y.N / shares * runs.PerImage; item++)
                {
                    var (image, group, from, to) = runs[item];
                    T* input = runs.Unfold((T*)x, image, group, from, to, columns, out int distance);
                    T* cotangents = (T*)dy + runs.Output(image, group) + (from * runs.Y.W);
                    multiplier.Multiply(alone, false, true, runs.M, runs.K, (to - from) * runs.Y.W, cotangents, runs.Y.Plane, input, distance, T.One, sum + (group * runs.M * runs.K), runs.K);
                }
            }
        }
        Action<int> body = Part;
        return () =>
        {
            crew.Run(parts, body);
            var total = new Span<T>((T*)dw, weights);
            new ReadOnlySpan<T>(sums, weights).CopyTo(total);
            for (int share = 1; share < shares; share++) TensorPrimitives.Add(total, new ReadOnlySpan<T>(sums + ((nint)share * weights), weights), total);
        };
    }
}
