// Logarithms of probabilities, y[i] = (x[i] − max x) − log Σ exp(x[j] − max x), of a row of numbers, or of rows elementwise: a lane then is a column.
// The largest is taken from every number before the logarithm is: the sum of both would round the logarithm away where numbers are large.
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

internal static unsafe class LogSoftmaxRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Lanes of one call down: with what stands between the passes they lie in the first-level cache.</summary>
    public const int Most = 512;

    /// <summary>Rows up to this length are done number by number: calls of vectorised functions cost more.</summary>
    private const int Short = 32;

    /// <summary>Along one row of n numbers. The output may be the memory of the input only if it is the same row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Along(T* x, T* y, int n)
    {
        if (n <= Short)
        {
            Few(x, y, n);
            return;
        }
        var from = new ReadOnlySpan<T>(x, n);
        T max = TensorPrimitives.Max(from), sum = T.Zero;
        T* e = stackalloc T[Math.Min(n, Most)];
        for (int at = 0; at < n; at += Most)
        {
            var piece = new Span<T>(e, Math.Min(Most, n - at));
            TensorPrimitives.Subtract(from.Slice(at, piece.Length), max, piece);
            TensorPrimitives.Exp(piece, piece);
            sum += TensorPrimitives.Sum<T>(piece);
        }
        var to = new Span<T>(y, n);
        TensorPrimitives.Subtract(from, max, to);
        TensorPrimitives.Subtract(to, T.Log(sum), to);
    }

    /// <summary>Down n rows that begin <paramref name="step"/> numbers apart, for at most <see cref="Most"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Down(T* x, T* y, int n, int step, int lanes)
    {
        T* room = stackalloc T[3 * lanes];
        Span<T> max = new(room, lanes), sum = new(room + lanes, lanes), e = new(room + (2 * lanes), lanes);
        Row(x, 0, step, lanes).CopyTo(max);
        for (int i = 1; i < n; i++) TensorPrimitives.Max(max, Row(x, i, step, lanes), max);
        sum.Clear();
        for (int i = 0; i < n; i++)
        {
            TensorPrimitives.Subtract(Row(x, i, step, lanes), max, e);
            TensorPrimitives.Exp(e, e);
            TensorPrimitives.Add(sum, e, sum);
        }
        TensorPrimitives.Log(sum, sum);
        for (int i = 0; i < n; i++)
        {
            TensorPrimitives.Subtract(Row(x, i, step, lanes), max, e);
            TensorPrimitives.Subtract(e, sum, new Span<T>(y + ((nint)i * step), lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Few(T* x, T* y, int n)
    {
        T max = *x, sum = T.Zero;
        for (int i = 1; i < n; i++) max = T.Max(max, x[i]);
        for (int i = 0; i < n; i++) sum += T.Exp(x[i] - max);
        T log = T.Log(sum);
        for (int i = 0; i < n; i++) y[i] = x[i] - max - log;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<T> Row(T* x, int i, int step, int lanes) => new(x + ((nint)i * step), lanes);
}
