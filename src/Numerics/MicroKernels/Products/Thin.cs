// Products whose C is a single row or column: a matrix times a vector, y = alpha · M · x + beta · y, bound by reading M once.
// Where M's rows are contiguous an element of y is a dot product; where its columns are, y is a sum of columns times numbers.
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

internal static unsafe class Thin
{
    private const MethodImplOptions Hot = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Computes the elements of C in the region; C has one row or one column.</summary>
    internal static void Multiply<T>(in Job<T> job, Region region)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool column = job.N == 1;
        Operand<T> matrix = column ? job.A : job.B.Flipped, vector = column ? job.B : job.A.Flipped;
        int from = column ? region.Top : region.Left, count = (column ? region.Bottom : region.Right) - from;
        nint step = column ? job.Row : 1;
        T* sums = Scratch.Take<T>((long)job.K + count);
        T* x = Contiguous(vector, job.K, sums + count);
        if (matrix.Transposed) Columns(matrix.At(from, 0), matrix.Stride, count, job.K, x, sums);
        else Rows(matrix.At(from, 0), matrix.Stride, count, job.K, x, sums);
        T* y = job.C + (from * step);
        for (int i = 0; i < count; i++, y += step)
            *y = job.Beta == T.Zero ? job.Alpha * sums[i] : (job.Alpha * sums[i]) + (job.Beta * *y);
    }

    private static T* Contiguous<T>(in Operand<T> vector, int count, T* room)
        where T : unmanaged
    {
        T* x = vector.At(0, 0);
        if (vector.Down == 1 || count == 1) return x;
        for (int i = 0; i < count; i++) room[i] = x[i * vector.Down];
        return room;
    }

    // sums[i] = row i of M · x; four rows at once share x, and each row's sum is the same whether it stands alone or not.
    [MethodImpl(Hot)]
    private static void Rows<T>(T* m, nint stride, int rows, int k, T* x, T* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i + 4 <= rows; i += 4, m += 4 * stride)
        {
            T* m1 = m + stride, m2 = m1 + stride, m3 = m2 + stride;
            Vector<T> s0 = Vector<T>.Zero, s1 = s0, s2 = s0, s3 = s0;
            int j = 0;
            for (; j + Vector<T>.Count <= k; j += Vector<T>.Count)
            {
                Vector<T> v = Vector.Load(x + j);
                s0 += v * Vector.Load(m + j);
                s1 += v * Vector.Load(m1 + j);
                s2 += v * Vector.Load(m2 + j);
                s3 += v * Vector.Load(m3 + j);
            }
            sums[i] = Finish(s0, m, x, j, k);
            sums[i + 1] = Finish(s1, m1, x, j, k);
            sums[i + 2] = Finish(s2, m2, x, j, k);
            sums[i + 3] = Finish(s3, m3, x, j, k);
        }
        for (; i < rows; i++, m += stride)
        {
            Vector<T> s = Vector<T>.Zero;
            int j = 0;
            for (; j + Vector<T>.Count <= k; j += Vector<T>.Count) s += Vector.Load(x + j) * Vector.Load(m + j);
            sums[i] = Finish(s, m, x, j, k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Finish<T>(Vector<T> sums, T* m, T* x, int j, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = Vector.Sum(sums);
        for (; j < k; j++) sum += m[j] * x[j];
        return sum;
    }

    // sums = column 0 · x0 + column 1 · x1 + …, four columns in one pass over the sums.
    [MethodImpl(Hot)]
    private static void Columns<T>(T* m, nint stride, int rows, int k, T* x, T* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        new Span<T>(sums, rows).Clear();
        int at = 0, lanes = Vector<T>.Count, whole = rows / lanes * lanes;
        for (; at + 4 <= k; at += 4, m += 4 * stride)
        {
            T* m1 = m + stride, m2 = m1 + stride, m3 = m2 + stride;
            T x0 = x[at], x1 = x[at + 1], x2 = x[at + 2], x3 = x[at + 3];
            Vector<T> v0 = new(x0), v1 = new(x1), v2 = new(x2), v3 = new(x3);
            for (int i = 0; i < whole; i += lanes)
            {
                Vector<T> sum = Vector.Load(sums + i) + (Vector.Load(m + i) * v0);
                sum = sum + (Vector.Load(m1 + i) * v1) + (Vector.Load(m2 + i) * v2) + (Vector.Load(m3 + i) * v3);
                Vector.Store(sum, sums + i);
            }
            for (int i = whole; i < rows; i++) sums[i] = sums[i] + (m[i] * x0) + (m1[i] * x1) + (m2[i] * x2) + (m3[i] * x3);
        }
        for (; at < k; at++, m += stride)
            for (int i = 0; i < rows; i++) sums[i] += m[i] * x[at];
    }
}
