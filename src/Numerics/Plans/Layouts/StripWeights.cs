// StripWeights: a filter bank as the strip kernels stream it.
//   weight [M, C, taps] → per group, for each tile of filters: [C · taps entries][filters of the tile]
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed record StripWeights(int Groups) : Layout
{
    public override long Count(Shape shape) => shape.Count;

    public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own)
    {
        int filters = shape[0] / Groups, depth = shape.Tail.Count, tiles = Tiles<T>(filters);
        for (int group = 0; group < Groups; group++)
            for (int tile = 0; tile < tiles; tile++)
            {
                int first = First(tile, tiles, filters), height = First(tile + 1, tiles, filters) - first;
                nint start = ((nint)(group * filters) + first) * depth;
                Transposing.Copy(plain + start, depth, height, depth, own + start, height);
            }
    }

    public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => throw new NotSupportedException("Packed weights are read by kernels alone.");

    public override string ToString() => "packed";

    /// <summary>How many tiles the filters of a group are cut into.</summary>
    public static int Tiles<T>(int filters)
        where T : unmanaged => (filters + Strips<T>.Filters - 1) / Strips<T>.Filters;

    /// <summary>The first filter of a tile; all are of nearly equal height.</summary>
    public static int First(int tile, int tiles, int filters) => tile * filters / tiles;
}
