// Pooling of 2×2 cells side by side, the commonest of all: the largest of four numbers, or their mean, for rows of outputs that follow each other.
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

/// <summary>How four numbers become one, two at a time.</summary>
internal interface IPooled<T>
    where T : unmanaged
{
    /// <summary>What the result of four is multiplied by.</summary>
    static abstract T Factor { get; }

    static abstract T Of(T a, T b);

    static abstract V Of<V>(V a, V b)
        where V : unmanaged, ILanes<V, T>;
}

/// <summary>The largest; what is not a number wins.</summary>
internal readonly struct Largest<T> : IPooled<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static T Factor => T.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of(T a, T b) => PoolRows<T>.Larger(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V a, V b)
        where V : unmanaged, ILanes<V, T> => V.Max(a, b);
}

/// <summary>The mean.</summary>
internal readonly struct Mean<T> : IPooled<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static T Factor => T.CreateTruncating(0.25);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of(T a, T b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V a, V b)
        where V : unmanaged, ILanes<V, T> => a + b;
}

internal static unsafe class Squares<T, TPooled>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TPooled : struct, IPooled<T>
{
    /// <summary>y[r, o] is made of x[2r, 2o], x[2r + 1, 2o], x[2r, 2o + 1] and x[2r + 1, 2o + 1].</summary>
    /// <param name="x">2 · rows rows of `from` cells.</param>
    /// <param name="from">Cells of a row of x, at least 2 · width.</param>
    /// <param name="y">Rows of `width` cells.</param>
    /// <param name="width">Outputs of a row.</param>
    /// <param name="rows">Rows of outputs.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pool(T* x, int from, T* y, int width, int rows)
    {
        if (Capabilities.Current == Capability.Avx512) Pool<Lanes512<T>>(x, from, y, width, rows);
        else Pool<LanesAny<T>>(x, from, y, width, rows);
    }

    // A row's last vector writes on into the next row, which comes after it; the last rows, where nothing comes after, are done by numbers.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Pool<V>(T* x, int from, T* y, int width, int rows)
        where V : unmanaged, ILanes<V, T>
    {
        V factor = V.Of(TPooled.Factor);
        int over = (((width + V.Count - 1) / V.Count) * V.Count) - width, r = 0;
        for (int whole = rows - ((over + width - 1) / width); r < whole; r++, x += 2 * from, y += width)
            for (int o = 0; o < width; o += V.Count)
            {
                T* p = x + (2 * o), q = p + from;
                V left = TPooled.Of(V.Load(p), V.Load(q)), right = TPooled.Of(V.Load(p + V.Count), V.Load(q + V.Count));
                V.Store(factor * TPooled.Of(V.Even(left, right), V.Odd(left, right)), y + o);
            }
        for (; r < rows; r++, x += 2 * from, y += width)
            for (int o = 0; o < width; o++)
                y[o] = TPooled.Factor * TPooled.Of(TPooled.Of(x[2 * o], x[from + (2 * o)]), TPooled.Of(x[(2 * o) + 1], x[from + (2 * o) + 1]));
    }
}
