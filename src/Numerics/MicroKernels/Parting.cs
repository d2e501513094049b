// Every second number of a row, side by side, parted in registers.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FunctionalConv.MicroKernels;

internal static unsafe class Parting
{
    /// <summary>Whether pairs can be parted in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool CanPart<T>()
        where T : unmanaged => (sizeof(T) is 4 or 8) && ((Vector<byte>.Count == 32 && Avx2.IsSupported) || (Vector<byte>.Count == 16 && AdvSimd.Arm64.IsSupported));

    /// <summary>The numbers at even places of two vectors' length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Even<T>(T* x)
        where T : unmanaged
    {
        if (Vector<byte>.Count == 32)
        {
            if (sizeof(T) == 4)
            {
                Vector256<float> pairs = Avx.Shuffle(Vector256.Load((float*)x), Vector256.Load((float*)x + 8), 0b10_00_10_00);
                return Vector.As<double, T>(Avx2.Permute4x64(pairs.AsDouble(), 0b11_01_10_00).AsVector());
            }
            return Vector.As<double, T>(Avx2.Permute4x64(Avx.UnpackLow(Vector256.Load((double*)x), Vector256.Load((double*)x + 4)), 0b11_01_10_00).AsVector());
        }
        return sizeof(T) == 4
            ? Vector.As<float, T>(AdvSimd.Arm64.UnzipEven(Vector128.Load((float*)x), Vector128.Load((float*)x + 4)).AsVector())
            : Vector.As<double, T>(AdvSimd.Arm64.UnzipEven(Vector128.Load((double*)x), Vector128.Load((double*)x + 2)).AsVector());
    }
}
