// SpectralWeights: every kernel's transform over the flattened, padded map, conjugated so that a product correlates.
//   weight [M, C/groups, k…] → [M, C/groups][points] complex numbers in double, whatever the plan's precision
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;
using MathNet.Numerics.IntegralTransforms;

namespace FunctionalConv.Plans;

internal sealed record SpectralWeights(SpectralGrid Grid) : Layout
{
    public override long Count(Shape shape) => checked((long)shape[0] * shape[1] * Grid.Points * Ratio(shape.Count > 0));

    public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own)
    {
        Maps w = Maps.Of(shape);
        int kernels = shape[0] * shape[1], parts = Math.Min(kernels, crew.Threads), points = Grid.Points;
        var target = (Complex*)own;
        crew.Run(parts, part =>
        {
            var line = new Complex[points];
            foreach (int kernel in new Share(kernels, parts, part))
            {
                Array.Clear(line);
                for (int td = 0; td < w.D; td++)
                    for (int th = 0; th < w.H; th++)
                        for (int tw = 0; tw < w.W; tw++) line[Grid.Tap(td, th, tw)] = double.CreateTruncating(plain[(kernel * w.Plane) + w.Cell(td, th, tw)]);
                Fourier.Forward(line, FourierOptions.NoScaling);
                for (int k = 0; k < points; k++) target[((nint)kernel * points) + k] = Complex.Conjugate(line[k]);
            }
        });
    }

    public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => throw new NotSupportedException("Transformed weights are read by kernels alone.");

    public override string ToString() => "transformed";

    /// <summary>Elements of a plan in float that a complex number takes; a plan in double leaves half of them unused.</summary>
    private static int Ratio(bool any) => any ? 4 : 0;
}
