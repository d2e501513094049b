// a and b agree within t: |a − b| ≤ t · max(1, max|b|) per tensor.
using System.Numerics;

namespace FunctionalConv.Properties;

internal static class Agree
{
    public static void Within<T>(double tolerance, Tensor<T> expected, Tensor<T> got, string what = "")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Difference.Between(what, got, expected, tolerance) is { } trouble) Assert.Fail(trouble);
    }

    public static void Within(double tolerance, double expected, double got, string what = "") =>
        Assert.True(Math.Abs(expected - got) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: {got} stands for {expected}");
}
