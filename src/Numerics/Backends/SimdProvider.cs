// MathNet's matrices on this library's kernels: products of float and double through the register tiles, elementwise work through
// System.Numerics.Tensors, everything else (factorizations, complex numbers) as MathNet's managed provider does it.
using System.Numerics;
using FunctionalConv.MicroKernels;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace FunctionalConv;

/// <summary>The managed provider with vectorised products and elementwise operations for float and double.</summary>
/// <param name="inner">Does what is not vectorised; MathNet's managed provider when omitted.</param>
public sealed partial class SimdProvider(ILinearAlgebraProvider? inner = null) : ForwardingProvider(inner ?? new ManagedLinearAlgebraProvider())
{
    /// <inheritdoc/>
    public override void MatrixMultiply(float[] x, int rowsX, int columnsX, float[] y, int rowsY, int columnsY, float[] result) =>
        MatrixMultiplyWithUpdate(Transpose.DontTranspose, Transpose.DontTranspose, 1, x, rowsX, columnsX, y, rowsY, columnsY, 0, result);

    /// <inheritdoc/>
    public override void MatrixMultiply(double[] x, int rowsX, int columnsX, double[] y, int rowsY, int columnsY, double[] result) =>
        MatrixMultiplyWithUpdate(Transpose.DontTranspose, Transpose.DontTranspose, 1, x, rowsX, columnsX, y, rowsY, columnsY, 0, result);

    /// <inheritdoc/>
    public override void MatrixMultiplyWithUpdate(
        Transpose transposeA, Transpose transposeB, float alpha, float[] a, int rowsA, int columnsA, float[] b, int rowsB, int columnsB, float beta, float[] c) =>
        Multiply(ColumnMajor.Of(transposeA, transposeB, a, rowsA, columnsA, b, rowsB, columnsB, c), alpha, a, b, beta, c);

    /// <inheritdoc/>
    public override void MatrixMultiplyWithUpdate(
        Transpose transposeA, Transpose transposeB, double alpha, double[] a, int rowsA, int columnsA, double[] b, int rowsB, int columnsB, double beta, double[] c) =>
        Multiply(ColumnMajor.Of(transposeA, transposeB, a, rowsA, columnsA, b, rowsB, columnsB, c), alpha, a, b, beta, c);

    private static unsafe void Multiply<T>(ColumnMajor p, T alpha, T[] a, T[] b, T beta, T[] c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ReferenceEquals(a, c)) a = (T[])a.Clone();
        if (ReferenceEquals(b, c)) b = (T[])b.Clone();
        fixed (T* left = b, right = a, result = c)
            Product.Multiply(
                Crew.Of(Crew.DefaultThreads), p.TransposeB, p.TransposeA, p.N, p.M, p.K, alpha, left, p.StoredRowsB, right, p.StoredRowsA, beta, result, p.M);
    }
}
