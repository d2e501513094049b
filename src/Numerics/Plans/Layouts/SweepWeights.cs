// SweepWeights: a filter bank as the sweep kernels stream it, once from front to back.
//   weight [M, C, taps] → [⌈M/2b⌉ pairs of blocks][⌈C/b⌉ · taps entries, tap after tap][b channels][2b filters]; a last single block is b filters wide
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed record SweepWeights(int Block) : Layout
{
    public override int Count(Shape shape) => Ceil(shape[0]) * Ceil(shape[1]) * Taps(shape);

    public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own)
    {
        int filters = shape[0], channels = shape[1], taps = Taps(shape), blocks = Ceil(channels) / Block, block = Block;
        new Span<T>(own, Count(shape)).Clear();
        crew.Run((Ceil(filters) / Block + 1) / 2, pair =>
        {
            int first = pair * 2 * block, wide = Math.Min(2 * block, ((filters + block - 1) / block * block) - first);
            T* target = own + ((nint)first * blocks * block * taps);
            for (int t = 0; t < taps; t++)
                for (int c = 0; c < channels; c++)
                {
                    T* row = target + ((((nint)t * blocks * block) + c) * wide);
                    for (int m = 0; m < Math.Min(wide, filters - first); m++) row[m] = plain[((((nint)(first + m) * channels) + c) * taps) + t];
                }
        });
    }

    public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => throw new NotSupportedException("Packed weights are read by kernels alone.");

    public override string ToString() => "packed";

    private static int Taps(Shape shape) => shape.Tail.Tail.Count;

    private int Ceil(int n) => (n + Block - 1) / Block * Block;
}
