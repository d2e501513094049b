// A convolution's matrix with numbers in it, as a MathNet matrix: the kernel's, dense and sparse, and the signal's.
using MathNet.Numerics.LinearAlgebra;

namespace FunctionalConv;

public sealed partial record ConvolutionMatrix
{
    /// <summary>T(h): the matrix that takes a signal to the convolution with this kernel.</summary>
    /// <exception cref="ArgumentException">The kernel has another shape.</exception>
    /// <exception cref="InvalidOperationException">The matrix is too large for memory.</exception>
    public Matrix<double> OfKernel(Tensor<double> h)
    {
        Check(h, Kernel, "kernel");
        MatrixSize.Check($"The matrix of this convolution on {Input}", Rows, Columns, TermCount);
        var values = new double[Rows * Columns];
        foreach (var (row, column, tap) in Terms()) values[(column * Rows) + row] += h.Array[tap];
        return Matrix<double>.Build.Dense(Rows, Columns, values);
    }

    /// <summary>T(h) with only the entries that hold a tap.</summary>
    /// <exception cref="ArgumentException">The kernel has another shape.</exception>
    /// <exception cref="InvalidOperationException">Even so the matrix is too large for memory.</exception>
    public Matrix<double> SparseOfKernel(Tensor<double> h)
    {
        Check(h, Kernel, "kernel");
        MatrixSize.CheckSparse($"The matrix of this convolution on {Input}", Rows, Columns, TermCount);
        return SparseRows.Of(Rows, Columns, Terms().Select(term => (term.Row, term.Column, h.Array[term.Tap])));
    }

    /// <summary>T(x): the matrix that takes a kernel, as a vector, to its convolution with this signal. Its rows are the windows of the signal: im2col.</summary>
    /// <exception cref="ArgumentException">The signal has another shape.</exception>
    /// <exception cref="InvalidOperationException">The matrix is too large for memory.</exception>
    public Matrix<double> OfSignal(Tensor<double> x)
    {
        Check(x, Input, "signal");
        MatrixSize.Check($"The matrix of a signal {Input}", Rows, Kernel.Count, TermCount);
        var values = new double[Rows * Kernel.Count];
        foreach (var (row, column, tap) in Terms()) values[(tap * Rows) + row] += x.Array[column];
        return Matrix<double>.Build.Dense(Rows, Kernel.Count, values);
    }

    private static void Check(Tensor<double> given, Shape shape, string what)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Shape != shape) throw new ArgumentException($"The {what} of this matrix has shape {shape}; it was given {given.Shape}.");
    }
}
