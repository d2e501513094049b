// Conjugate gradients as a MathNet solver, for symmetric positive definite matrices, which MathNet's own solvers do not assume: it cannot break down before it is exact.
//   Hestenes & Stiefel 1952, "Methods of conjugate gradients for solving linear systems". The preconditioner is not used.
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Solvers;

namespace FunctionalConv;

internal sealed class ConjugateGradients : IIterativeSolver<double>
{
    public void Solve(Matrix<double> matrix, Vector<double> input, Vector<double> result, Iterator<double> iterator, IPreconditioner<double> preconditioner)
    {
        Vector<double> left = input - (matrix * result), direction = left.Clone();
        double square = left.DotProduct(left);
        for (int step = 0; square > 0 && iterator.DetermineStatus(step, result, input, left) == IterationStatus.Continue; step++)
        {
            Vector<double> image = matrix * direction;
            double along = square / direction.DotProduct(image);
            if (!double.IsFinite(along)) return;
            result.Add(direction * along, result);
            left -= image * along;
            double next = left.DotProduct(left);
            direction = left + (direction * (next / square));
            square = next;
        }
    }
}
