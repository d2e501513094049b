// Rows: plain maps with a border of zeros, and each row split as many ways as a window's stride: all cells whose position is divisible by it, then those that leave 1, and so on.
// A window's tap then reads neighbouring cells for neighbouring outputs, whatever its stride.
//   [N, C, before + D + after, before + H + after, ways, ⌈(before + W + after) / ways⌉]
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed record PaddedRows(Halo Halo, int Ways) : Layout
{
    public RowMaps Of(Shape shape) => new(Maps.Of(shape), Halo, Ways);

    public override long Count(Shape shape) => Of(shape).Count;

    public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own)
    {
        Maps maps = Maps.Of(shape);
        RowMaps to = Of(shape);
        PaddedCopy<T>.Run(crew, maps, to, plain, own);
    }

    public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => throw new NotSupportedException("Padded rows are read by kernels alone.");

    public override string ToString() => "padded rows";
}

/// <summary>Where the cells of padded rows stand, counted in elements.</summary>
internal readonly struct RowMaps(Maps maps, Halo halo, int ways)
{
    private readonly int d = maps.D + halo.D0 + halo.D1, h = maps.H + halo.H0 + halo.H1;

    /// <summary>Elements of a map.</summary>
    public int Map => d * Plane;

    public int Plane => h * Row;

    /// <summary>Elements of a row.</summary>
    public int Row => ways * Part;

    /// <summary>Elements of one residue's part of a row.</summary>
    public int Part { get; } = (maps.W + halo.W0 + halo.W1 + ways - 1) / ways;

    public long Count => (long)maps.N * maps.C * d * h * ways * Part;

    /// <summary>A row, counted without the border above and before it: its first cell is one of the border's.</summary>
    public int At(int n, int c, int depth, int height) => (((n * maps.C) + c) * Map) + ((depth + halo.D0) * Plane) + ((height + halo.H0) * Row);

    /// <summary>A cell of a row, counted without the border.</summary>
    public int Cell(int w) => ((w + halo.W0) % ways * Part) + ((w + halo.W0) / ways);

    public Halo Halo => halo;

    public int Ways => ways;

    public int Depths => d;

    public int Heights => h;
}
