// Products of row-major arrays on a backend. MathNet's providers are column-major and read the same arrays as transposes, so
// C = op(A) · op(B) is handed over as Cᵀ = op(B)ᵀ · op(A)ᵀ: the operands change places, the flags stay.
using System.Numerics;
using FunctionalConv.MicroKernels;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace FunctionalConv;

public sealed partial class Backend
{
    /// <summary>C [m, n] = op(A) [m, k] · op(B) [k, n] + beta · C, row-major, arrays of exactly these lengths; C is neither A nor B.
    /// A beta of zero does not read C. Types other than float and double are multiplied in plain loops.</summary>
    internal void Multiply<T>(bool transposeA, bool transposeB, int m, int n, int k, T[] a, T[] b, T beta, T[] c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Capabilities.Require();
        bool known = typeof(T) == typeof(float) || typeof(T) == typeof(double);
        if (m == 0 || n == 0) return;
        if (k == 0 || !known) Directly(transposeA, transposeB, m, n, k, a, b, beta, c);
        else if (typeof(T) == typeof(float)) Hand(Provider, transposeA, transposeB, m, n, k, (float[])(object)a, (float[])(object)b, float.CreateChecked(beta), (float[])(object)c);
        else Hand(Provider, transposeA, transposeB, m, n, k, (double[])(object)a, (double[])(object)b, double.CreateChecked(beta), (double[])(object)c);
    }

    private static void Hand<T>(ILinearAlgebraProvider<T> provider, bool transposeA, bool transposeB, int m, int n, int k, T[] a, T[] b, T beta, T[] c)
        where T : struct, INumberBase<T>, IEquatable<T>, IFormattable
    {
        (int rowsA, int columnsA) = transposeA ? (m, k) : (k, m);
        (int rowsB, int columnsB) = transposeB ? (k, n) : (n, k);
        provider.MatrixMultiplyWithUpdate(Flag(transposeB), Flag(transposeA), T.One, b, rowsB, columnsB, a, rowsA, columnsA, beta, c);
    }

    private static unsafe void Directly<T>(bool transposeA, bool transposeB, int m, int n, int k, T[] a, T[] b, T beta, T[] c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* left = a, right = b, result = c)
            Product.Multiply(Crew.Of(1), transposeA, transposeB, m, n, k, T.One, left, transposeA ? m : k, right, transposeB ? k : n, beta, result, n);
    }

    private static Transpose Flag(bool transposed) => transposed ? Transpose.Transpose : Transpose.DontTranspose;
}
