// Copies of pieces of the factors in the order in which the tiles read them.
//   A: [k / 16][rows][16], so that a row of A is copied 16 numbers at a time    B: [k][columns], columns padded with zeros to whole vectors
using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Copies up to 128 bytes: a constant size becomes a few vector moves, and two that overlap serve any size between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy<T>(T* from, T* to, int count)
        where T : unmanaged
    {
        byte* x = (byte*)from, y = (byte*)to;
        int bytes = count * sizeof(T);
        if (bytes == 128) Unsafe.CopyBlockUnaligned(y, x, 128);
        else if (bytes >= 64) Twice(x, y, bytes, 64);
        else if (bytes >= 32) Twice(x, y, bytes, 32);
        else if (bytes >= 16) Twice(x, y, bytes, 16);
        else
            for (int j = 0; j < count; j++) to[j] = from[j];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Twice(byte* from, byte* to, int bytes, [ConstantExpected] uint size)
    {
        Unsafe.CopyBlockUnaligned(to, from, size);
        Unsafe.CopyBlockUnaligned(to + bytes - size, from + bytes - size, size);
    }
}
