// WinogradWeights: the transformed filter bank, one bank of 1 × 1 kernels per point, each as the sweep kernels stream it; then the bank itself, for what is added up
// directly (Evenness.cs), and for every pair of blocks of filters 1 where one of them is not even, so that all are.
//   weight [M, C, taps] → [points][⌈M/2b⌉ pairs of blocks][taps along the depth][⌈C/b⌉ · b channels][2b filters]; a last single block is b filters wide
//                         SweepWeights of the same weight, [⌈M/2b⌉ pairs]
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed record WinogradWeights(int Block, WinogradForm Form, Frame Frame) : Layout
{
    private SweepWeights Direct => new(Block, Frame, false);

    public override long Count(Shape shape) => UnevenAt(shape) + Pairs(shape);

    /// <summary>Where the bank of the direct sums begins.</summary>
    public long DirectAt(Shape shape) => (long)Winograd.Points(Form) * Ceil(shape[0]) * Ceil(shape[1]) * Frame.D.Extent;

    /// <summary>Where it is written which pairs of blocks are not even.</summary>
    public long UnevenAt(Shape shape) => DirectAt(shape) + Direct.Count(shape);

    public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own)
    {
        int filters = shape[0], channels = shape[1], depth = Frame.D.Extent, taps = shape.Tail.Tail.Count / depth, deep = Ceil(channels) * depth, bank = Ceil(filters) * deep, block = Block, all = Ceil(filters);
        new Span<T>(own, (int)DirectAt(shape)).Clear();
        crew.Run(filters, m =>
        {
            int first = m / (2 * block) * 2 * block, wide = Math.Min(2 * block, all - first);
            for (int i = 0; i < channels * depth; i++)
            {
                float* target = (float*)own + ((nint)first * deep) + (((nint)(i % depth * Ceil(channels)) + (i / depth)) * wide) + (m - first);
                Winograd.Kernel(Form, new ReadOnlySpan<float>((float*)plain + ((((nint)m * channels * depth) + i) * taps), taps), (point, value) => target[(nint)point * bank] = (float)value);
            }
        });
        Direct.From(crew, shape, plain, own + DirectAt(shape));
        float* uneven = (float*)own + UnevenAt(shape);
        crew.Run(Pairs(shape), pair =>
        {
            uneven[pair] = 0;
            for (int m = 2 * pair * block; m < Math.Min(filters, 2 * (pair + 1) * block); m++)
                if (!IsEven((float*)plain + ((nint)m * channels * depth * taps), channels, depth * taps)) uneven[pair] = 1;
        });
    }

    public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => throw new NotSupportedException("Transformed weights are read by kernels alone.");

    public override string ToString() => "transformed";

    private static unsafe bool IsEven(float* filter, int channels, int taps)
    {
        double largest = 0, least = double.PositiveInfinity;
        for (int t = 0; t < taps; t++)
        {
            double energy = 0;
            for (int i = 0; i < channels; i++) energy += (double)filter[(i * taps) + t] * filter[(i * taps) + t];
            (largest, least) = (Math.Max(largest, energy), Math.Min(least, energy));
        }
        return Evenness.OfTaps(largest, least);
    }

    private int Pairs(Shape shape) => ((Ceil(shape[0]) / Block) + 1) / 2;

    private int Ceil(int n) => (n + Block - 1) / Block * Block;
}
