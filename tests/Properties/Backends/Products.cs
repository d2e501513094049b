// A product computed by the kernels, and its meaning in plain loops of double.
using System.Numerics;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Properties.Backends;

internal sealed class Products<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ProductCase x;
    private readonly T[] a, b, before;
    private readonly int lda, ldb, ldc;

    internal Products(ProductCase x)
    {
        this.x = x;
        var random = new Random(x.Seed);
        lda = (x.TransposeA ? x.M : x.K) + x.Gap;
        ldb = (x.TransposeB ? x.K : x.N) + x.Gap;
        ldc = x.N + x.Gap;
        a = Numbers(random, x.TransposeA ? x.K : x.M, lda - x.Gap, lda);
        b = Numbers(random, x.TransposeB ? x.N : x.K, ldb - x.Gap, ldb);
        before = x.Beta == 0 ? Numbers(random, x.M, 0, ldc) : Numbers(random, x.M, x.N, ldc);
    }

    /// <summary>C after the product; where the case has a beta of zero, C held NaN before.</summary>
    internal unsafe T[] Run(int threads)
    {
        T[] c = [.. before];
        fixed (T* pa = a, pb = b, pc = c)
            Product.Multiply(
                Crew.Of(threads), x.TransposeA, x.TransposeB, x.M, x.N, x.K, T.CreateChecked(x.Alpha), pa, lda, pb, ldb, T.CreateChecked(x.Beta), pc, ldc);
        return c;
    }

    /// <summary>The first disagreement with plain loops, or null.</summary>
    internal string? Differs(T[] c)
    {
        // Every operation rounds by half an epsilon of its result, or, where that is subnormal, by half of the least number.
        double epsilon = double.CreateChecked(T.BitIncrement(T.One) - T.One), least = double.CreateChecked(T.Epsilon);
        for (int i = 0; i < x.M; i++)
            for (int j = 0; j < ldc; j++)
            {
                if (j >= x.N)
                {
                    if (!T.IsNaN(c[(i * ldc) + j])) return $"({i}, {j}) lies beyond the row and was written";
                    continue;
                }
                double old = x.Beta == 0 ? 0 : x.Beta * double.CreateChecked(before[(i * ldc) + j]), sum = old, size = Math.Abs(old);
                for (int k = 0; k < x.K && x.Alpha != 0; k++)
                {
                    double term = x.Alpha * double.CreateChecked(x.TransposeA ? a[(k * lda) + i] : a[(i * lda) + k])
                        * double.CreateChecked(x.TransposeB ? b[(j * ldb) + k] : b[(k * ldb) + j]);
                    sum += term;
                    size += Math.Abs(term);
                }
                double got = double.CreateChecked(c[(i * ldc) + j]);
                if (!(Math.Abs(got - sum) <= (x.K + 4) * ((epsilon * size) + least))) return $"({i}, {j}) is {got} and should be {sum}";
            }
        return null;
    }

    // Rows of numbers followed by NaN up to the stride.
    private static T[] Numbers(Random random, int rows, int filled, int stride)
    {
        var numbers = new T[rows * stride];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = stride > 0 && i % stride < filled ? T.CreateChecked((random.NextDouble() * 2) - 1) : T.NaN;
        return numbers;
    }
}
