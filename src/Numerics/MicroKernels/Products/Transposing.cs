// A transposed copy: to[c · toStride + r] = from[r · fromStride + c], in squares of 8 × 8 floats or 4 × 4 doubles held in registers.
// A last square that does not fit is moved back over its neighbour: writing a number twice does no harm.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FunctionalConv.MicroKernels;

internal static unsafe class Transposing
{
    private const MethodImplOptions Hot = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    [MethodImpl(Hot)]
    internal static void Copy<T>(T* from, nint fromStride, int rows, int columns, T* to, nint toStride)
        where T : unmanaged
    {
        int side = 32 / sizeof(T);
        if (rows < side || columns < side || Capabilities.Current < Capability.Avx2)
        {
            OneByOne(from, fromStride, rows, columns, to, toStride);
            return;
        }
        for (int r = 0; r < rows; r += side)
        {
            int y = Math.Min(r, rows - side);
            for (int c = 0; c < columns; c += side)
            {
                int x = Math.Min(c, columns - side);
                T* source = from + (y * fromStride) + x, target = to + (x * toStride) + y;
                if (sizeof(T) == sizeof(float)) Floats((float*)source, fromStride, (float*)target, toStride);
                else Doubles((double*)source, fromStride, (double*)target, toStride);
            }
        }
    }

    [MethodImpl(Hot)]
    private static void OneByOne<T>(T* from, nint fromStride, int rows, int columns, T* to, nint toStride)
        where T : unmanaged
    {
        for (int r = 0; r < rows; r++)
        {
            T* source = from + (r * fromStride), target = to + r;
            for (int c = 0; c < columns; c++, target += toStride) *target = source[c];
        }
    }

    // Three rounds: pairs, quadruples, halves of the register.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Floats(float* from, nint stride, float* to, nint toStride)
    {
        float* low = from + (4 * stride);
        Vector256<float> a = Vector256.Load(from), b = Vector256.Load(from + stride);
        Vector256<float> c = Vector256.Load(from + (2 * stride)), d = Vector256.Load(from + (3 * stride));
        Vector256<float> e = Vector256.Load(low), f = Vector256.Load(low + stride);
        Vector256<float> g = Vector256.Load(low + (2 * stride)), h = Vector256.Load(low + (3 * stride));
        Quadruples(a, b, c, d, out a, out b, out c, out d);
        Quadruples(e, f, g, h, out e, out f, out g, out h);
        Halves(a, e, to, 4 * toStride);
        Halves(b, f, to + toStride, 4 * toStride);
        Halves(c, g, to + (2 * toStride), 4 * toStride);
        Halves(d, h, to + (3 * toStride), 4 * toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quadruples(
        Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d,
        out Vector256<float> first, out Vector256<float> second, out Vector256<float> third, out Vector256<float> fourth)
    {
        Vector256<float> ab = Avx.UnpackLow(a, b), cd = Avx.UnpackLow(c, d), ba = Avx.UnpackHigh(a, b), dc = Avx.UnpackHigh(c, d);
        first = Avx.Shuffle(ab, cd, 0b01_00_01_00);
        second = Avx.Shuffle(ab, cd, 0b11_10_11_10);
        third = Avx.Shuffle(ba, dc, 0b01_00_01_00);
        fourth = Avx.Shuffle(ba, dc, 0b11_10_11_10);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halves(Vector256<float> upper, Vector256<float> lower, float* to, nint below)
    {
        Avx.Permute2x128(upper, lower, 0x20).Store(to);
        Avx.Permute2x128(upper, lower, 0x31).Store(to + below);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Doubles(double* from, nint stride, double* to, nint toStride)
    {
        Vector256<double> a = Vector256.Load(from), b = Vector256.Load(from + stride);
        Vector256<double> c = Vector256.Load(from + (2 * stride)), d = Vector256.Load(from + (3 * stride));
        Vector256<double> ab = Avx.UnpackLow(a, b), cd = Avx.UnpackLow(c, d), ba = Avx.UnpackHigh(a, b), dc = Avx.UnpackHigh(c, d);
        Avx.Permute2x128(ab, cd, 0x20).Store(to);
        Avx.Permute2x128(ba, dc, 0x20).Store(to + toStride);
        Avx.Permute2x128(ab, cd, 0x31).Store(to + (2 * toStride));
        Avx.Permute2x128(ba, dc, 0x31).Store(to + (3 * toStride));
    }
}
