// VectorFunction: functions of one to three vectors over rows of numbers. What is left after the last whole vector is done in a vector of its own, so that a function is
// written once. All rows have one length; the output may be the memory of any input.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalConv.Graphs;

/// <summary>A function of up to three vectors of numbers, lane by lane.</summary>
internal interface IVectorFunction<T>
    where T : unmanaged
{
    Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c);
}

internal static class VectorFunction
{
    /// <summary>y = f(a, b, c).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Each<T, TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y, TFunction f)
        where T : unmanaged
        where TFunction : struct, IVectorFunction<T>
    {
        ReadOnlySpan<Vector<T>> first = MemoryMarshal.Cast<T, Vector<T>>(a), second = MemoryMarshal.Cast<T, Vector<T>>(b), third = MemoryMarshal.Cast<T, Vector<T>>(c);
        Span<Vector<T>> results = MemoryMarshal.Cast<T, Vector<T>>(y);
        for (int i = 0; i < results.Length; i++) results[i] = f.Of(first[i], second[i], third[i]);
        int done = results.Length * Vector<T>.Count;
        if (done == y.Length) return;
        Span<T> rest = stackalloc T[Vector<T>.Count];
        f.Of(Rest(a[done..], rest), Rest(b[done..], rest), Rest(c[done..], rest)).CopyTo(rest);
        rest[..(y.Length - done)].CopyTo(y[done..]);
    }

    /// <summary>y = f(a, b).</summary>
    public static void Each<T, TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, TFunction f)
        where T : unmanaged
        where TFunction : struct, IVectorFunction<T> => Each(a, b, b, y, f);

    /// <summary>y = f(x).</summary>
    public static void Each<T, TFunction>(ReadOnlySpan<T> x, Span<T> y, TFunction f)
        where T : unmanaged
        where TFunction : struct, IVectorFunction<T> => Each(x, x, x, y, f);

    /// <summary>A number in all lanes.</summary>
    public static Vector<T> All<T>(double number)
        where T : unmanaged, INumberBase<T> => new(T.CreateTruncating(number));

    /// <summary>Where a number is one.</summary>
    public static Vector<T> IsNumber<T>(Vector<T> x) => Vector.Equals(x, x);

    /// <summary>1 above 0, 0 up to it; what is not a number stays so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> UnitStep<T>(Vector<T> x) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), Vector<T>.One, Vector.ConditionalSelect(IsNumber(x), Vector<T>.Zero, x));

    private static Vector<T> Rest<T>(ReadOnlySpan<T> from, Span<T> room)
    {
        from.CopyTo(room);
        return new(room);
    }
}
