// A MathNet matrix over a tensor's own array that can be read and multiplied but not written: the tensor stays immutable.
// MathNet writes through storage objects, so the guard stands there; products with dense matrices go to the installed provider.
using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Storage;
using MathNet.Numerics.Providers.LinearAlgebra;
using Double = MathNet.Numerics.LinearAlgebra.Double;
using Single = MathNet.Numerics.LinearAlgebra.Single;

namespace FunctionalConv;

internal static class ReadOnlyMatrix
{
    /// <summary>A column-major matrix over the array, of float or double.</summary>
    public static Matrix<T> Of<T>(int rows, int columns, T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (object)values switch
        {
            float[] singles => (Matrix<T>)(object)new OfSingle(rows, columns, singles),
            double[] doubles => (Matrix<T>)(object)new OfDouble(rows, columns, doubles),
            _ => throw new NotSupportedException($"MathNet has matrices of float and double here, not of {typeof(T).Name}; convert the tensor with To<double>() first."),
        };

    private sealed class Frozen<T>(int rows, int columns, T[] values) : MatrixStorage<T>(rows, columns)
        where T : struct, IEquatable<T>, IFormattable
    {
        public T[] Values => values;

        public override bool IsDense => true;

        public override bool IsFullyMutable => false;

        public override bool IsMutableAt(int row, int column) => false;

        public override T At(int row, int column) => values[(column * RowCount) + row];

        public override void At(int row, int column, T value) =>
            throw new NotSupportedException("This matrix is a view of an immutable tensor and cannot be written; copy it with ToMatrix() first.");
    }

    private sealed class OfSingle(int rows, int columns, float[] values) : Single.Matrix(new Frozen<float>(rows, columns, values))
    {
        protected override void DoMultiply(Matrix<float> other, Matrix<float> result)
        {
            if (Dense(other) is { } y && result.AsColumnMajorArray() is { } into)
                LinearAlgebraControl.Provider.MatrixMultiply(((Frozen<float>)Storage).Values, RowCount, ColumnCount, y, other.RowCount, other.ColumnCount, into);
            else
                base.DoMultiply(other, result);
        }
    }

    private sealed class OfDouble(int rows, int columns, double[] values) : Double.Matrix(new Frozen<double>(rows, columns, values))
    {
        protected override void DoMultiply(Matrix<double> other, Matrix<double> result)
        {
            if (Dense(other) is { } y && result.AsColumnMajorArray() is { } into)
                LinearAlgebraControl.Provider.MatrixMultiply(((Frozen<double>)Storage).Values, RowCount, ColumnCount, y, other.RowCount, other.ColumnCount, into);
            else
                base.DoMultiply(other, result);
        }
    }

    private static T[]? Dense<T>(Matrix<T> matrix)
        where T : struct, IEquatable<T>, IFormattable => matrix.Storage is Frozen<T> view ? view.Values : matrix.AsColumnMajorArray();
}
