// A MathNet matrix that holds no numbers: it multiplies by a function. What MathNet's iterative solvers need of a matrix is its product with a vector.
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Storage;
using Double = MathNet.Numerics.LinearAlgebra.Double;

namespace FunctionalConv;

internal sealed class OperatorMatrix(int size, Func<double[], double[]> map) : Double.Matrix(new Columns(size, map))
{
    protected override void DoMultiply(Vector<double> rightSide, Vector<double> result) => result.SetValues(map([.. rightSide]));

    /// <summary>A cell is read by multiplying a basis vector: right, and slow.</summary>
    private sealed class Columns(int size, Func<double[], double[]> map) : MatrixStorage<double>(size, size)
    {
        public override bool IsDense => true;

        public override bool IsFullyMutable => false;

        public override bool IsMutableAt(int row, int column) => false;

        public override double At(int row, int column)
        {
            var basis = new double[ColumnCount];
            basis[column] = 1;
            return map(basis)[row];
        }

        public override void At(int row, int column, double value) => throw new NotSupportedException("A matrix that stands for an operator cannot be written; make one with ToMatrix() first.");
    }
}
