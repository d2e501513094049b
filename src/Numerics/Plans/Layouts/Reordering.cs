// Reordering: plain maps to blocked ones and back, a block of channels of an image at a time.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal readonly unsafe struct Reordering<T>(Maps maps, BlockedMaps at, int block, T* plain, T* own, bool into) : IWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Run(Crew crew, Blocked layout, Shape shape, T* plain, T* own, bool into)
    {
        var (maps, at) = (Maps.Of(shape), layout.Of(shape));
        Held<Reordering<T>>.Run(crew, maps.N * at.Blocks, new(maps, at, layout.Block, plain, own, into));
    }

    public void Do(int part)
    {
        if (into) Into(part);
        else OutOf(part);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Into(int part)
    {
        int n = part / at.Blocks, b = part % at.Blocks, channels = Math.Min(block, maps.C - (b * block));
        at.ClearBorder(own, n, b);
        for (int d = 0; d < maps.D; d++)
            for (int h = 0; h < maps.H; h++)
            {
                T* row = own + at.Cell(n, b, d, h, 0);
                if (channels < block) new Span<T>(row, maps.W * block).Clear();
                Transposing.Copy(plain + maps.Start(n, b * block) + maps.Cell(d, h, 0), maps.Plane, channels, maps.W, row, block);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OutOf(int part)
    {
        int n = part / at.Blocks, b = part % at.Blocks, channels = Math.Min(block, maps.C - (b * block));
        for (int d = 0; d < maps.D; d++)
            for (int h = 0; h < maps.H; h++)
                Transposing.Copy(own + at.Cell(n, b, d, h, 0), block, maps.W, channels, plain + maps.Start(n, b * block) + maps.Cell(d, h, 0), maps.Plane);
    }
}
