// The elementwise half of the provider, by System.Numerics.Tensors. The result may be one of the operands.
// A factor of zero gives zeros whatever it multiplies, as in MathNet.
using System.Numerics.Tensors;

namespace FunctionalConv;

public sealed partial class SimdProvider
{
    /// <inheritdoc/>
    public override void AddArrays(float[] x, float[] y, float[] result)
    {
        SameLength(x, y, result);
        TensorPrimitives.Add<float>(x, y, result);
    }

    /// <inheritdoc/>
    public override void SubtractArrays(float[] x, float[] y, float[] result)
    {
        SameLength(x, y, result);
        TensorPrimitives.Subtract<float>(x, y, result);
    }

    /// <inheritdoc/>
    public override void PointWiseMultiplyArrays(float[] x, float[] y, float[] result)
    {
        SameLength(x, y, result);
        TensorPrimitives.Multiply<float>(x, y, result);
    }

    /// <inheritdoc/>
    public override void PointWiseDivideArrays(float[] x, float[] y, float[] result)
    {
        SameLength(x, y, result);
        TensorPrimitives.Divide<float>(x, y, result);
    }

    /// <inheritdoc/>
    public override void PointWisePowerArrays(float[] x, float[] y, float[] result)
    {
        SameLength(x, y, result);
        TensorPrimitives.Pow<float>(x, y, result);
    }

    /// <inheritdoc/>
    public override void ScaleArray(float alpha, float[] x, float[] result)
    {
        SameLength(x, x, result);
        if (alpha == 0) System.Array.Clear(result);
        else TensorPrimitives.Multiply(x, alpha, result);
    }

    /// <inheritdoc/>
    public override void AddVectorToScaledVector(float[] y, float alpha, float[] x, float[] result)
    {
        SameLength(x, y, result);
        if (alpha == 0) y.CopyTo(result, 0);
        else TensorPrimitives.MultiplyAdd(x, alpha, y, result);
    }

    /// <inheritdoc/>
    public override float DotProduct(float[] x, float[] y)
    {
        SameLength(x, y, x);
        return TensorPrimitives.Dot<float>(x, y);
    }

    /// <inheritdoc/>
    public override void AddArrays(double[] x, double[] y, double[] result)
    {
        SameLength(x, y, result);
        TensorPrimitives.Add<double>(x, y, result);
    }

    /// <inheritdoc/>
    public override void SubtractArrays(double[] x, double[] y, double[] result)
    {
        SameLength(x, y, result);
        TensorPrimitives.Subtract<double>(x, y, result);
    }

    /// <inheritdoc/>
    public override void PointWiseMultiplyArrays(double[] x, double[] y, double[] result)
    {
        SameLength(x, y, result);
        TensorPrimitives.Multiply<double>(x, y, result);
    }

    /// <inheritdoc/>
    public override void PointWiseDivideArrays(double[] x, double[] y, double[] result)
    {
        SameLength(x, y, result);
        TensorPrimitives.Divide<double>(x, y, result);
    }

    /// <inheritdoc/>
    public override void PointWisePowerArrays(double[] x, double[] y, double[] result)
    {
        SameLength(x, y, result);
        TensorPrimitives.Pow<double>(x, y, result);
    }

    /// <inheritdoc/>
    public override void ScaleArray(double alpha, double[] x, double[] result)
    {
        SameLength(x, x, result);
        if (alpha == 0) System.Array.Clear(result);
        else TensorPrimitives.Multiply(x, alpha, result);
    }

    /// <inheritdoc/>
    public override void AddVectorToScaledVector(double[] y, double alpha, double[] x, double[] result)
    {
        SameLength(x, y, result);
        if (alpha == 0) y.CopyTo(result, 0);
        else TensorPrimitives.MultiplyAdd(x, alpha, y, result);
    }

    /// <inheritdoc/>
    public override double DotProduct(double[] x, double[] y)
    {
        SameLength(x, y, x);
        return TensorPrimitives.Dot<double>(x, y);
    }

    private static void SameLength<T>(T[] x, T[] y, T[] result)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(result);
        if (x.Length != y.Length || x.Length != result.Length)
            throw new ArgumentException($"Elementwise work needs arrays of one length; these have {x.Length}, {y.Length} and {result.Length}.", nameof(result));
    }
}
