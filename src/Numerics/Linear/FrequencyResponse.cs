// What a circular convolution does to each frequency: the Fourier transform makes its matrix block diagonal, one C_out × C_in matrix per frequency.
//   H[k][m, c] = Σ over t of w[m, c, t] · e^(2πi k·(t·dilation − before) / n)        one channel: the eigenvalues of the circulant matrix
//   F A F* = diag(H),   F[k, j] = e^(−2πi k·j / n) / √n.      Sedghi, Gupta & Long 2019, arXiv:1805.10408
using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FunctionalConv;

/// <summary>The frequency response of a circular convolution: a matrix of C_out × C_in complex numbers for each frequency.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class FrequencyResponse
{
    private readonly FourierTransform?[,] blocks;
    private readonly bool transposed;

    private FrequencyResponse(Shape frequencies, FourierTransform?[,] blocks, bool transposed) => (Frequencies, this.blocks, this.transposed) = (frequencies, blocks, transposed);

    /// <summary>The frequencies per spatial axis, as many as the maps have cells.</summary>
    public Shape Frequencies { get; }

    /// <summary>How many frequencies there are.</summary>
    public int Count => Frequencies.Count;

    /// <summary>The response [C_out, C_in] at a frequency, given by its flat position.</summary>
    public Matrix<Complex> this[int frequency]
    {
        get
        {
            Matrix<Complex> h = Matrix<Complex>.Build.Dense(blocks.GetLength(0), blocks.GetLength(1), (m, c) => blocks[m, c] is { } block ? block.Values[frequency] : Complex.Zero);
            return transposed ? h.ConjugateTranspose() : h;
        }
    }

    /// <summary>The eigenvalues of a circulant matrix, in the order of the frequencies: the transform of its first column.</summary>
    /// <exception cref="InvalidOperationException">There are several channels: each frequency has a matrix, not a number.</exception>
    public IReadOnlyList<Complex> Eigenvalues => blocks.Length == 1
        ? [.. Enumerable.Range(0, Count).Select(k => this[k][0, 0])]
        : throw new InvalidOperationException($"A convolution of {blocks.GetLength(1)} to {blocks.GetLength(0)} channels has a matrix per frequency, not an eigenvalue; read the matrices, or the singular values of its Spectrum.");

    /// <summary>The response of a convolution with a circulant matrix.</summary>
    /// <exception cref="ArgumentException">The matrix is not circulant, or the kernel has another shape.</exception>
    public static FrequencyResponse Of(ConvolutionMatrix matrix, Tensor<double> kernel)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(kernel);
        if (matrix.Structure.Family != StructureFamily.Circulant)
            throw new ArgumentException($"Only a circular convolution with stride 1 that keeps the size is diagonal in frequencies; this one is {matrix.Structure}: pad with Same.Filled(Circular).", nameof(matrix));
        if (kernel.Shape != matrix.Kernel) throw new ArgumentException($"The kernel of this matrix has shape {matrix.Kernel}; it was given {kernel.Shape}.", nameof(kernel));
        int filters = matrix.Kernel[0], perGroup = matrix.Kernel[1], taps = kernel.Count / (filters * perGroup);
        Shape cells = matrix.Maps.Tail;
        int[] places = [.. Enumerable.Range(0, taps).Select(tap => Place(matrix, tap))];
        var blocks = new FourierTransform?[filters, perGroup * matrix.Groups];
        for (int m = 0; m < filters; m++)
            for (int c = 0; c < perGroup; c++)
            {
                var column = new double[cells.Count];
                for (int t = 0; t < taps; t++) column[places[t]] += kernel.Array[(((m * perGroup) + c) * taps) + t];
                blocks[m, (m / (filters / matrix.Groups) * perGroup) + c] = FourierTransform.Of(new(cells, column));
            }
        return new(cells, blocks, matrix.IsTransposed);
    }

    /// <summary>The unitary matrix of the transform over cells of a shape, F[k, j] = e^(−2πi k·j / n) / √n: it diagonalizes every circulant matrix of them.</summary>
    public static Matrix<Complex> Basis(Shape cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        int n = cells.Count;
        MatrixSize.Check($"The transform over {cells}", n, 2L * n);
        return Matrix<Complex>.Build.Dense(n, n, (k, j) => Complex.FromPolarCoordinates(1 / Math.Sqrt(n), -2 * Math.PI * Turns(cells, k, j)));
    }

    private static double Turns(Shape cells, int k, int j)
    {
        double turns = 0;
        for (int axis = cells.Rank - 1; axis >= 0; axis--)
        {
            int n = cells[axis];
            turns += (double)((long)(k % n) * (j % n) % n) / n;
            (k, j) = (k / n, j / n);
        }
        return turns;
    }

    /// <summary>Where a tap stands in the first column of its block: y[o] reads cell 0 under tap t when o + t·dilation − before = 0.</summary>
    private static int Place(ConvolutionMatrix matrix, int tap)
    {
        int rank = matrix.Maps.Rank - 1, at = 0, step = 1;
        for (int axis = 2; axis >= 3 - rank; axis--)
        {
            Reach reach = matrix.Frame[axis];
            int n = ConvolutionMatrix.Cells(matrix.Maps, axis), t = tap % reach.Extent;
            tap /= reach.Extent;
            if (matrix.IsFlipped) t = reach.Extent - 1 - t;
            at += (((reach.Before - (t * reach.Dilation)) % n) + n) % n * step;
            step *= n;
        }
        return at;
    }
}
