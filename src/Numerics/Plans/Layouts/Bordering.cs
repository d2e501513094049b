// Bordering: blocked maps copied to blocked maps with another border, a block of an image at a time. Every calling thread keeps one job, as in Reordering.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed unsafe class Bordering<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static Bordering<T>? mine;

    private readonly Action<int> body;
    private Maps maps;
    private BlockedMaps from, to;
    private int length;
    private T* source, target;

    private Bordering() => body = Part;

    public static void Run(Crew crew, Shape shape, Blocked narrow, T* source, Blocked wide, T* target)
    {
        Bordering<T> job = mine ??= new();
        (job.maps, job.from, job.to, job.length) = (Maps.Of(shape), narrow.Of(shape), wide.Of(shape), Maps.Of(shape).W * wide.Block);
        job.source = source;
        job.target = target;
        crew.Run(job.maps.N * job.to.Blocks, job.body);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Part(int part)
    {
        int n = part / to.Blocks, b = part % to.Blocks;
        to.ClearBorder(target, n, b);
        for (int d = 0; d < maps.D; d++)
            for (int h = 0; h < maps.H; h++)
                new ReadOnlySpan<T>(source + from.Cell(n, b, d, h, 0), length).CopyTo(new Span<T>(target + to.Cell(n, b, d, h, 0), length));
    }
}
