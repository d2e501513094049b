// DepthwiseWeights: one kernel per channel, channels side by side in blocks of one vector.      weight [C, 1, taps] → [C/b][taps][b]
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed record DepthwiseWeights(int Block) : Layout
{
    public override long Count(Shape shape) => shape.Count;

    public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own)
    {
        int taps = shape.Tail.Count;
        for (int c = 0; c < shape[0]; c++)
            for (int t = 0; t < taps; t++) own[(((c / Block * taps) + t) * Block) + (c % Block)] = plain[(c * taps) + t];
    }

    public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => throw new NotSupportedException("Packed weights are read by kernels alone.");

    public override string ToString() => "packed";
}
