// Weighted sums of rows, and weighted sums along a row where all outputs have the same weights and read cells a fixed step apart.
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

internal static unsafe class WeightedRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Hot = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>y[i] = Σ over k of weights[k] · x[cells[k] · width + i] for i below width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Down(ReadOnlySpan<int> cells, ReadOnlySpan<T> weights, T* x, T* y, int width)
    {
        fixed (int* c = cells)
        fixed (T* w = weights)
            if (Capabilities.Current == Capability.Avx512 && width >= Lanes512<T>.Count) Down<Lanes512<T>>(c, w, cells.Length, x, y, width);
            else Down<LanesAny<T>>(c, w, cells.Length, x, y, width);
    }

    /// <summary>y[o] = Σ over k of weights[k] · x[cells[k] + o · step] for o below count; steps of 1 and 2 are vectors. One number beyond the last may be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Across(ReadOnlySpan<int> cells, ReadOnlySpan<T> weights, T* x, int step, T* y, int count)
    {
        fixed (int* c = cells)
        fixed (T* w = weights)
            if (Capabilities.Current == Capability.Avx512 && count >= Lanes512<T>.Count) Across<Lanes512<T>>(c, w, cells.Length, x, step, y, count);
            else Across<LanesAny<T>>(c, w, cells.Length, x, step, y, count);
    }

    [MethodImpl(Hot)]
    private static void Down<V>(int* cells, T* weights, int terms, T* x, T* y, int width)
        where V : unmanaged, ILanes<V, T>
    {
        int i = 0;
        for (; i < width && width >= V.Count; i += V.Count)
        {
            int at = Math.Min(i, width - V.Count);
            V sum = V.Of(weights[0]) * V.Load(x + ((nint)cells[0] * width) + at);
            for (int k = 1; k < terms; k++) sum = V.Fma(V.Of(weights[k]), V.Load(x + ((nint)cells[k] * width) + at), sum);
            V.Store(sum, y + at);
        }
        for (; i < width; i++)
        {
            T sum = weights[0] * x[((nint)cells[0] * width) + i];
            for (int k = 1; k < terms; k++) sum = T.FusedMultiplyAdd(weights[k], x[((nint)cells[k] * width) + i], sum);
            y[i] = sum;
        }
    }

    [MethodImpl(Hot)]
    private static void Across<V>(int* cells, T* weights, int terms, T* x, int step, T* y, int count)
        where V : unmanaged, ILanes<V, T>
    {
        int o = 0;
        if (step == 1)
            for (; o < count && count >= V.Count; o += V.Count)
            {
                int at = Math.Min(o, count - V.Count);
                V sum = V.Of(weights[0]) * V.Load(x + cells[0] + at);
                for (int k = 1; k < terms; k++) sum = V.Fma(V.Of(weights[k]), V.Load(x + cells[k] + at), sum);
                V.Store(sum, y + at);
            }
        else if (step == 2)
            for (; o < count && count >= V.Count; o += V.Count)
            {
                int at = Math.Min(o, count - V.Count);
                V sum = V.Of(weights[0]) * V.Even(x + cells[0] + (2 * at));
                for (int k = 1; k < terms; k++) sum = V.Fma(V.Of(weights[k]), V.Even(x + cells[k] + (2 * at)), sum);
                V.Store(sum, y + at);
            }
        for (; o < count; o++)
        {
            T sum = weights[0] * x[cells[0] + ((nint)o * step)];
            for (int k = 1; k < terms; k++) sum = T.FusedMultiplyAdd(weights[k], x[cells[k] + ((nint)o * step)], sum);
            y[o] = sum;
        }
    }
}
