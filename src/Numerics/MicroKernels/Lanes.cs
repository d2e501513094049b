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

    /// <summary>The numbers at even places of two vectors.</summary>
    static abstract TSelf Even(TSelf a, TSelf b);

    /// <summary>The numbers at odd places of two vectors.</summary>
    static abstract TSelf Odd(TSelf a, TSelf b);

    /// <summary>Between least and most; what is not a number stays so.</summary>
    static abstract TSelf Clip(TSelf x, TSelf least, TSelf most);

    /// <summary>All numbers added up.</summary>
    static abstract T Sum(TSelf x);
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
    public static Lanes512<T> Even(T* from) => Even(Load(from), Load(from + Count));

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
    public static Lanes512<T> Even(Lanes512<T> a, Lanes512<T> b) => sizeof(T) == 4
        ? new(Avx512F.PermuteVar16x32x2(a.v.AsInt32(), Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), b.v.AsInt32()).As<int, T>())
        : new(Avx512F.PermuteVar8x64x2(a.v.AsInt64(), Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14), b.v.AsInt64()).As<long, T>());

    [MethodImpl(Inline)]
    public static Lanes512<T> Odd(Lanes512<T> a, Lanes512<T> b) => sizeof(T) == 4
        ? new(Avx512F.PermuteVar16x32x2(a.v.AsInt32(), Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), b.v.AsInt32()).As<int, T>())
        : new(Avx512F.PermuteVar8x64x2(a.v.AsInt64(), Vector512.Create(1L, 3, 5, 7, 9, 11, 13, 15), b.v.AsInt64()).As<long, T>());

    [MethodImpl(Inline)]
    public static T Sum(Lanes512<T> x) => Vector512.Sum(x.v);

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
    public static LanesAny<T> Even(T* from) => Even(Load(from), Load(from + Count));

    [MethodImpl(Inline)]
    public static LanesAny<T> Even(LanesAny<T> a, LanesAny<T> b) => Parting.CanPart<T>() ? new(Parting.Even(a.v, b.v)) : Second(a, b, 0);

    [MethodImpl(Inline)]
    public static LanesAny<T> Odd(LanesAny<T> a, LanesAny<T> b) => Parting.CanPart<T>() ? new(Parting.Odd(a.v, b.v)) : Second(a, b, 1);

    private static LanesAny<T> Second(LanesAny<T> a, LanesAny<T> b, int first)
    {
        T* found = stackalloc T[Vector<T>.Count];
        for (int i = 0; i < Vector<T>.Count; i++) found[i] = ((2 * i) + first) is var at && at < Vector<T>.Count ? a.v[at] : b.v[at - Vector<T>.Count];
        return Load(found);
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
    public static T Sum(LanesAny<T> x) => Vector.Sum(x.v);

    [MethodImpl(Inline)]
    public static LanesAny<T> Clip(LanesAny<T> x, LanesAny<T> least, LanesAny<T> most) => new(Vector.ConditionalSelect(
        Vector.LessThan(x.v, least.v), least.v, Vector.ConditionalSelect(Vector.GreaterThan(x.v, most.v), most.v, x.v)));
}
