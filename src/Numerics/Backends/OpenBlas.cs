// The native library OpenBLAS through its C interface (CBLAS), found by the system's loader when it is asked for.
// Only products are taken from it. It starts with as many threads as crews have by default. Constants: https://www.netlib.org/blas/#_cblas
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using FunctionalConv.MicroKernels;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace FunctionalConv;

internal sealed unsafe class OpenBlas
{
    private const int ColumnOrder = 102, AsItStands = 111, Transposed = 112;
    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["libopenblas.dll", "openblas.dll"]
        : OperatingSystem.IsMacOS() ? ["libopenblas.dylib", "libopenblas.0.dylib"] : ["libopenblas.so.0", "libopenblas.so"];

    private readonly delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> sgemm;
    private readonly delegate* unmanaged[Cdecl]<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void> dgemm;
    private readonly delegate* unmanaged[Cdecl]<int, void> setThreads;

    private OpenBlas(nint single, nint real, nint threads)
    {
        sgemm = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)single;
        dgemm = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void>)real;
        setThreads = (delegate* unmanaged[Cdecl]<int, void>)threads;
    }

    /// <summary>How many threads products use from now on, in the whole process.</summary>
    internal void UseThreads(int threads) => setThreads(threads);

    /// <summary>C = alpha · op(A) · op(B) + beta · C, column-major.</summary>
    internal void Multiply(ColumnMajor p, float alpha, float* a, float* b, float beta, float* c) =>
        sgemm(ColumnOrder, Flag(p.TransposeA), Flag(p.TransposeB), p.M, p.N, p.K, alpha, a, Lead(p.StoredRowsA), b, Lead(p.StoredRowsB), beta, c, Lead(p.M));

    /// <inheritdoc cref="Multiply(ColumnMajor, float, float*, float*, float, float*)"/>
    internal void Multiply(ColumnMajor p, double alpha, double* a, double* b, double beta, double* c) =>
        dgemm(ColumnOrder, Flag(p.TransposeA), Flag(p.TransposeB), p.M, p.N, p.K, alpha, a, Lead(p.StoredRowsA), b, Lead(p.StoredRowsB), beta, c, Lead(p.M));

    /// <summary>The library when the system has it; otherwise why not.</summary>
    internal static bool TryLoad([NotNullWhen(true)] out OpenBlas? library, out string reason)
    {
        library = null;
        reason = $"the system's loader finds no {string.Join(" or ", Names)}";
        foreach (string name in Names)
            if (NativeLibrary.TryLoad(name, out nint handle))
            {
                if (NativeLibrary.TryGetExport(handle, "cblas_sgemm", out nint single) && NativeLibrary.TryGetExport(handle, "cblas_dgemm", out nint real)
                    && NativeLibrary.TryGetExport(handle, "openblas_set_num_threads", out nint threads))
                {
                    (library, reason) = (new(single, real, threads), "");
                    library.UseThreads(Crew.DefaultThreads);
                    return true;
                }
                reason = $"{name} was built without CBLAS";
            }
        return false;
    }

    private static int Flag(bool transposed) => transposed ? Transposed : AsItStands;

    private static int Lead(int rows) => Math.Max(1, rows);
}

/// <summary>The SIMD provider with products of float and double computed by OpenBLAS.</summary>
internal sealed unsafe class OpenBlasProvider(OpenBlas library) : ForwardingProvider(new SimdProvider())
{
    internal OpenBlas Library => library;

    public override void MatrixMultiply(float[] x, int rowsX, int columnsX, float[] y, int rowsY, int columnsY, float[] result) =>
        MatrixMultiplyWithUpdate(Transpose.DontTranspose, Transpose.DontTranspose, 1, x, rowsX, columnsX, y, rowsY, columnsY, 0, result);

    public override void MatrixMultiply(double[] x, int rowsX, int columnsX, double[] y, int rowsY, int columnsY, double[] result) =>
        MatrixMultiplyWithUpdate(Transpose.DontTranspose, Transpose.DontTranspose, 1, x, rowsX, columnsX, y, rowsY, columnsY, 0, result);

    public override void MatrixMultiplyWithUpdate(
        Transpose transposeA, Transpose transposeB, float alpha, float[] a, int rowsA, int columnsA, float[] b, int rowsB, int columnsB, float beta, float[] c)
    {
        var sizes = ColumnMajor.Of(transposeA, transposeB, a, rowsA, columnsA, b, rowsB, columnsB, c);
        fixed (float* left = Apart(a, c), right = Apart(b, c), result = c) library.Multiply(sizes, alpha, left, right, beta, result);
    }

    public override void MatrixMultiplyWithUpdate(
        Transpose transposeA, Transpose transposeB, double alpha, double[] a, int rowsA, int columnsA, double[] b, int rowsB, int columnsB, double beta, double[] c)
    {
        var sizes = ColumnMajor.Of(transposeA, transposeB, a, rowsA, columnsA, b, rowsB, columnsB, c);
        fixed (double* left = Apart(a, c), right = Apart(b, c), result = c) library.Multiply(sizes, alpha, left, right, beta, result);
    }

    // A factor that is also the result must be read from a copy.
    private static T[] Apart<T>(T[] factor, T[] result) => ReferenceEquals(factor, result) ? (T[])factor.Clone() : factor;
}
