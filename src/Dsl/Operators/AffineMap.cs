// AffineMap: a linear layer written out: y = A x + b over flat, row-major numbers.
using MathNet.Numerics.LinearAlgebra;

namespace FunctionalConv;

/// <summary>A layer as matrix and offset: y = A x + b, on the row-major numbers of an item.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class AffineMap : IShown
{
    internal AffineMap(Shape input, Shape output, Matrix<double> matrix, Vector<double> offset, ConvolutionMatrix? convolution) =>
        (Input, Output, Matrix, Offset, Convolution) = (input, output, matrix, offset, convolution);

    /// <summary>The shape of an item before.</summary>
    public Shape Input { get; }

    /// <summary>The shape of an item after.</summary>
    public Shape Output { get; }

    /// <summary>A, one row per output number, one column per input number.</summary>
    public Matrix<double> Matrix { get; }

    /// <summary>b; zeros for a linear layer.</summary>
    public Vector<double> Offset { get; }

    /// <summary>Which tap stands where, when the layer is a single convolution or its adjoint; otherwise null.</summary>
    public ConvolutionMatrix? Convolution { get; }

    /// <summary>Whether there is no offset.</summary>
    public bool IsLinear => Offset.All(b => b == 0);

    /// <summary>A and b.</summary>
    public void Deconstruct(out Matrix<double> matrix, out Vector<double> offset) => (matrix, offset) = (Matrix, Offset);

    /// <summary>A x + b.</summary>
    /// <exception cref="ArgumentException">x does not have the input shape.</exception>
    public Tensor<double> Apply(Tensor<double> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape == Input ? new(Output, [.. (Matrix * Vector<double>.Build.DenseOfArray([.. x.Values])) + Offset])
            : throw new ArgumentException($"This matrix takes tensors of shape {Input}; it was given {x.Shape}.", nameof(x));
    }

    string IShown.Html() => MatrixPicture.Of(this).ToString();

    /// <summary>Shapes, size and structure.</summary>
    public override string ToString() => $"{Input} to {Output}: {Convolution?.Describe() ?? $"{Matrix.RowCount} × {Matrix.ColumnCount}"}{(IsLinear ? "" : ", with an offset")}";
}
