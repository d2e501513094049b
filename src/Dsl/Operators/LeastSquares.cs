// An inverse problem: the x whose image lies nearest to what was observed, found by MathNet's iterative solver without a matrix.
//   least |A x − y|² + r·|x|²   ⇔   (AᵀA + r) x = Aᵀ y
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double.Solvers;
using MathNet.Numerics.LinearAlgebra.Solvers;

namespace FunctionalConv;

/// <summary>The solution of an inverse problem.</summary>
/// <param name="X">The x that was found.</param>
/// <param name="Residual">|A x − y|.</param>
/// <param name="Converged">Whether the solver reached its accuracy, 1e-10 of the right-hand side; otherwise X is as far as it came.</param>
public sealed record LeastSquares(Tensor<double> X, double Residual, bool Converged)
{
    private const double Accuracy = 1e-10;

    /// <summary>The residual and how the solver ended.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"x of shape {X.Shape}, residual {Residual:G4}, {(Converged ? "converged" : "not converged")}");

    internal static LeastSquares Solve(LinearOperator a, Tensor<double> y, double regularization, int iterations)
    {
        ArgumentNullException.ThrowIfNull(y);
        if (!(regularization >= 0)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Solve needs a regularization of at least 0; it was given {regularization}."), nameof(regularization));
        if (iterations < 1) throw new ArgumentException($"Solve needs at least 1 iteration; it was given {iterations}.", nameof(iterations));
        if (y.Shape != a.Output) throw new ArgumentException($"{a} gives tensors of shape {a.Output}; it was asked to meet {y.Shape}.", nameof(y));
        LinearOperator back = a.Transposed;
        double[] Normal(double[] x)
        {
            double[] z = back.Apply(a.Apply(new(a.Input, x))).Array;
            for (int i = 0; i < z.Length; i++) z[i] += regularization * x[i];
            return z;
        }
        Vector<double> right = Vector<double>.Build.DenseOfArray(back.Apply(y).Array), found = Vector<double>.Build.Dense(a.Input.Count);
        IterationStatus status = right.L2Norm() == 0 ? IterationStatus.Converged : new OperatorMatrix(a.Input.Count, Normal).TrySolveIterative(right, found, new BiCgStab(),
            new IterationCountStopCriterion<double>(iterations), new ResidualStopCriterion<double>(Accuracy), new FailureStopCriterion<double>());
        Tensor<double> x = new(a.Input, [.. found]), image = a.Apply(x);
        double residual = 0;
        for (int i = 0; i < y.Count; i++) residual += (image.Array[i] - y.Array[i]) * (image.Array[i] - y.Array[i]);
        return new(x, Math.Sqrt(residual), status == IterationStatus.Converged);
    }
}
