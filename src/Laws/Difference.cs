// Difference: whether two tensors agree within t, that is |a − b| ≤ t · max(1, max|b|), and where they differ the most.
using System.Globalization;
using System.Numerics;

namespace FunctionalConv;

/// <summary>Where two tensors differ, in words.</summary>
internal static class Difference
{
    /// <summary>Null when they agree; else what was compared, the place of the largest difference, and both numbers.</summary>
    public static string? Between<T>(string what, Tensor<T> got, Tensor<T> expected, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (got.Shape != expected.Shape) return $"{what}: the shapes {got.Shape} and {expected.Shape} differ";
        double scale = 1, worst = -1;
        int at = 0;
        for (int i = 0; i < got.Count; i++)
            if (T.IsFinite(expected.Values[i])) scale = Math.Max(scale, double.CreateTruncating(T.Abs(expected.Values[i])));
        for (int i = 0; i < got.Count; i++)
        {
            double off = Off(double.CreateTruncating(got.Values[i]), double.CreateTruncating(expected.Values[i]));
            if (off > worst) (worst, at) = (off, i);
        }
        return worst <= tolerance * scale ? null
            : $"{what}: they differ most at {Place(got.Shape, at)}, where {Text(got.Values[at])} stands for {Text(expected.Values[at])}; allowed are {Text(tolerance * scale)}";
    }

    /// <summary>Null when the bits agree.</summary>
    public static string? Bits<T>(string what, Tensor<T> got, Tensor<T> expected)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => got.Equals(expected) ? null : Between(what, got, expected, 0) ?? $"{what}: the bits differ";

    /// <summary>The indices of a row-major position.</summary>
    public static string Place(Shape shape, int flat)
    {
        int[] at = new int[shape.Rank];
        for (int i = shape.Rank - 1; i >= 0; i--) (flat, at[i]) = (flat / shape[i], flat % shape[i]);
        return $"[{string.Join(", ", at.Select(n => $"{n}"))}]";
    }

    public static string Text<T>(T number)
        where T : IFormattable => number.ToString("G9", CultureInfo.InvariantCulture);

    private static double Off(double a, double b) => a.Equals(b) ? 0 : double.IsNaN(a - b) ? double.PositiveInfinity : Math.Abs(a - b);
}
