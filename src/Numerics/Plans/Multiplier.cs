// Multiplier: how plans reach a matrix product. Ours works on pointers; any other MathNet provider wants whole arrays of exact length, so numbers are copied.
using System.Numerics;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

/// <summary>Row-major products C = op(A)·op(B) + beta·C on parts of an arena.</summary>
internal abstract unsafe class Multiplier<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Multiplier<T> Of(Backend backend) => backend.IsSimd ? new Own() : new Provided(backend);

    /// <summary>The product; lda, ldb, ldc are the distances between rows. With beta = 0 C is not read.</summary>
    public abstract void Multiply(Crew crew, bool transposeA, bool transposeB, int m, int n, int k, T* a, int lda, T* b, int ldb, T beta, T* c, int ldc);

    private sealed class Own : Multiplier<T>
    {
        public override void Multiply(Crew crew, bool transposeA, bool transposeB, int m, int n, int k, T* a, int lda, T* b, int ldb, T beta, T* c, int ldc) =>
            Product.Multiply(crew, transposeA, transposeB, m, n, k, T.One, a, lda, b, ldb, beta, c, ldc);
    }

    private sealed class Provided(Backend backend) : Multiplier<T>
    {
        private readonly Dictionary<(int Role, int Length), T[]> arrays = [];

        public override void Multiply(Crew crew, bool transposeA, bool transposeB, int m, int n, int k, T* a, int lda, T* b, int ldb, T beta, T* c, int ldc)
        {
            T[] x = Load(0, a, transposeA ? k : m, transposeA ? m : k, lda);
            T[] y = Load(1, b, transposeB ? n : k, transposeB ? k : n, ldb);
            T[] z = beta == T.Zero ? Array(2, m * n) : Load(2, c, m, n, ldc);
            backend.Multiply(transposeA, transposeB, m, n, k, x, y, beta, z);
            for (int i = 0; i < m; i++) z.AsSpan(i * n, n).CopyTo(new Span<T>(c + ((nint)i * ldc), n));
        }

        private T[] Load(int role, T* from, int rows, int columns, int distance)
        {
            T[] array = Array(role, rows * columns);
            for (int i = 0; i < rows; i++) new ReadOnlySpan<T>(from + ((nint)i * distance), columns).CopyTo(array.AsSpan(i * columns));
            return array;
        }

        private T[] Array(int role, int length)
        {
            if (!arrays.TryGetValue((role, length), out T[]? array)) arrays[(role, length)] = array = new T[length];
            return array;
        }
    }
}
