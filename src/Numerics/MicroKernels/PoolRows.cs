// Max-pooling one row of outputs at a time. What is not a number wins.
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

internal static unsafe class PoolRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Hot = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Elementwise, the largest of some rows: y[i] = max over r of x[rows[r] + i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Down(ReadOnlySpan<int> rows, T* x, T* y, int width)
    {
        fixed (int* starts = rows)
            if (Capabilities.Current == Capability.Avx512 && width >= Lanes512<T>.Count) Down<Lanes512<T>>(starts, rows.Length, x, y, width);
            else Down<LanesAny<T>>(starts, rows.Length, x, y, width);
    }

    /// <summary>Along a row: y[o] = max over t below taps of x[o · stride + t · dilation]. One number beyond the last may be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Across(T* x, int taps, int stride, int dilation, T* y, int width)
    {
        if (Capabilities.Current == Capability.Avx512 && width >= Lanes512<T>.Count) Across<Lanes512<T>>(x, taps, stride, dilation, y, width);
        else Across<LanesAny<T>>(x, taps, stride, dilation, y, width);
    }

    /// <summary>One pixel after the other of a block of channels: y[o] = max over the cells of output o, vectors of channels. An output without cells is −∞.</summary>
    /// <param name="rows">Where the rows of the window start.</param>
    /// <param name="starts">Output o reads cells starts[o] … starts[o + 1] − 1 of a row.</param>
    /// <param name="cells">Positions along a row.</param>
    /// <param name="x">The map.</param>
    /// <param name="y">The row of outputs.</param>
    /// <param name="block">Channels of a block.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Blocks(ReadOnlySpan<int> rows, ReadOnlySpan<int> starts, ReadOnlySpan<int> cells, T* x, T* y, int block)
    {
        fixed (int* r = rows, s = starts, c = cells)
            if (Capabilities.Current == Capability.Avx512) Blocks<Lanes512<T>>(r, rows.Length, s, starts.Length - 1, c, x, y, block);
            else Blocks<LanesAny<T>>(r, rows.Length, s, starts.Length - 1, c, x, y, block);
    }

    /// <summary>As <see cref="Blocks(ReadOnlySpan{int}, ReadOnlySpan{int}, ReadOnlySpan{int}, T*, T*, int)"/>, on a plain map.</summary>
    [MethodImpl(Hot)]
    public static void Table(ReadOnlySpan<int> starts, ReadOnlySpan<int> cells, T* x, T* y)
    {
        for (int o = 0; o < starts.Length - 1; o++)
        {
            T max = T.NegativeInfinity;
            for (int i = starts[o]; i < starts[o + 1]; i++) max = Larger(x[cells[i]], max);
            y[o] = max;
        }
    }

    /// <summary>As <see cref="Table"/>, with the position of each value in its map, −1 where there is no cell. On ties the first wins, in the order of rows and cells.</summary>
    [MethodImpl(Hot)]
    public static void Positions(ReadOnlySpan<int> rows, ReadOnlySpan<int> starts, ReadOnlySpan<int> cells, T* x, int* positions, T* values)
    {
        int outputs = starts.Length - 1;
        new Span<int>(positions, outputs).Fill(-1);
        new Span<T>(values, outputs).Fill(T.NegativeInfinity);
        foreach (int row in rows)
            for (int o = 0, i = 0; o < outputs; o++)
            {
                T max = values[o];
                int best = positions[o];
                for (; i < starts[o + 1]; i++)
                {
                    T value = x[row + cells[i]];
                    if (!(value > max) && best >= 0 && !(T.IsNaN(value) && !T.IsNaN(max))) continue;
                    max = value;
                    best = row + cells[i];
                }
                values[o] = max;
                positions[o] = best;
            }
    }

    [MethodImpl(Hot)]
    private static void Down<V>(int* rows, int count, T* x, T* y, int width)
        where V : unmanaged, ILanes<V, T>
    {
        int i = 0;
        for (; i < width && width >= V.Count; i += V.Count)
        {
            T* p = x + Math.Min(i, width - V.Count);
            V max = V.Load(p + rows[0]);
            for (int r = 1; r < count; r++) max = V.Max(V.Load(p + rows[r]), max);
            V.Store(max, y + (p - x));
        }
        for (; i < width; i++)
        {
            T max = x[rows[0] + i];
            for (int r = 1; r < count; r++) max = Larger(x[rows[r] + i], max);
            y[i] = max;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Larger(T a, T b) => a > b || T.IsNaN(a) ? a : b;

    [MethodImpl(Hot)]
    private static void Across<V>(T* x, int taps, int stride, int dilation, T* y, int width)
        where V : unmanaged, ILanes<V, T>
    {
        int o = 0;
        if (stride <= 2)
            for (; o < width && width >= V.Count; o += V.Count)
            {
                int at = Math.Min(o, width - V.Count);
                T* p = x + (at * stride);
                V max = stride == 1 ? V.Load(p) : V.Even(p);
                for (int t = 1; t < taps; t++) max = V.Max(stride == 1 ? V.Load(p + (t * dilation)) : V.Even(p + (t * dilation)), max);
                V.Store(max, y + at);
            }
        for (; o < width; o++)
        {
            T max = x[o * stride];
            for (int t = 1; t < taps; t++) max = Larger(x[(o * stride) + (t * dilation)], max);
            y[o] = max;
        }
    }

    [MethodImpl(Hot)]
    private static void Blocks<V>(int* rows, int count, int* starts, int outputs, int* cells, T* x, T* y, int block)
        where V : unmanaged, ILanes<V, T>
    {
        for (int v = 0; v < block; v += V.Count)
            for (int o = 0; o < outputs; o++)
            {
                V max = V.Of(T.NegativeInfinity);
                for (int r = 0; r < count; r++)
                    for (int i = starts[o]; i < starts[o + 1]; i++) max = V.Max(V.Load(x + rows[r] + (cells[i] * block) + v), max);
                V.Store(max, y + (o * block) + v);
            }
    }
}
