// An inverse problem: the x whose image lies nearest to what was observed, found by MathNet's iterative solvers without a matrix.
//   least |A x − y|² + r·|x|²   ⇔   (AᵀA + r) x = Aᵀ y
using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double.Solvers;
using MathNet.Numerics.LinearAlgebra.Solvers;

namespace FunctionalConv;

/// <summary>The solution of an inverse problem.</summary>
/// <param name="X">The x that was found.</param>
/// <param name="Residual">|A x − y|.</param>
/// <param name="Converged">Whether the solver reached its accuracy, 1e-9 of |Aᵀ y|; otherwise X is as far as it came.</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record LeastSquares(Tensor<double> X, double Residual, bool Converged)
{
    private const double Accuracy = 1e-10, Enough = 1e-9;

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
        Tensor<double> x = new(a.Input, Found(new OperatorMatrix(a.Input.Count, Normal), Vector<double>.Build.DenseOfArray(back.Apply(y).Array), iterations, out bool converged)), image = a.Apply(x);
        double residual = 0;
        for (int i = 0; i < y.Count; i++) residual += (image.Array[i] - y.Array[i]) * (image.Array[i] - y.Array[i]);
        return new(x, Math.Sqrt(residual), converged);
    }

    // BiCGStab divides by inner products that may vanish, most of all where a few steps are exact; conjugate gradients do not. What each leaves is judged by its
    // residual, whatever the solver says of it.
    private static double[] Found(Matrix<double> matrix, Vector<double> right, int iterations, out bool converged)
    {
        Vector<double> best = Vector<double>.Build.Dense(right.Count);
        double least = right.L2Norm(), enough = Enough * least;
        foreach (IIterativeSolver<double> solver in new IIterativeSolver<double>[] { new BiCgStab(), new ConjugateGradients() })
        {
            if (least <= enough) break;
            Vector<double> found = Vector<double>.Build.Dense(right.Count);
            Attempt(matrix, right, found, solver, iterations);
            double left = (right - (matrix * found)).L2Norm();
            if (left < least) (best, least) = (found, left);
        }
        converged = least <= enough;
        return [.. best];
    }

    private static void Attempt(Matrix<double> matrix, Vector<double> right, Vector<double> found, IIterativeSolver<double> solver, int iterations)
    {
        try
        {
            matrix.TrySolveIterative(right, found, solver, new IterationCountStopCriterion<double>(iterations), new ResidualStopCriterion<double>(Accuracy), new FailureStopCriterion<double>());
        }
        catch (NumericalBreakdownException)
        {
            // Where an inner product is exactly zero MathNet throws, though it was asked to try. The next solver takes over.
        }
    }
}
