// Sums of rows in double, whatever the numbers are: a float has 24 bits, so many floats of one sign that are added up in float lose the digits in which they differ.
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

internal static unsafe class WideSums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The sum of a row of n numbers.</summary>
    public static double Row(T* x, int n) => typeof(T) == typeof(float) ? Row((float*)x, n) : double.CreateTruncating(TensorPrimitives.Sum(new ReadOnlySpan<T>(x, n)));

    /// <summary>sums[i] += x[i] for n numbers.</summary>
    public static void Add(T* x, double* sums, int n)
    {
        if (typeof(T) == typeof(float))
        {
            Add((float*)x, sums, n);
            return;
        }
        var to = new Span<double>(sums, n);
        TensorPrimitives.Add(to, new ReadOnlySpan<double>((double*)x, n), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Row(float* x, int n)
    {
        Vector<double> a = Vector<double>.Zero, b = a, c = a, d = a;
        int i = 0;
        for (; i <= n - (2 * Vector<float>.Count); i += 2 * Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(x + i), out Vector<double> first, out Vector<double> second);
            Vector.Widen(Vector.Load(x + i + Vector<float>.Count), out Vector<double> third, out Vector<double> fourth);
            a += first;
            b += second;
            c += third;
            d += fourth;
        }
        double sum = Vector.Sum(a + b + (c + d));
        for (; i < n; i++) sum += x[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(float* x, double* sums, int n)
    {
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(x + i), out Vector<double> low, out Vector<double> high);
            Vector.Store(Vector.Load(sums + i) + low, sums + i);
            Vector.Store(Vector.Load(sums + i + Vector<double>.Count) + high, sums + i + Vector<double>.Count);
        }
        for (; i < n; i++) sums[i] += x[i];
    }
}
