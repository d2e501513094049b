// Spectrum: the singular values of a convolution's matrix.
//   circulant, one channel     the moduli of the kernel's transform
//   circulant, several         the singular values of the C_out × C_in matrix at every frequency (Sedghi, Gupta & Long 2019, arXiv:1805.10408)
//   otherwise (strided, other padding)   those of the full matrix
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FunctionalConv;

/// <summary>The singular values of a linear map, largest first.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Spectrum
{
    private Spectrum(IEnumerable<double> values, string way) => (Values, Way) = ([.. values.OrderDescending()], way);

    /// <summary>The singular values, largest first: as many as the smaller of rows and columns.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>How they were found.</summary>
    public string Way { get; }

    /// <summary>The largest: the operator norm, by which the map can stretch a vector at most (its Lipschitz constant).</summary>
    public double Norm => Values.IsEmpty ? 0 : Values[0];

    /// <summary>The largest over the smallest; infinite when the map loses a direction. It says how far an inverse magnifies noise.</summary>
    public double Condition => Values.IsEmpty ? 1 : Values[^1] == 0 ? double.PositiveInfinity : Values[0] / Values[^1];

    /// <summary>The spectrum of a convolution.</summary>
    /// <exception cref="ArgumentException">The kernel has another shape.</exception>
    /// <exception cref="InvalidOperationException">The full matrix is needed and too large for memory.</exception>
    public static Spectrum Of(ConvolutionMatrix matrix, Tensor<double> kernel)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Structure.Family != StructureFamily.Circulant) return Of(matrix.OfKernel(kernel));
        FrequencyResponse response = FrequencyResponse.Of(matrix, kernel);
        bool single = matrix.Structure is { BlockRows: 1, BlockColumns: 1 };
        return new(Enumerable.Range(0, response.Count).SelectMany(k => single ? [response[k][0, 0].Magnitude] : SingularValues(response[k])),
            single ? "moduli of the kernel's transform" : "singular values at every frequency");
    }

    /// <summary>The spectrum of a matrix.</summary>
    public static Spectrum Of(Matrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new(matrix.Svd(computeVectors: false).S, "singular values of the full matrix");
    }

    /// <summary>The number of values, the norm, the condition and how they were found.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Values.Length} singular values ({Way}), norm {Norm:G6}, condition {Condition:G4}");

    private static IEnumerable<double> SingularValues(Matrix<Complex> matrix) => matrix.Svd(computeVectors: false).S.Select(z => z.Real);
}
