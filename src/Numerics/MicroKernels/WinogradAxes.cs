// The transforms of minimal filtering along one axis, over vectors of channels: Bᵀ of the inputs, Aᵀ of the products. Winograd.cs says whence they come.
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

/// <summary>The transforms of one axis over vectors of channels; memory steps are in elements.</summary>
internal unsafe interface IWinogradAxis
{
    /// <summary>Inputs of a tile, which is also the number of products.</summary>
    static abstract int Reads { get; }

    /// <summary>Outputs of a tile.</summary>
    static abstract int Tile { get; }

    /// <summary>Bᵀ d; gives the squares of the inputs, added up.</summary>
    static abstract V Forward<V>(float* d, nint step, float* to, nint toStep)
        where V : unmanaged, ILanes<V, float>;

    /// <summary>Aᵀ m.</summary>
    static abstract void Back<V>(float* m, nint step, float* to, nint toStep)
        where V : unmanaged, ILanes<V, float>;
}

/// <summary>4 outputs from 6 inputs.</summary>
internal readonly unsafe struct WinogradAxis4 : IWinogradAxis
{
    public static int Reads => 6;

    public static int Tile => 4;

    /// <summary>Row i of Bᵀ holds the coefficients of the product of (x − p) over the other points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Forward<V>(float* d, nint step, float* to, nint toStep)
        where V : unmanaged, ILanes<V, float>
    {
        V d0 = V.Load(d), d1 = V.Load(d + step), d2 = V.Load(d + (2 * step)), d3 = V.Load(d + (3 * step)), d4 = V.Load(d + (4 * step)), d5 = V.Load(d + (5 * step));
        V outer = d3 - d1, inner = d4 - d2;
        V.Store(V.Fma(V.Of(1.5f), outer, V.Fma(V.Of(-2f), d2, d0 + d4)), to);
        V.Store(V.Fma(V.Of(0.5f), d2, V.Fma(V.Of(2.5f), d3, d4 - d1)), to + toStep);
        V.Store(V.Fma(V.Of(-2.5f), d2, V.Fma(V.Of(0.5f), d3, d1 + d4)), to + (2 * toStep));
        V.Store(V.Fma(V.Of(2f), outer, inner), to + (3 * toStep));
        V.Store(V.Fma(V.Of(-0.5f), outer, inner), to + (4 * toStep));
        V.Store(V.Fma(V.Of(1.5f), inner, V.Fma(V.Of(-2f), d3, d1 + d5)), to + (5 * toStep));
        return V.Fma(d5, d5, V.Fma(d4, d4, V.Fma(d3, d3, V.Fma(d2, d2, V.Fma(d1, d1, d0 * d0)))));
    }

    /// <summary>Row k of Aᵀ holds the k-th powers of the points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Back<V>(float* m, nint step, float* to, nint toStep)
        where V : unmanaged, ILanes<V, float>
    {
        V m0 = V.Load(m), m1 = V.Load(m + step), m2 = V.Load(m + (2 * step)), m3 = V.Load(m + (3 * step)), m4 = V.Load(m + (4 * step)), m5 = V.Load(m + (5 * step));
        V sum = m1 + m2, apart = m1 - m2;
        V.Store(m0 + sum + (m3 + m4), to);
        V.Store(V.Fma(V.Of(0.5f), m3, V.Fma(V.Of(-2f), m4, apart)), to + toStep);
        V.Store(V.Fma(V.Of(0.25f), m3, V.Fma(V.Of(4f), m4, sum)), to + (2 * toStep));
        V.Store(V.Fma(V.Of(0.125f), m3, V.Fma(V.Of(-8f), m4, apart + m5)), to + (3 * toStep));
    }
}

/// <summary>2 outputs from 4 inputs.</summary>
internal readonly unsafe struct WinogradAxis2 : IWinogradAxis
{
    public static int Reads => 4;

    public static int Tile => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Forward<V>(float* d, nint step, float* to, nint toStep)
        where V : unmanaged, ILanes<V, float>
    {
        V d0 = V.Load(d), d1 = V.Load(d + step), d2 = V.Load(d + (2 * step)), d3 = V.Load(d + (3 * step));
        V.Store(d2 - d0, to);
        V.Store(d1 + d2, to + toStep);
        V.Store(d2 - d1, to + (2 * toStep));
        V.Store(d3 - d1, to + (3 * toStep));
        return V.Fma(d3, d3, V.Fma(d2, d2, V.Fma(d1, d1, d0 * d0)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Back<V>(float* m, nint step, float* to, nint toStep)
        where V : unmanaged, ILanes<V, float>
    {
        V m0 = V.Load(m), m1 = V.Load(m + step), m2 = V.Load(m + (2 * step)), m3 = V.Load(m + (3 * step));
        V.Store(m0 + m1 + m2, to);
        V.Store(m1 - m2 + m3, to + toStep);
    }
}

/// <summary>An axis without a kernel.</summary>
internal readonly unsafe struct WinogradAxis1 : IWinogradAxis
{
    public static int Reads => 1;

    public static int Tile => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Forward<V>(float* d, nint step, float* to, nint toStep)
        where V : unmanaged, ILanes<V, float>
    {
        V d0 = V.Load(d);
        V.Store(d0, to);
        return d0 * d0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Back<V>(float* m, nint step, float* to, nint toStep)
        where V : unmanaged, ILanes<V, float> => V.Store(V.Load(m), to);
}
