// Blocked: channels side by side in blocks of one vector, with a border of zeros around every map, so that a window needs no special case at the edges.
//   [N, ⌈C/b⌉, before + D + after, before + H + after, before + W + after, b]       channels beyond C are zeros
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

/// <summary>Cells of zeros around a map, before and after on each axis.</summary>
internal readonly record struct Halo(int D0, int D1, int H0, int H1, int W0, int W1)
{
    /// <summary>The border that a window reads: its padding.</summary>
    public static Halo Of(Frame frame) => new(frame.D.Before, frame.D.After, frame.H.Before, frame.H.After, frame.W.Before, frame.W.After);

    /// <summary>The least border that serves both.</summary>
    public Halo Union(Halo other) => new(
        Math.Max(D0, other.D0), Math.Max(D1, other.D1), Math.Max(H0, other.H0), Math.Max(H1, other.H1), Math.Max(W0, other.W0), Math.Max(W1, other.W1));

    /// <summary>Whether every side is at least the other's.</summary>
    public bool Covers(Halo other) => Union(other) == this;
}

internal sealed record Blocked(int Block, Halo Halo) : Layout
{
    /// <summary>The share of the blocks' lanes that hold channels.</summary>
    public static double Use(int channels, int block) => (double)channels / ((channels + block - 1) / block * block);

    /// <summary>Where the cells of a shape stand.</summary>
    public BlockedMaps Of(Shape shape) => new(Maps.Of(shape), Block, Halo);

    public override long Count(Shape shape) => Of(shape).Count;

    public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own) => Reordering<T>.Run(crew, this, shape, plain, own, into: true);

    public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => Reordering<T>.Run(crew, this, shape, plain, own, into: false);

    public override string ToString() => "blocks";
}

/// <summary>Where the cells of blocked maps stand, counted in elements.</summary>
internal readonly struct BlockedMaps(Maps maps, int block, Halo halo)
{
    private readonly int d = maps.D + halo.D0 + halo.D1, h = maps.H + halo.H0 + halo.H1, w = maps.W + halo.W0 + halo.W1;

    public int Blocks { get; } = (maps.C + block - 1) / block;

    public long Count => (long)maps.N * Blocks * d * h * w * block;

    /// <summary>Elements of one block's map.</summary>
    public int Map => d * h * w * block;

    /// <summary>Elements from a row to the next.</summary>
    public int Row => w * block;

    /// <summary>Elements from a plane to the next.</summary>
    public int Plane => h * w * block;

    /// <summary>A cell, counted without the border.</summary>
    public int Cell(int n, int b, int depth, int height, int width) => (((n * Blocks) + b) * Map) + ((depth + halo.D0) * Plane) + ((height + halo.H0) * Row) + ((width + halo.W0) * block);

    /// <summary>Writes zeros into the border of one block's map.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void ClearBorder<T>(T* maps0, int n, int b)
        where T : unmanaged
    {
        if (halo == default) return;
        T* map = maps0 + (((n * Blocks) + b) * Map);
        for (int z = 0; z < d; z++)
            for (int y = 0; y < h; y++)
            {
                T* row = map + (z * Plane) + (y * Row);
                bool inside = z >= halo.D0 && z < halo.D0 + maps.D && y >= halo.H0 && y < halo.H0 + maps.H;
                if (!inside) new Span<T>(row, Row).Clear();
                else
                {
                    new Span<T>(row, halo.W0 * block).Clear();
                    new Span<T>(row + ((halo.W0 + maps.W) * block), halo.W1 * block).Clear();
                }
            }
    }
}
