// Plain meanings by index, independent of the library's size formulas and kernels.
namespace FunctionalConv.Properties.Layers;

internal static class Meaning
{
    /// <summary>A tensor whose element at an index is a function of the index.</summary>
    public static Tensor<double> At(Shape shape, Func<int[], double> element) => Tensor.Make(shape, i => element(Index(shape, i)));

    /// <summary>A function of every line along an axis; it may change the length.</summary>
    public static Tensor<double> Lines(Tensor<double> x, int axis, Func<double[], double[]> line)
    {
        double[] Line(int[] at) => line([.. Enumerable.Range(0, x.Shape[axis]).Select(i => x[With(at, axis, i)])]);
        return At(x.Shape.With(axis, Line(new int[x.Shape.Rank]).Length), at => Line(at)[at[axis]]);
    }

    /// <summary>Every spatial axis of [N, C, …] in turn.</summary>
    public static Tensor<double> EverySpatialAxis(Tensor<double> x, Func<int, double[], double[]> line)
    {
        for (int axis = 2; axis < x.Shape.Rank; axis++)
        {
            int own = axis + 3 - x.Shape.Rank;
            x = Lines(x, axis, values => line(own, values));
        }
        return x;
    }

    /// <summary>Elements with equal keys to mean 0 and variance 1.</summary>
    public static Tensor<double> Standardized(Tensor<double> x, double epsilon, Func<int[], string> key)
    {
        var moments = Moments(x, key);
        return At(x.Shape, at => (x[at] - moments[key(at)].Mean) / Math.Sqrt(moments[key(at)].Variance + epsilon));
    }

    /// <summary>Mean, biased variance and count of the elements of each key.</summary>
    public static Dictionary<string, (double Mean, double Variance, int Count)> Moments(Tensor<double> x, Func<int[], string> key) =>
        Enumerable.Range(0, x.Count).GroupBy(i => key(Index(x.Shape, i)), i => x.Values[i]).ToDictionary(g => g.Key, g =>
        {
            double mean = g.Average();
            return (mean, g.Average(v => (v - mean) * (v - mean)), g.Count());
        });

    public static int[] With(int[] at, int axis, int value)
    {
        int[] next = [.. at];
        next[axis] = value;
        return next;
    }

    private static int[] Index(Shape shape, int flat)
    {
        var at = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; flat /= shape[axis], axis--) at[axis] = flat % shape[axis];
        return at;
    }
}
