// One product as a value: C [m, n] = alpha · A [m, k] · B [k, n] + beta · C, all row-major.
namespace FunctionalConv.MicroKernels;

internal readonly unsafe struct Job<T>(int m, int n, int k, T alpha, Operand<T> a, Operand<T> b, T beta, T* c, nint row)
    where T : unmanaged
{
    internal readonly int M = m, N = n, K = k;
    internal readonly T Alpha = alpha, Beta = beta;
    internal readonly Operand<T> A = a, B = b;
    internal readonly T* C = c;

    /// <summary>Elements between two rows of C.</summary>
    internal readonly nint Row = row;

    /// <summary>Multiplications and additions, each counted.</summary>
    internal double Flops => 2.0 * M * N * K;
}

/// <summary>A rectangle of C: rows Top to Bottom and columns Left to Right, ends excluded.</summary>
internal readonly record struct Region(int Top, int Bottom, int Left, int Right);
