// Winograd's minimal filtering F(4×4, 3×3) on blocked maps (Lavin and Gray 2015, arXiv:1509.09308): 36 products give 16 outputs that take 144 directly.
//   Y = Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A      d a tile of 6 × 6 inputs, g a kernel of 3 × 3, Y a tile of 4 × 4 outputs
// The matrices follow from the interpolation points 0, 1, −1, ½, −2, ∞ (Toom and Cook), whose rounding error is smaller than that of 0, ±1, ±2, ∞.
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

/// <summary>The transforms of F(4×4, 3×3) on vectors of channels.</summary>
internal static unsafe class Winograd
{
    /// <summary>Outputs of a tile on one axis.</summary>
    internal const int Tile = 4;

    /// <summary>Inputs of a tile on one axis.</summary>
    internal const int Reads = 6;

    /// <summary>Products of a tile.</summary>
    internal const int Points = Reads * Reads;

    private const MethodImplOptions Hot = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
    private static readonly double[] At = [0, 1, -1, 0.5, -2];

    /// <summary>G g Gᵀ of one kernel, in double, given to <paramref name="put"/> by point.</summary>
    internal static void Kernel(ReadOnlySpan<float> g, Action<int, double> put)
    {
        var half = new double[Reads * 3];
        for (int i = 0; i < Reads; i++)
            for (int j = 0; j < 3; j++)
                for (int k = 0; k < 3; k++) half[(i * 3) + j] += G(i, k) * g[(k * 3) + j];
        for (int i = 0; i < Reads; i++)
            for (int j = 0; j < Reads; j++)
            {
                double sum = 0;
                for (int k = 0; k < 3; k++) sum += half[(i * 3) + k] * G(j, k);
                put((i * Reads) + j, sum);
            }
    }

    /// <summary>Bᵀ d B of one tile of a block of channels.</summary>
    /// <param name="source">The tile's first cell; rows are <paramref name="row"/> elements apart, cells <paramref name="lanes"/>.</param>
    /// <param name="row">Elements between rows.</param>
    /// <param name="lanes">Channels of a block.</param>
    /// <param name="target">Where point 0 goes; points are <paramref name="point"/> elements apart.</param>
    /// <param name="point">Elements between points.</param>
    internal static void Input(float* source, nint row, int lanes, float* target, nint point)
    {
        if (Capabilities.Current == Capability.Avx512) Input<Lanes512<float>>(source, row, lanes, target, point);
        else Input<LanesAny<float>>(source, row, lanes, target, point);
    }

    /// <summary>Aᵀ m A of one tile of a block of filters, with bias, another map and clip; only the outputs that lie on the map are written.</summary>
    internal static void Output(float* source, nint point, int lanes, float* target, nint row, int rows, int columns, float* bias, float* add, nint addRow, float low, float high)
    {
        if (Capabilities.Current == Capability.Avx512) Output<Lanes512<float>>(source, point, lanes, target, row, rows, columns, bias, add, addRow, low, high);
        else Output<LanesAny<float>>(source, point, lanes, target, row, rows, columns, bias, add, addRow, low, high);
    }

    [MethodImpl(Hot)]
    private static void Input<V>(float* source, nint row, int lanes, float* target, nint point)
        where V : unmanaged, ILanes<V, float>
    {
        V* half = stackalloc V[Points];
        for (int v = 0; v < lanes; v += V.Count, source += V.Count, target += V.Count)
        {
            for (int j = 0; j < Reads; j++)
            {
                float* p = source + (j * lanes);
                Forward(V.Load(p), V.Load(p + row), V.Load(p + (2 * row)), V.Load(p + (3 * row)), V.Load(p + (4 * row)), V.Load(p + (5 * row)),
                    out half[j], out half[Reads + j], out half[(2 * Reads) + j], out half[(3 * Reads) + j], out half[(4 * Reads) + j], out half[(5 * Reads) + j]);
            }
            float* to = target;
            for (V* d = half; d < half + Points; d += Reads, to += Reads * point)
            {
                Forward(d[0], d[1], d[2], d[3], d[4], d[5], out V a, out V b, out V c, out V e, out V f, out V g);
                V.Store(a, to);
                V.Store(b, to + point);
                V.Store(c, to + (2 * point));
                V.Store(e, to + (3 * point));
                V.Store(f, to + (4 * point));
                V.Store(g, to + (5 * point));
            }
        }
    }

