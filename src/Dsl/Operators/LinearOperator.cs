// LinearOperator: a linear map known by what it does to a tensor, and its transposed. No matrix is made unless one is asked for.
//   (A·B) x = A (B x)      ⟨A x, y⟩ = ⟨x, Aᵀ y⟩      norm = largest singular value
using MathNet.Numerics.LinearAlgebra;

namespace FunctionalConv;

/// <summary>A linear map between tensors of two shapes.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public abstract class LinearOperator
{
    private readonly Lazy<double> norm;

    private protected LinearOperator(Shape input, Shape output)
    {
        (Input, Output) = (input, output);
        norm = new(FindNorm);
    }

    /// <summary>The shape of x.</summary>
    public Shape Input { get; }

    /// <summary>The shape of A x.</summary>
    public Shape Output { get; }

    /// <summary>Aᵀ: its exact adjoint. Twice transposed is the operator itself.</summary>
    public abstract LinearOperator Transposed { get; }

    /// <summary>The operator norm: by how much A stretches a vector at most; its Lipschitz constant.</summary>
    public double Norm => norm.Value;

    /// <summary>A x.</summary>
    /// <exception cref="ArgumentException">x does not have the operator's input shape.</exception>
    public Tensor<double> Apply(Tensor<double> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape == Input ? Map(x) : throw new ArgumentException($"{this} takes tensors of shape {Input}; it was given {x.Shape}.", nameof(x));
    }

    /// <summary>A·B: first b, then a. Two convolutions become one where padding allows it (<see cref="ConvolutionOperator.After"/>).</summary>
    /// <exception cref="MisfitException">b does not give what a takes.</exception>
    public static LinearOperator operator *(LinearOperator a, LinearOperator b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (Refuses(a, b) is { } misfit) throw new MisfitException([misfit]);
        return a is ConvolutionOperator last && b is ConvolutionOperator first
            ? last.After(first).Match<LinearOperator>(one => one, _ => new ProductOperator(a, b))
            : new ProductOperator(a, b);
    }

    /// <summary>The matrix [output numbers, input numbers].</summary>
    /// <exception cref="InvalidOperationException">It is too large for memory.</exception>
    public virtual Matrix<double> ToMatrix()
    {
        MatrixSize.Check($"The matrix of {this} on {Input}", Output.Count, Input.Count);
        Matrix<double> matrix = Matrix<double>.Build.Dense(Output.Count, Input.Count);
        foreach (var (i, column) in BasisImages()) matrix.SetColumn(i, column.Array);
        return matrix;
    }

    /// <summary>The matrix with only the entries that are not zero.</summary>
    public virtual Matrix<double> ToSparseMatrix()
    {
        var entries = new List<(int, int, double)>();
        foreach (var (i, column) in BasisImages())
            for (int row = 0; row < column.Count; row++)
                if (column.Array[row] != 0) entries.Add((row, i, column.Array[row]));
        return SparseRows.Of(Output.Count, Input.Count, entries);
    }

    /// <summary>The x for which |A x − y|² + regularization·|x|² is least, by MathNet's BiCGStab, and conjugate gradients where that breaks down, on (AᵀA + regularization) x = Aᵀ y. No matrix is made.</summary>
    /// <param name="y">What is known of A x.</param>
    /// <param name="regularization">How much a large x costs: 0 inverts exactly and magnifies noise; more of it smooths.</param>
    /// <param name="iterations">At most so many.</param>
    /// <exception cref="ArgumentException">y does not have the output shape, or the regularization is negative.</exception>
    public LeastSquares Solve(Tensor<double> y, double regularization = 0, int iterations = 2000) => LeastSquares.Solve(this, y, regularization, iterations);

    private protected abstract Tensor<double> Map(Tensor<double> x);

    private protected virtual double FindNorm() => Input.Count <= Output.Count
        ? Lanczos.Norm(Input.Count, x => Apply(new(Input, x)).Array, y => Transposed.Apply(new(Output, y)).Array)
        : Lanczos.Norm(Output.Count, y => Transposed.Apply(new(Output, y)).Array, x => Apply(new(Input, x)).Array);

    /// <summary>Why a cannot take what b gives; null when it can.</summary>
    internal static Misfit? Refuses(LinearOperator a, LinearOperator b) => a.Input == b.Output ? null
        : new("", a.ToString()!, b.Output, $"as an operator it takes {a.Input}", $"make it for {b.Output}, or compose it with one that gives {a.Input}");

    private IEnumerable<(int I, Tensor<double> Column)> BasisImages()
    {
        for (int i = 0; i < Input.Count; i++)
        {
            var basis = new double[Input.Count];
            basis[i] = 1;
            yield return (i, Map(new(Input, basis)));
        }
    }

    /// <summary>The product of two operators that are not one convolution.</summary>
    private sealed class ProductOperator(LinearOperator a, LinearOperator b) : LinearOperator(b.Input, a.Output)
    {
        public override LinearOperator Transposed => b.Transposed * a.Transposed;

        private protected override Tensor<double> Map(Tensor<double> x) => a.Apply(b.Apply(x));

        public override string ToString() => $"({a})·({b})";
    }
}
