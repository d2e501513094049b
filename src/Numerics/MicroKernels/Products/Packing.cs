// Copies of pieces of the factors in the order in which the tiles read them.
//   A: [k / 16][rows][16], so that a row of A is copied 16 numbers at a time    B: [k][columns], columns padded with zeros to whole vectors
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

internal static unsafe class Packing
{
    private const MethodImplOptions Hot = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Packs `rows` rows and `k` columns of A from (top, first) on.</summary>
    [MethodImpl(Hot)]
    internal static void Rows<T>(in Operand<T> a, int top, int rows, int first, int k, T* to)
        where T : unmanaged
    {
        const int chunk = Tiles<T>.Chunk;
        for (int at = 0; at < k; at += chunk, to += rows * chunk)
        {
            T* from = a.At(top, first + at);
            int steps = Math.Min(chunk, k - at);
            if (a.Transposed) Transposing.Copy(from, a.Stride, steps, rows, to, chunk);
            else
                for (int i = 0; i < rows; i++, from += a.Stride)
                    Copy(from, to + (i * chunk), steps);
        }
    }

    /// <summary>Packs `k` rows and `columns` columns of B from (first, left) on; each packed row has `step` numbers.</summary>
    [MethodImpl(Hot)]
    internal static void Columns<T>(in Operand<T> b, int first, int k, int left, int columns, T* to, int step)
        where T : unmanaged
    {
        T* from = b.At(first, left);
        if (columns < step) new Span<T>(to, k * step).Clear();
        if (b.Transposed) Transposing.Copy(from, b.Stride, columns, k, to, step);
        else
            for (int i = 0; i < k; i++, from += b.Stride, to += step)
                Copy(from, to, columns);
    }

    // A constant size becomes a few vector moves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy<T>(T* from, T* to, int count)
        where T : unmanaged
    {
        int bytes = count * sizeof(T);
        if (bytes == 128) Unsafe.CopyBlockUnaligned(to, from, 128);
        else if (bytes == 64) Unsafe.CopyBlockUnaligned(to, from, 64);
        else
            for (int j = 0; j < count; j++) to[j] = from[j];
    }
}
