// The largest singular value of a linear map that is known only by what it does: Golub-Kahan-Lanczos bidiagonalization with full reorthogonalization.
//   A V = U B,  B bidiagonal, small; its largest singular value approaches that of A from below. Done when the residual β·|last of the left vector| vanishes.
//   Golub & Kahan 1965, "Calculating the singular values and pseudo-inverse of a matrix".
using MathNet.Numerics.LinearAlgebra;

namespace FunctionalConv;

internal static class Lanczos
{
    private const int Most = 400;
    private const double Tolerance = 1e-12;

    /// <summary>The operator norm of a map of this many columns, given x ↦ A x and y ↦ Aᵀ y.</summary>
    public static double Norm(int columns, Func<double[], double[]> map, Func<double[], double[]> transposed)
    {
        var stream = new RandomStream(1, RandomStream.Hash("lanczos"));
        var right = new List<Vector<double>>();
        var left = new List<Vector<double>>();
        var alphas = new List<double>();
        var betas = new List<double>();
        Vector<double> v = Unit(Vector<double>.Build.Dense(columns, i => stream.Normal(i)), out _);
        double norm = 0;
        while (true)
        {
            right.Add(v);
            Vector<double> u = Apart(Vector<double>.Build.DenseOfArray(map([.. v])), left);
            u = Unit(u, out double alpha);
            left.Add(u);
            alphas.Add(alpha);
            Vector<double> next = Unit(Apart(Vector<double>.Build.DenseOfArray(transposed([.. u])), right), out double beta);
            (norm, double last) = Largest(alphas, betas);
            if (norm == 0 || beta * last <= Tolerance * norm || alphas.Count >= Math.Min(Most, columns)) return norm;
            betas.Add(beta);
            v = next;
        }
    }

    /// <summary>The largest singular value of the bidiagonal matrix, and the last number of its left vector.</summary>
    private static (double Norm, double Last) Largest(List<double> alphas, List<double> betas)
    {
        int k = alphas.Count;
        Matrix<double> b = Matrix<double>.Build.Dense(k, k, (i, j) => i == j ? alphas[i] : j == i + 1 ? betas[i] : 0);
        var svd = b.Svd();
        return (svd.S[0], Math.Abs(svd.U[k - 1, 0]));
    }

    /// <summary>What is left of a vector after its parts along others are taken away; twice, because once leaves rounding.</summary>
    private static Vector<double> Apart(Vector<double> x, List<Vector<double>> others)
    {
        for (int pass = 0; pass < 2; pass++)
            foreach (Vector<double> other in others) x -= other * other.DotProduct(x);
        return x;
    }

    private static Vector<double> Unit(Vector<double> x, out double length)
    {
        length = x.L2Norm();
        return length > 0 ? x / length : x;
    }
}
