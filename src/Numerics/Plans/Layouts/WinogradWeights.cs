// WinogradWeights: the transformed filter bank, one bank of 1 × 1 kernels per point, each as the sweep kernels stream it.
//   weight [M, C, taps] → [points][⌈M/2b⌉ pairs of blocks][taps along the depth][⌈C/b⌉ · b channels][2b filters]; a last single block is b filters wide
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed record WinogradWeights(int Block, WinogradForm Form, int Depth) : Layout
{
    public override long Count(Shape shape) => (long)Winograd.Points(Form) * Ceil(shape[0]) * Ceil(shape[1]) * Depth;

    public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own)
    {
        int filters = shape[0], channels = shape[1], taps = shape.Tail.Tail.Count / Depth, deep = Ceil(channels) * Depth, bank = Ceil(filters) * deep, block = Block, all = Ceil(filters);
        new Span<T>(own, (int)Count(shape)).Clear();
        crew.Run(filters, m =>
        {
            int first = m / (2 * block) * 2 * block, wide = Math.Min(2 * block, all - first);
            for (int i = 0; i < channels * Depth; i++)
            {
                var (c, depth) = (i / Depth, i % Depth);
                float* target = (float*)own + ((nint)first * deep) + (((nint)(depth * Ceil(channels)) + c) * wide) + (m - first);
                Winograd.Kernel(Form, new ReadOnlySpan<float>((float*)plain + ((((nint)m * channels * Depth) + i) * taps), taps), (point, value) => target[(nint)point * bank] = (float)value);
            }
        });
    }

    public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => throw new NotSupportedException("Transformed weights are read by kernels alone.");

    public override string ToString() => "transformed";

    private int Ceil(int n) => (n + Block - 1) / Block * Block;
}
