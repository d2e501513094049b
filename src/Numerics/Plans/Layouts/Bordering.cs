// Bordering: blocked maps copied to blocked maps with another border, a block of an image at a time.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal readonly unsafe struct Bordering<T>(Maps maps, BlockedMaps from, BlockedMaps to, int length, T* source, T* target) : IWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Run(Crew crew, Shape shape, Blocked narrow, T* source, Blocked wide, T* target)
    {
        var (maps, to) = (Maps.Of(shape), wide.Of(shape));
        Held<Bordering<T>>.Run(crew, maps.N * to.Blocks, new(maps, narrow.Of(shape), to, maps.W * wide.Block, source, target));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Do(int part)
    {
        int n = part / to.Blocks, b = part % to.Blocks;
        to.ClearBorder(target, n, b);
        for (int d = 0; d < maps.D; d++)
            for (int h = 0; h < maps.H; h++)
                new ReadOnlySpan<T>(source + from.Cell(n, b, d, h, 0), length).CopyTo(new Span<T>(target + to.Cell(n, b, d, h, 0), length));
    }
}
