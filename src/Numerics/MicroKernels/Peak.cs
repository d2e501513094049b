// The multiply-adds that this machine does per second: ten independent chains of vector FMA in registers, no memory. What shares of the peak are shares of.
//   Measured, not looked up: the clock depends on the instruction set, on the other processors and on neighbours.
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FunctionalConv.MicroKernels;

internal static class Peak
{
    private const int Chains = 10, Steps = 40_000, Windows = 7;

    /// <summary>GFLOP/s of a crew in this moment, the best of a few windows of about 50 µs; double has half the lanes of float.</summary>
    internal static double Measure<T>(Crew crew)
        where T : unmanaged
    {
        double best = double.MaxValue;
        Action<int> body = static _ => Loop();
        for (int i = 0; i < Windows; i++)
        {
            long begun = Stopwatch.GetTimestamp();
            crew.Run(crew.Threads, body);
            best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }
        return 2.0 * Chains * Steps * Lanes * crew.Threads / best / 1e9 * sizeof(float) / Unsafe.SizeOf<T>();
    }

    private static int Lanes => Tiles<float>.Lanes;

    private static void Loop()
    {
        switch (Capabilities.Current)
        {
            case Capability.Avx512: OfAvx512(); break;
            case Capability.Avx2: OfAvx2(); break;
            case Capability.AdvSimd: OfAdvSimd(); break;
            default: OfVectors(); break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector512<float> OfAvx512()
    {
        Vector512<float> f = Vector512.Create(0.5f), a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f;
        for (int step = 0; step < Steps; step++)
        {
            (a, b, c, d, e) = (Avx512F.FusedMultiplyAdd(f, f, a), Avx512F.FusedMultiplyAdd(f, f, b), Avx512F.FusedMultiplyAdd(f, f, c), Avx512F.FusedMultiplyAdd(f, f, d), Avx512F.FusedMultiplyAdd(f, f, e));
            (g, h, i, j, k) = (Avx512F.FusedMultiplyAdd(f, f, g), Avx512F.FusedMultiplyAdd(f, f, h), Avx512F.FusedMultiplyAdd(f, f, i), Avx512F.FusedMultiplyAdd(f, f, j), Avx512F.FusedMultiplyAdd(f, f, k));
        }
        return a + b + c + d + e + g + h + i + j + k;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector256<float> OfAvx2()
    {
        Vector256<float> f = Vector256.Create(0.5f), a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f;
        for (int step = 0; step < Steps; step++)
        {
            (a, b, c, d, e) = (Fma.MultiplyAdd(f, f, a), Fma.MultiplyAdd(f, f, b), Fma.MultiplyAdd(f, f, c), Fma.MultiplyAdd(f, f, d), Fma.MultiplyAdd(f, f, e));
            (g, h, i, j, k) = (Fma.MultiplyAdd(f, f, g), Fma.MultiplyAdd(f, f, h), Fma.MultiplyAdd(f, f, i), Fma.MultiplyAdd(f, f, j), Fma.MultiplyAdd(f, f, k));
        }
        return a + b + c + d + e + g + h + i + j + k;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector128<float> OfAdvSimd()
    {
        Vector128<float> f = Vector128.Create(0.5f), a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f;
        for (int step = 0; step < Steps; step++)
        {
            (a, b, c, d, e) = (AdvSimd.FusedMultiplyAdd(a, f, f), AdvSimd.FusedMultiplyAdd(b, f, f), AdvSimd.FusedMultiplyAdd(c, f, f), AdvSimd.FusedMultiplyAdd(d, f, f), AdvSimd.FusedMultiplyAdd(e, f, f));
            (g, h, i, j, k) = (AdvSimd.FusedMultiplyAdd(g, f, f), AdvSimd.FusedMultiplyAdd(h, f, f), AdvSimd.FusedMultiplyAdd(i, f, f), AdvSimd.FusedMultiplyAdd(j, f, f), AdvSimd.FusedMultiplyAdd(k, f, f));
        }
        return a + b + c + d + e + g + h + i + j + k;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector<float> OfVectors()
    {
        Vector<float> f = new(0.5f), a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f;
        for (int step = 0; step < Steps; step++)
        {
            (a, b, c, d, e) = ((a * f) + f, (b * f) + f, (c * f) + f, (d * f) + f, (e * f) + f);
            (g, h, i, j, k) = ((g * f) + f, (h * f) + f, (i * f) + f, (j * f) + f, (k * f) + f);
        }
        return a + b + c + d + e + g + h + i + j + k;
    }
}
