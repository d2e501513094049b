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

    /// <summary>The numbers at even places of two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Even<T>(Vector<T> a, Vector<T> b)
        where T : unmanaged
    {
        if (Vector<byte>.Count == 16)
            return sizeof(T) == 4
                ? Vector.As<float, T>(AdvSimd.Arm64.UnzipEven(a.AsVector128().AsSingle(), b.AsVector128().AsSingle()).AsVector())
                : Vector.As<double, T>(AdvSimd.Arm64.UnzipEven(a.AsVector128().AsDouble(), b.AsVector128().AsDouble()).AsVector());
        return Ordered<T>(sizeof(T) == 4
            ? Avx.Shuffle(a.AsVector256().AsSingle(), b.AsVector256().AsSingle(), 0b10_00_10_00).AsDouble()
            : Avx.UnpackLow(a.AsVector256().AsDouble(), b.AsVector256().AsDouble()));
    }

    /// <summary>The numbers at odd places of two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Odd<T>(Vector<T> a, Vector<T> b)
        where T : unmanaged
    {
        if (Vector<byte>.Count == 16)
            return sizeof(T) == 4
                ? Vector.As<float, T>(AdvSimd.Arm64.UnzipOdd(a.AsVector128().AsSingle(), b.AsVector128().AsSingle()).AsVector())
                : Vector.As<double, T>(AdvSimd.Arm64.UnzipOdd(a.AsVector128().AsDouble(), b.AsVector128().AsDouble()).AsVector());
        return Ordered<T>(sizeof(T) == 4
            ? Avx.Shuffle(a.AsVector256().AsSingle(), b.AsVector256().AsSingle(), 0b11_01_11_01).AsDouble()
            : Avx.UnpackHigh(a.AsVector256().AsDouble(), b.AsVector256().AsDouble()));
    }

    // Shuffles of 256 bits work in halves; this puts the halves of a and b in order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Ordered<T>(Vector256<double> halves)
        where T : unmanaged => Vector.As<double, T>(Avx2.Permute4x64(halves, 0b11_01_10_00).AsVector());
}
