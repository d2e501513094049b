// StripWeights: a filter bank as the strip kernels stream it.
//   weight [M, C, taps] → per group, for each tile of filters: [C · taps entries][filters of the tile]
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed record StripWeights(int Groups) : Layout
{
    public override int Count(Shape shape) => shape.Count;

    public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own)
    {
        int filters = shape[0] / Groups, depth = shape.Tail.Count;
        int[] tiles = Tiles<T>(filters);
        crew.Run(Groups * (tiles.Length - 1), part =>
        {
            int group = part / (tiles.Length - 1), tile = part % (tiles.Length - 1), height = tiles[tile + 1] - tiles[tile];
            nint start = ((nint)(group * filters) + tiles[tile]) * depth;
            Transposing.Copy(plain + start, depth, height, depth, own + start, height);
        });
    }

    public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => throw new NotSupportedException("Packed weights are read by kernels alone.");

    public override string ToString() => "packed";

    /// <summary>Filters cut into tiles of nearly equal height.</summary>
    public static int[] Tiles<T>(int filters)
        where T : unmanaged
    {
        int count = (filters + Strips<T>.Filters - 1) / Strips<T>.Filters;
        return [.. Enumerable.Range(0, count + 1).Select(i => i * filters / count)];
    }
}