    [MethodImpl(Hot)]
    private static void Output<V>(float* source, nint point, int lanes, float* target, nint row, int rows, int columns, float* bias, float* add, nint addRow, float low, float high)
        where V : unmanaged, ILanes<V, float>
    {
        V* half = stackalloc V[Tile * Reads], whole = stackalloc V[Tile];
        V least = V.Of(low), most = V.Of(high);
        for (int v = 0; v < lanes; v += V.Count, source += V.Count, target += V.Count)
        {
            V shift = bias == null ? V.Of(0) : V.Load(bias + v);
            for (int j = 0; j < Reads; j++)
            {
                float* p = source + (j * point);
                nint down = Reads * point;
                Back(V.Load(p), V.Load(p + down), V.Load(p + (2 * down)), V.Load(p + (3 * down)), V.Load(p + (4 * down)), V.Load(p + (5 * down)),
                    out half[j], out half[Reads + j], out half[(2 * Reads) + j], out half[(3 * Reads) + j]);
            }
            for (int i = 0; i < rows; i++)
            {
                V* m = half + (i * Reads);
                Back(m[0], m[1], m[2], m[3], m[4], m[5], out whole[0], out whole[1], out whole[2], out whole[3]);
                float* to = target + (i * row), with = add + (i * addRow) + v;
                for (int k = 0; k < columns; k++, to += lanes)
                {
                    V y = whole[k] + shift;
                    if (add != null) y += V.Load(with + (k * lanes));
                    V.Store(V.Clip(y, least, most), to);
                }
            }
        }
    }

    /// <summary>One axis of Bᵀ: row i holds the coefficients of the product of (x − p) over the other points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward<V>(V d0, V d1, V d2, V d3, V d4, V d5, out V t0, out V t1, out V t2, out V t3, out V t4, out V t5)
        where V : unmanaged, ILanes<V, float>
    {
        V outer = d3 - d1, inner = d4 - d2;
        t0 = V.Fma(V.Of(1.5f), outer, V.Fma(V.Of(-2f), d2, d0 + d4));
        t1 = V.Fma(V.Of(0.5f), d2, V.Fma(V.Of(2.5f), d3, d4 - d1));
        t2 = V.Fma(V.Of(-2.5f), d2, V.Fma(V.Of(0.5f), d3, d1 + d4));
        t3 = V.Fma(V.Of(2f), outer, inner);
        t4 = V.Fma(V.Of(-0.5f), outer, inner);
        t5 = V.Fma(V.Of(1.5f), inner, V.Fma(V.Of(-2f), d3, d1 + d5));
    }

    /// <summary>One axis of Aᵀ: row k holds the k-th powers of the points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Back<V>(V m0, V m1, V m2, V m3, V m4, V m5, out V t0, out V t1, out V t2, out V t3)
        where V : unmanaged, ILanes<V, float>
    {
        V sum = m1 + m2, apart = m1 - m2;
        t0 = m0 + sum + (m3 + m4);
        t1 = V.Fma(V.Of(0.5f), m3, V.Fma(V.Of(-2f), m4, apart));
        t2 = V.Fma(V.Of(0.25f), m3, V.Fma(V.Of(4f), m4, sum));
        t3 = V.Fma(V.Of(0.125f), m3, V.Fma(V.Of(-8f), m4, apart + m5));
    }

    /// <summary>G: row i holds the powers of point i over the product of its distances from the others; the last row is the point at infinity.</summary>
    private static double G(int i, int k)
    {
        if (i == Reads - 1) return k == 2 ? 1 : 0;
        double product = 1;
        for (int j = 0; j < At.Length; j++)
            if (j != i) product *= At[i] - At[j];
        return Math.Pow(At[i], k) / product;
    }
}
