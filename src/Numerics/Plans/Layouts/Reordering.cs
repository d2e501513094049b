// Reordering: plain maps to blocked ones and back, a block of channels of an image at a time.
//   Every calling thread keeps one job, so that a run allocates nothing; its workers read it, and it is free again when the crew is done.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed unsafe class Reordering<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static Reordering<T>? mine;

    private readonly Action<int> into, outOf;
    private Maps maps;
    private BlockedMaps at;
    private int block;
    private T* plain, own;

    private Reordering() => (into, outOf) = (Into, OutOf);

    public static void Run(Crew crew, Blocked layout, Shape shape, T* plain, T* own, bool into)
    {
        Reordering<T> job = mine ??= new();
        (job.maps, job.at, job.block) = (Maps.Of(shape), layout.Of(shape), layout.Block);
        job.plain = plain;
        job.own = own;
        crew.Run(job.maps.N * job.at.Blocks, into ? job.into : job.outOf);
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
