// A vector of numbers of this process as one type, so that a loop is written once and compiled for each width.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FunctionalConv.MicroKernels;

/// <summary>A vector of numbers.</summary>
internal unsafe interface ILanes<TSelf, T>
    where TSelf : unmanaged, ILanes<TSelf, T>
    where T : unmanaged
{
    /// <summary>Numbers of a vector.</summary>
    static abstract int Count { get; }

    static abstract TSelf Of(T x);

    static abstract TSelf Load(T* from);

    /// <summary>The numbers at even places of two vectors' length.</summary>
    static abstract TSelf Even(T* from);

    static abstract void Store(TSelf x, T* to);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a · b + c, rounded once where the machine can.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    /// <summary>The larger one; what is not a number wins.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The larger number of each pair of neighbours: first a's pairs, then b's.</summary>
    static abstract TSelf LargerOfPairs(TSelf a, TSelf b);

    /// <summary>Between least and most; what is not a number stays so.</summary>
    static abstract TSelf Clip(TSelf x, TSelf least, TSelf most);
}

/// <summary>64 bytes of numbers, for AVX-512.</summary>
internal readonly unsafe struct Lanes512<T>(Vector512<T> v) : ILanes<Lanes512<T>, T>
    where T : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector512<T> v = v;

    public static int Count => Vector512<T>.Count;

    [MethodImpl(Inline)]
    public static Lanes512<T> Of(T x) => new(Vector512.Create(x));

    [MethodImpl(Inline)]
    public static Lanes512<T> Load(T* from) => new(Vector512.Load(from));

    [MethodImpl(Inline)]
    public static Lanes512<T> Even(T* from) => Even(Vector512.Load(from), Vector512.Load(from + Count));

    [MethodImpl(Inline)]
    public static void Store(Lanes512<T> x, T* to) => x.v.Store(to);

    [MethodImpl(Inline)]
    public static Lanes512<T> operator +(Lanes512<T> a, Lanes512<T> b) => new(a.v + b.v);

    [MethodImpl(Inline)]
    public static Lanes512<T> operator -(Lanes512<T> a, Lanes512<T> b) => new(a.v - b.v);

    [MethodImpl(Inline)]
    public static Lanes512<T> operator *(Lanes512<T> a, Lanes512<T> b) => new(a.v * b.v);

    [MethodImpl(Inline)]
    public static Lanes512<T> Fma(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c) => typeof(T) == typeof(float)
        ? new(Avx512F.FusedMultiplyAdd(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()).As<float, T>())
        : new(Avx512F.FusedMultiplyAdd(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()).As<double, T>());

    [MethodImpl(Inline)]
    public static Lanes512<T> Max(Lanes512<T> a, Lanes512<T> b) => new(Vector512.ConditionalSelect(Vector512.GreaterThan(a.v, b.v) | ~Vector512.Equals(a.v, a.v), a.v, b.v));

    [MethodImpl(Inline)]
    public static Lanes512<T> LargerOfPairs(Lanes512<T> a, Lanes512<T> b) => Max(Even(a.v, b.v), Odd(a.v, b.v));

    [MethodImpl(Inline)]
    private static Lanes512<T> Even(Vector512<T> a, Vector512<T> b) => sizeof(T) == 4
        ? new(Avx512F.PermuteVar16x32x2(a.AsInt32(), Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), b.AsInt32()).As<int, T>())
        : new(Avx512F.PermuteVar8x64x2(a.AsInt64(), Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14), b.AsInt64()).As<long, T>());

    [MethodImpl(Inline)]
    private static Lanes512<T> Odd(Vector512<T> a, Vector512<T> b) => sizeof(T) == 4
        ? new(Avx512F.PermuteVar16x32x2(a.AsInt32(), Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), b.AsInt32()).As<int, T>())
        : new(Avx512F.PermuteVar8x64x2(a.AsInt64(), Vector512.Create(1L, 3, 5, 7, 9, 11, 13, 15), b.AsInt64()).As<long, T>());

    [MethodImpl(Inline)]
    public static Lanes512<T> Clip(Lanes512<T> x, Lanes512<T> least, Lanes512<T> most) => typeof(T) == typeof(float)
        ? new(Avx512F.Min(most.v.AsSingle(), Avx512F.Max(least.v.AsSingle(), x.v.AsSingle())).As<float, T>())
        : new(Avx512F.Min(most.v.AsDouble(), Avx512F.Max(least.v.AsDouble(), x.v.AsDouble())).As<double, T>());
}

