// Slopes: whether a slope is the derivative at 0 of a function of one number, seen by differences in double.
//   both sides (f(h) − f(−h)) / 2h, then extrapolated from h and h/2 (Richardson 1911), then from the right and from the left alone, for several h.
// Relu and max have kinks: an interval that crosses one bends the difference over it, so smaller intervals and those on one side are asked as well. That one of
// them meets a wrong slope by chance is as likely as the tolerance is wide.
namespace FunctionalConv;

internal static class Slopes
{
    /// <summary>The steps, the one with the least error for a smooth function of usual size first.</summary>
    private static readonly double[] Steps = [1e-5, 1e-4, 1e-6, 1e-3, 1e-7, 1e-8];

    /// <summary>Null when a difference agrees with the slope; else what some of them give.</summary>
    /// <param name="f">The function; asked at 0 and near it.</param>
    /// <param name="slope">What its derivative at 0 should be.</param>
    /// <param name="tolerance">Relative to the larger of 1 and the difference.</param>
    public static string? Contradict(Func<double, double> f, double slope, double tolerance)
    {
        var seen = new List<double>();
        foreach (double difference in Differences(f))
        {
            if (Math.Abs(slope - difference) <= tolerance * Math.Max(1, Math.Abs(difference))) return null;
            seen.Add(difference);
        }
        return string.Join(", ", seen.Take(6).Select(Difference.Text));
    }

    private static IEnumerable<double> Differences(Func<double, double> f)
    {
        double? here = null;
        foreach (double h in Steps)
        {
            double right = f(h), left = f(-h);
            yield return (right - left) / (2 * h);
            double halfRight = f(h / 2), halfLeft = f(-h / 2);
            yield return ((4 * (halfRight - halfLeft) / h) - ((right - left) / (2 * h))) / 3;
            double middle = here ??= f(0);
            yield return ((4 * halfRight) - (3 * middle) - right) / h;
            yield return ((3 * middle) + left - (4 * halfLeft)) / h;
        }
    }
}
