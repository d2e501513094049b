// PlainSweepWeights: a filter bank over plain pixels, streamed once.
//   weight [M, C, taps] → [⌈M/2b⌉ pairs of blocks][C · taps entries][2b filters]; a last single block is b filters wide
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed record PlainSweepWeights(int Block) : Layout
{
    public override long Count(Shape shape) => (long)Ceil(shape[0]) * shape.Tail.Count;

    public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own)
    {
        int filters = shape[0], entries = shape.Tail.Count, all = Ceil(filters);
        new Span<T>(own, all * entries).Clear();
        for (int m = 0; m < filters; m++)
        {
            int first = m / (2 * Block) * 2 * Block, wide = Math.Min(2 * Block, all - first);
            for (int e = 0; e < entries; e++) own[((nint)first * entries) + ((nint)e * wide) + (m - first)] = plain[((nint)m * entries) + e];
        }
    }

    public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => throw new NotSupportedException("Packed weights are read by kernels alone.");

    public override string ToString() => "packed";

    private int Ceil(int n) => (n + Block - 1) / Block * Block;
}