/// <summary>As many numbers as the framework's own vector has.</summary>
internal readonly unsafe struct LanesAny<T>(Vector<T> v) : ILanes<LanesAny<T>, T>
    where T : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector<T> v = v;

    public static int Count => Vector<T>.Count;

    [MethodImpl(Inline)]
    public static LanesAny<T> Of(T x) => new(new Vector<T>(x));

    [MethodImpl(Inline)]
    public static LanesAny<T> Load(T* from) => new(Vector.Load(from));

    [MethodImpl(Inline)]
    public static LanesAny<T> Even(T* from)
    {
        if (Parting.CanPart<T>()) return new(Parting.Even(Vector.Load(from), Vector.Load(from + Count)));
        T* even = stackalloc T[Vector<T>.Count];
        for (int i = 0; i < Vector<T>.Count; i++) even[i] = from[2 * i];
        return Load(even);
    }

    [MethodImpl(Inline)]
    public static void Store(LanesAny<T> x, T* to) => Vector.Store(x.v, to);

    [MethodImpl(Inline)]
    public static LanesAny<T> operator +(LanesAny<T> a, LanesAny<T> b) => new(a.v + b.v);

    [MethodImpl(Inline)]
    public static LanesAny<T> operator -(LanesAny<T> a, LanesAny<T> b) => new(a.v - b.v);

    [MethodImpl(Inline)]
    public static LanesAny<T> operator *(LanesAny<T> a, LanesAny<T> b) => new(a.v * b.v);

    [MethodImpl(Inline)]
    public static LanesAny<T> Fma(LanesAny<T> a, LanesAny<T> b, LanesAny<T> c)
    {
        if (Vector<byte>.Count == 32 && System.Runtime.Intrinsics.X86.Fma.IsSupported)
            return typeof(T) == typeof(float)
                ? new(System.Runtime.Intrinsics.X86.Fma.MultiplyAdd(a.v.AsVector256().AsSingle(), b.v.AsVector256().AsSingle(), c.v.AsVector256().AsSingle()).As<float, T>().AsVector())
                : new(System.Runtime.Intrinsics.X86.Fma.MultiplyAdd(a.v.AsVector256().AsDouble(), b.v.AsVector256().AsDouble(), c.v.AsVector256().AsDouble()).As<double, T>().AsVector());
        if (Vector<byte>.Count == 16 && AdvSimd.Arm64.IsSupported)
            return typeof(T) == typeof(float)
                ? new(AdvSimd.FusedMultiplyAdd(c.v.AsVector128().AsSingle(), a.v.AsVector128().AsSingle(), b.v.AsVector128().AsSingle()).As<float, T>().AsVector())
                : new(AdvSimd.Arm64.FusedMultiplyAdd(c.v.AsVector128().AsDouble(), a.v.AsVector128().AsDouble(), b.v.AsVector128().AsDouble()).As<double, T>().AsVector());
        return new((a.v * b.v) + c.v);
    }

    [MethodImpl(Inline)]
    public static LanesAny<T> Max(LanesAny<T> a, LanesAny<T> b) => new(Vector.ConditionalSelect(Vector.GreaterThan(a.v, b.v) | ~Vector.Equals(a.v, a.v), a.v, b.v));

    [MethodImpl(Inline)]
    public static LanesAny<T> LargerOfPairs(LanesAny<T> a, LanesAny<T> b)
    {
        if (Parting.CanPart<T>()) return Max(new(Parting.Even(a.v, b.v)), new(Parting.Odd(a.v, b.v)));
        T* even = stackalloc T[Vector<T>.Count], odd = stackalloc T[Vector<T>.Count];
        for (int i = 0; i < Vector<T>.Count; i++)
        {
            Vector<T> half = 2 * i < Vector<T>.Count ? a.v : b.v;
            (even[i], odd[i]) = (half[2 * i % Vector<T>.Count], half[(2 * i % Vector<T>.Count) + 1]);
        }
        return Max(Load(even), Load(odd));
    }

    [MethodImpl(Inline)]
    public static LanesAny<T> Clip(LanesAny<T> x, LanesAny<T> least, LanesAny<T> most) => new(Vector.ConditionalSelect(
        Vector.LessThan(x.v, least.v), least.v, Vector.ConditionalSelect(Vector.GreaterThan(x.v, most.v), most.v, x.v)));
}
