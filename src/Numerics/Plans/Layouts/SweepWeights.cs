// SweepWeights: a filter bank as the sweep kernels stream it, once from front to back, tap after tap in the order of the phases.
//   weight [M, C, taps] → [⌈M/2b⌉ pairs of blocks][taps][C channels, an even number][2b filters]; a last single block is b filters wide
//   transposed: C are the filters and M the channels
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

/// <param name="Block">Channels of a block.</param>
/// <param name="Frame">The window.</param>
/// <param name="Transposed">Whether the bank is used toward the input.</param>
internal sealed record SweepWeights(int Block, Frame Frame, bool Transposed) : Layout
{
    private readonly int[] taken = Transposed ? [.. Phase.Transposed(Frame, new(1, 1, 1, 1, 1)).SelectMany(phase => phase.Taps(Frame))] : [.. Enumerable.Range(0, Frame.Taps)];

    public bool Equals(SweepWeights? other) => other is not null && (Block, Frame, Transposed) == (other.Block, other.Frame, other.Transposed);

    public override int GetHashCode() => (Block, Frame, Transposed).GetHashCode();

    public override long Count(Shape shape) => (long)Ceil(shape[Transposed ? 1 : 0]) * Deep(shape[Transposed ? 0 : 1]) * Frame.Taps;

    /// <summary>Channels of a tap: as many as a sweep takes at once.</summary>
    public static int Deep(int channels) => (channels + Sweeps<float>.Unroll - 1) / Sweeps<float>.Unroll * Sweeps<float>.Unroll;

    public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own)
    {
        int filters = shape[Transposed ? 1 : 0], channels = shape[Transposed ? 0 : 1], taps = Frame.Taps, deep = Deep(channels), block = Block;
        int fromFilter = Transposed ? taps : shape[1] * taps, fromChannel = Transposed ? shape[1] * taps : taps;
        int[] order = taken;
        new Span<T>(own, (int)Count(shape)).Clear();
        crew.Run(((Ceil(filters) / block) + 1) / 2, pair =>
        {
            int first = pair * 2 * block, wide = Math.Min(2 * block, Ceil(filters) - first);
            T* target = own + ((nint)first * deep * taps);
            for (int t = 0; t < taps; t++)
                for (int c = 0; c < channels; c++)
                {
                    T* row = target + ((((nint)t * deep) + c) * wide), source = plain + ((nint)c * fromChannel) + order[t];
                    for (int m = 0; m < Math.Min(wide, filters - first); m++) row[m] = source[(nint)(first + m) * fromFilter];
                }
        });
    }

    public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => throw new NotSupportedException("Packed weights are read by kernels alone.");

    public override string ToString() => "packed";

    private int Ceil(int n) => (n + Block - 1) / Block * Block;
}
