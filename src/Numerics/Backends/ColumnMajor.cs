// What MathNet hands a provider for a product: matrices stored by columns, with the sizes they are stored in. Read by rows the same arrays
// are the transposes, so C = op(A) · op(B) becomes Cᵀ = op(B)ᵀ · op(A)ᵀ: the operands change places and every product here is row-major.
using MathNet.Numerics.Providers.LinearAlgebra;

namespace FunctionalConv;

/// <summary>A checked product of column-major matrices: C [M, N] += op(A) [M, K] · op(B) [K, N].</summary>
internal readonly record struct ColumnMajor(bool TransposeA, bool TransposeB, int M, int N, int K, int StoredRowsA, int StoredRowsB)
{
    /// <summary>The sizes of a product, checked against each other and the arrays.</summary>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">An array's length is not rows · columns, or the inner sizes differ.</exception>
    internal static ColumnMajor Of<T>(Transpose transposeA, Transpose transposeB, T[] a, int rowsA, int columnsA, T[] b, int rowsB, int columnsB, T[] c)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(c);
        bool flipA = transposeA != Transpose.DontTranspose, flipB = transposeB != Transpose.DontTranspose;
        (int m, int k) = flipA ? (columnsA, rowsA) : (rowsA, columnsA);
        (int inner, int n) = flipB ? (columnsB, rowsB) : (rowsB, columnsB);
        Holds(a.Length, rowsA, columnsA, nameof(a));
        Holds(b.Length, rowsB, columnsB, nameof(b));
        Holds(c.Length, m, n, nameof(c));
        if (k != inner) throw new ArgumentException($"The left factor is {m} × {k} and the right one {inner} × {n}; the inner sizes {k} and {inner} must be equal.", nameof(b));
        return new(flipA, flipB, m, n, k, rowsA, rowsB);
    }

    private static void Holds(int length, int rows, int columns, string name)
    {
        if (rows < 0 || columns < 0 || length != (long)rows * columns)
            throw new ArgumentException($"A matrix of {rows} × {columns} needs an array of {(long)rows * columns} numbers; this one has {length}.", name);
    }
}
