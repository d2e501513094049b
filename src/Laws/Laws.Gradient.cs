// Gradient: the pullback is the derivative. Along a random direction v, ⟨∇, v⟩ is compared with differences of ⟨f, dy⟩ extrapolated from two steps
// (Richardson 1911), for the input and for every weight. Near a kink (relu, max) the differences from one side count, and several steps are tried.
using FsCheck;

namespace FunctionalConv;

public static partial class Laws
{
    private static readonly double[] Steps = [1e-3, 1e-4, 1e-5, 1e-6];

    /// <summary>The pullback toward the input and toward every weight agrees with central differences in double.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Shapes of items to try.</param>
    /// <param name="training">Whether the layer behaves as in training; masks are the same for all differences.</param>
    /// <param name="tolerance">Relative to the larger of 1 and the derivative.</param>
    public static Property Gradient(Layer layer, Inputs? inputs = null, bool training = false, double tolerance = 1e-6) => Try(layer, inputs, drawn =>
    {
        Trial trial = ForTraining(drawn, training);
        var probe = new Probe(layer.On(trial.Shape), trial, training);
        var pulled = probe.Pull(probe.Dy);
        return probe.Wanted.Select((name, i) => Slope(probe, name, pulled[$"d.{name}"], trial.Draw(probe.At(name).Shape, 10 + i), tolerance) is { } trouble
            ? $"{layer}{(training ? " in training" : "")} on {probe.X.Shape}: {trouble}" : null).FirstOrDefault(trouble => trouble is not null);
    });

    /// <summary>Null when the gradient toward an argument has the right slope along a direction.</summary>
    private static string? Slope(Probe probe, string name, Tensor<double> gradient, Tensor<double> direction, double tolerance)
    {
        if (gradient.Shape != direction.Shape) return $"the gradient for {name} has shape {gradient.Shape} instead of {direction.Shape}";
        double slope = Probe.Dot(gradient, direction);
        double[] seen = [.. Differences(probe, name, direction)];
        if (System.Array.Exists(seen, d => Math.Abs(slope - d) <= tolerance * Math.Max(1, Math.Abs(d)))) return null;
        return $"the pullback toward {name} has slope {Difference.Text(slope)} along a random direction; differences give {string.Join(", ", seen.Select(Difference.Text))}; {Element(probe, name, gradient)}";
    }

    /// <summary>Slopes by differences: from both sides, from the right and from the left, for each step.</summary>
    private static IEnumerable<double> Differences(Probe probe, string name, Tensor<double> direction)
    {
        double Along(double step) => probe.Pairing(name, Tensor.Make(direction.Shape, i => probe.At(name).Values[i] + (step * direction.Values[i])));
        double here = Along(0);
        foreach (double h in Steps)
        {
            double right = Along(h), left = Along(-h), halfRight = Along(h / 2), halfLeft = Along(-h / 2);
            yield return ((4 * (halfRight - halfLeft) / h) - ((right - left) / (2 * h))) / 3;
            yield return ((4 * halfRight) - (3 * here) - right) / h;
            yield return ((3 * here) + left - (4 * halfLeft)) / h;
        }
    }

    /// <summary>The element whose derivative is off the most, among the first ones.</summary>
    private static string Element(Probe probe, string name, Tensor<double> gradient)
    {
        const double H = 1e-5;
        double worst = -1, expected = 0;
        int at = 0;
        for (int i = 0; i < Math.Min(gradient.Count, 256); i++)
        {
            int one = i;
            Tensor<double> Moved(double step) => Tensor.Make(gradient.Shape, j => probe.At(name).Values[j] + (j == one ? step : 0));
            double slope = (probe.Pairing(name, Moved(H)) - probe.Pairing(name, Moved(-H))) / (2 * H);
            if (Math.Abs(slope - gradient.Values[i]) > worst) (worst, at, expected) = (Math.Abs(slope - gradient.Values[i]), i, slope);
        }
        return $"it is off most at {Difference.Place(gradient.Shape, at)}, where {Difference.Text(gradient.Values[at])} stands for {Difference.Text(expected)}";
    }
}
