// Winograd's minimal filtering F(4×4, 3×3) on blocked maps (Lavin and Gray 2015, arXiv:1509.09308): 36 products give 16 outputs that take 144 directly.
//   Y = Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A      d a tile of 6 × 6 inputs, g a kernel of 3 × 3, Y a tile of 4 × 4 outputs
// The matrices follow from the interpolation points 0, 1, −1, ½, −2, ∞ (Toom and Cook), whose rounding error is smaller than that of 0, ±1, ±2, ∞.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

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
    [MethodImpl(Hot)]
    internal static void Input(float* source, nint row, int lanes, float* target, nint point)
    {
        Vector<float>* half = stackalloc Vector<float>[Points], whole = stackalloc Vector<float>[Reads];
        for (int v = 0; v < lanes; v += Vector<float>.Count, source += Vector<float>.Count, target += Vector<float>.Count)
        {
            for (int j = 0; j < Reads; j++)
            {
                float* p = source + (j * lanes);
                Forward(Vector.Load(p), Vector.Load(p + row), Vector.Load(p + (2 * row)), Vector.Load(p + (3 * row)), Vector.Load(p + (4 * row)), Vector.Load(p + (5 * row)), half + j, Reads);
            }
            for (int i = 0; i < Reads; i++)
            {
                Vector<float>* d = half + (i * Reads);
                Forward(d[0], d[1], d[2], d[3], d[4], d[5], whole, 1);
                for (int k = 0; k < Reads; k++) Vector.Store(whole[k], target + (((i * Reads) + k) * point));
            }
        }
    }

    /// <summary>Aᵀ m A of one tile of a block of filters, with bias and clip; only the outputs that lie on the map are written.</summary>
    [MethodImpl(Hot)]
    internal static void Output(float* source, nint point, int lanes, float* target, nint row, int rows, int columns, float* bias, float low, float high)
    {
        Vector<float>* half = stackalloc Vector<float>[Tile * Reads], whole = stackalloc Vector<float>[Tile];
        Vector<float> least = new(low), most = new(high);
        for (int v = 0; v < lanes; v += Vector<float>.Count, source += Vector<float>.Count, target += Vector<float>.Count)
        {
            Vector<float> add = bias == null ? Vector<float>.Zero : Vector.Load(bias + v);
            for (int j = 0; j < Reads; j++)
            {
                float* p = source + (j * point);
                nint down = Reads * point;
                Back(Vector.Load(p), Vector.Load(p + down), Vector.Load(p + (2 * down)), Vector.Load(p + (3 * down)), Vector.Load(p + (4 * down)), Vector.Load(p + (5 * down)), half + j, Reads);
            }
            for (int i = 0; i < rows; i++)
            {
                Vector<float>* m = half + (i * Reads);
                Back(m[0], m[1], m[2], m[3], m[4], m[5], whole, 1);
                for (int k = 0; k < columns; k++)
                {
                    Vector<float> y = whole[k] + add;
                    y = Vector.ConditionalSelect(Vector.LessThan(y, least), least, Vector.ConditionalSelect(Vector.GreaterThan(y, most), most, y));
                    Vector.Store(y, target + (i * row) + (k * lanes));
                }
            }
        }
    }

    /// <summary>One axis of Bᵀ: row i holds the coefficients of the product of (x − p) over the other points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward(Vector<float> d0, Vector<float> d1, Vector<float> d2, Vector<float> d3, Vector<float> d4, Vector<float> d5, Vector<float>* to, int step)
    {
        Vector<float> outer = d3 - d1, inner = d4 - d2;
        to[0] = Fma(1.5f, outer, Fma(-2f, d2, d0 + d4));
        to[step] = Fma(0.5f, d2, Fma(2.5f, d3, d4 - d1));
        to[2 * step] = Fma(-2.5f, d2, Fma(0.5f, d3, d1 + d4));
        to[3 * step] = Fma(2f, outer, inner);
        to[4 * step] = Fma(-0.5f, outer, inner);
        to[5 * step] = Fma(1.5f, inner, Fma(-2f, d3, d1 + d5));
    }

    /// <summary>One axis of Aᵀ: row k holds the k-th powers of the points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Back(Vector<float> m0, Vector<float> m1, Vector<float> m2, Vector<float> m3, Vector<float> m4, Vector<float> m5, Vector<float>* to, int step)
    {
        Vector<float> sum = m1 + m2, apart = m1 - m2;
        to[0] = m0 + sum + (m3 + m4);
        to[step] = Fma(0.5f, m3, Fma(-2f, m4, apart));
        to[2 * step] = Fma(0.25f, m3, Fma(4f, m4, sum));
        to[3 * step] = Fma(0.125f, m3, Fma(-8f, m4, apart + m5));
    }

    /// <summary>a · b + c, rounded once where the machine can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Fma(float a, Vector<float> b, Vector<float> c)
    {
        if (Vector<float>.Count == Vector256<float>.Count && System.Runtime.Intrinsics.X86.Fma.IsSupported)
            return System.Runtime.Intrinsics.X86.Fma.MultiplyAdd(Vector256.Create(a), b.AsVector256(), c.AsVector256()).AsVector();
        if (Vector<float>.Count == Vector128<float>.Count && AdvSimd.IsSupported)
            return AdvSimd.FusedMultiplyAdd(c.AsVector128(), Vector128.Create(a), b.AsVector128()).AsVector();
        return (a * b) + c;
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
