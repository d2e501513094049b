// Gradient: the pullback is the derivative. Along a random direction v, ⟨∇, v⟩ is compared with differences of ⟨f, dy⟩, for the input and for every weight.
using FsCheck;

namespace FunctionalConv;

public static partial class Laws
{
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
        return Slopes.Contradict(step => probe.Pairing(name, Moved(probe.At(name), direction, step)), slope, tolerance) is { } seen
            ? $"the pullback toward {name} has slope {Difference.Text(slope)} along a random direction; differences give {seen}; {Element(probe, name, gradient)}"
            : null;
    }

    private static Tensor<double> Moved(Tensor<double> from, Tensor<double> direction, double step) => Tensor.Make(from.Shape, i => from.Values[i] + (step * direction.Values[i]));

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
