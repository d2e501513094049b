// FourierTransform: the discrete transform of real numbers over any number of axes of any size, one axis after the other, by MathNet.
//   X[k] = Σ x[j] · e^(−2πi Σ kₐ jₐ / nₐ), unscaled; the inverse divides by the number of cells
//   The convolution theorem: the transform of a circular convolution is the product of the transforms; of a correlation, the product with the conjugate.
using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace FunctionalConv;

/// <summary>The discrete Fourier transform of a tensor: one complex number per frequency, as a value.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class FourierTransform
{
    private readonly Complex[] values;

    private FourierTransform(Shape shape, Complex[] values) => (Shape, this.values) = (shape, values);

    /// <summary>The frequencies per axis, as many as the tensor had cells.</summary>
    public Shape Shape { get; }

    /// <summary>The numbers, row-major.</summary>
    public ReadOnlySpan<Complex> Values => values;

    /// <summary>The conjugate: the transform of the tensor with every axis reversed around cell 0.</summary>
    public FourierTransform Conjugate => new(Shape, [.. values.Select(Complex.Conjugate)]);

    /// <summary>The transform of a tensor over all its axes.</summary>
    public static FourierTransform Of(Tensor<double> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Complex[] values = [.. x.Array.Select(v => new Complex(v, 0))];
        Along(x.Shape, values, Fourier.Forward);
        return new(x.Shape, values);
    }

    /// <summary>The product, frequency by frequency: the transform of the circular convolution.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static FourierTransform operator *(FourierTransform a, FourierTransform b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.Shape == b.Shape ? new(a.Shape, [.. a.values.Zip(b.values, (u, v) => u * v)])
            : throw new ArgumentException($"Transforms multiply frequency by frequency; one has {a.Shape} of them, the other {b.Shape}: pad the tensors to one shape first.");
    }

    /// <summary>The real tensor with this transform.</summary>
    public Tensor<double> Inverse()
    {
        var x = (Complex[])values.Clone();
        Along(Shape, x, Fourier.Inverse);
        double scale = 1.0 / Math.Max(1, x.Length);
        return new(Shape, [.. x.Select(z => z.Real * scale)]);
    }

    /// <summary>The circular convolution of two tensors of one shape: y[p] = Σ a[q] · b[p − q], indices modulo the sizes.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor<double> ConvolveCircular(Tensor<double> a, Tensor<double> b) => (Of(a) * Of(b)).Inverse();

    /// <summary>The full convolution y[p] = Σ a[q] · b[p − q] over any number of axes: n + m − 1 cells per axis, through transforms of that size.</summary>
    /// <exception cref="ArgumentException">The numbers of axes differ.</exception>
    public static Tensor<double> Convolve(Tensor<double> a, Tensor<double> b)
    {
        Shape full = Full(a, b);
        return ConvolveCircular(Padded(a, full), Padded(b, full));
    }

    /// <summary>The full correlation y[p] = Σ a[q] · b[q + p − (n − 1)] over any number of axes: the convolution of b with a reversed, n + m − 1 cells per axis.</summary>
    /// <exception cref="ArgumentException">The numbers of axes differ.</exception>
    public static Tensor<double> Correlate(Tensor<double> a, Tensor<double> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return Convolve(Tensor.Make(a.Shape, i => a.Array[a.Count - 1 - i]), b);
    }

    /// <summary>The tensor in the first corner of a larger shape, zeros elsewhere.</summary>
    internal static Tensor<double> Padded(Tensor<double> x, Shape to)
    {
        var values = new double[to.Count];
        for (int i = 0; i < x.Count; i++)
        {
            int at = 0, step = 1;
            for (int axis = to.Rank - 1, rest = i; axis >= 0; axis--)
            {
                at += rest % x.Shape[axis] * step;
                rest /= x.Shape[axis];
                step *= to[axis];
            }
            values[at] = x.Array[i];
        }
        return new(to, values);
    }

    /// <summary>A transform along every axis in turn, unscaled.</summary>
    internal static void Along(Shape shape, Complex[] values, Action<Complex[], FourierOptions> transform)
    {
        for (int axis = 0, step = values.Length; axis < shape.Rank; axis++)
        {
            int n = shape[axis];
            step /= Math.Max(1, n);
            if (n < 2) continue;
            var line = new Complex[n];
            for (int first = 0; first < values.Length; first++)
            {
                if (first / step % n != 0) continue;
                for (int i = 0; i < n; i++) line[i] = values[first + (i * step)];
                transform(line, FourierOptions.NoScaling);
                for (int i = 0; i < n; i++) values[first + (i * step)] = line[i];
            }
        }
    }

    private static Shape Full(Tensor<double> a, Tensor<double> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Shape.Rank != b.Shape.Rank) throw new ArgumentException($"A convolution runs over the axes that both tensors have; they have {a.Shape} and {b.Shape}.");
        return Shape.Of([.. Enumerable.Range(0, a.Shape.Rank).Select(axis => a.Shape[axis] + b.Shape[axis] - 1)]);
    }
}
