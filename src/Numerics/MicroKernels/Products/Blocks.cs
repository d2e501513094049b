// The blocked product of one rectangle of C on one thread. Around the register tile:
//   columns of C by Wide (packed B stays in the second-level cache) → k by Deep → rows of C by Tall (packed A) → tiles, A's in the first level.
// A rectangle of few rows reads B where it lies; only columns that fill no whole vector go through a padded copy, and their C through a spare tile.
using System.Numerics;

namespace FunctionalConv.MicroKernels;

internal static unsafe class Blocks
{
    // Up to this many tiles of rows reading B where it lies beats packing it (measured: even with rows 4 KB apart).
    private const int FewTiles = 12;

    // The depth of a block, and the bytes of packed A and B that leave room in a second-level cache of 1 MB.
    private const int Deepest = 256, TallBytes = 120 << 10, WideBytes = 768 << 10;

    /// <summary>Computes the elements of C in the region.</summary>
    internal static void Multiply<T>(in Job<T> job, Region region)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int deep = Depth(job.K), tile = Tiles<T>.Rows, across = 2 * Tiles<T>.Lanes;
        int tall = Math.Min(region.Bottom - region.Top, Math.Max(1, TallBytes / sizeof(T) / deep / tile) * tile);
        int wide = Math.Min((region.Right - region.Left + across - 1) / across, Math.Max(1, WideBytes / sizeof(T) / deep / across)) * across;
        bool packs = job.B.Transposed || region.Bottom - region.Top > FewTiles * tile;

        T* spare = Scratch.Take<T>((tile * across) + (((long)tall + (packs ? wide : across)) * (deep + Tiles<T>.Chunk)));
        T* packedB = spare + (tile * across);
        T* packedA = packedB + ((packs ? wide : across) * deep);
        for (int left = region.Left; left < region.Right; left += wide)
            for (int first = 0; first < job.K; first += deep)
            {
                var block = new Block<T>(job, left, Math.Min(region.Right, left + wide), first, Math.Min(deep, job.K - first), packs, packedB, spare);
                block.PackColumns();
                for (int top = region.Top; top < region.Bottom; top += tall)
                    block.Multiply(top, Math.Min(region.Bottom, top + tall), packedA);
            }
    }

    // Depth of one block: k in equal parts of whole chunks. It looks at k alone, for it decides how sums are rounded.
    private static int Depth(int k)
    {
        int parts = (k + Deepest - 1) / Deepest;
        return ((k + parts - 1) / parts + 15) & ~15;
    }
}

/// <summary>Columns Left to Right of C and `depth` steps of k from `first` on.</summary>
internal readonly unsafe struct Block<T>(Job<T> job, int left, int right, int first, int depth, bool packs, T* packedB, T* spare)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Job<T> job = job;

    private static int Across => 2 * Tiles<T>.Lanes;

    /// <summary>Packs all of B's block, or only the columns at its end that fill no whole vector.</summary>
    internal void PackColumns()
    {
        for (int j = left; j < right; j += Across)
        {
            (int columns, int vectors) = Width(j);
            if (!Packed(columns)) continue;
            Packing.Columns(job.B, first, depth, j, columns, Panel(j), vectors * Tiles<T>.Lanes);
        }
    }

    /// <summary>Packs rows Top to Bottom of A and multiplies them with the block of B.</summary>
    internal void Multiply(int top, int bottom, T* packedA)
    {
        int count = (bottom - top + Tiles<T>.Rows - 1) / Tiles<T>.Rows;
        for (int i = 0; i < count; i++)
        {
            int from = top + (int)((long)(bottom - top) * i / count), rows = top + (int)((long)(bottom - top) * (i + 1) / count) - from;
            Packing.Rows(job.A, from, rows, first, depth, packedA);
            for (int j = left; j < right; j += Across) Tile(packedA, from, rows, j);
        }
    }

    private void Tile(T* a, int i, int rows, int j)
    {
        (int columns, int vectors) = Width(j);
        int whole = vectors * Tiles<T>.Lanes;
        bool packed = Packed(columns);
        T* b = packed ? Panel(j) : job.B.At(first, j);
        T* c = job.C + (i * job.Row) + j;
        T beta = first == 0 ? job.Beta : T.One;
        var tile = Tiles<T>.Of(rows, vectors);
        if (columns == whole)
        {
            tile(depth, a, b, packed ? whole : job.B.Stride, c, job.Row, job.Alpha, beta);
            return;
        }
        if (beta != T.Zero) Move(c, job.Row, spare, whole, rows, columns);
        tile(depth, a, b, whole, spare, whole, job.Alpha, beta);
        Move(spare, whole, c, job.Row, rows, columns);
    }

    private (int Columns, int Vectors) Width(int j)
    {
        int columns = Math.Min(Across, right - j);
        return (columns, columns > Tiles<T>.Lanes ? 2 : 1);
    }

    private bool Packed(int columns) => packs || columns % Tiles<T>.Lanes != 0;

    private T* Panel(int j) => packs ? packedB + ((nint)(j - left) * depth) : packedB;

    private static void Move(T* from, nint fromRow, T* to, nint toRow, int rows, int columns)
    {
        for (int i = 0; i < rows; i++, from += fromRow, to += toRow) Packing.Copy(from, to, columns);
    }
}
