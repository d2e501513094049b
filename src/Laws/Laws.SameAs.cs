// SameAs: two descriptions of one function.
using FsCheck;

namespace FunctionalConv;

public static partial class Laws
{
    /// <summary>Two layers compute the same function, in value and in the gradient for the input.</summary>
    /// <param name="layer">One layer; its weights are drawn.</param>
    /// <param name="other">The other.</param>
    /// <param name="inputs">Shapes of items to try; by default those that <paramref name="layer"/> takes.</param>
    /// <param name="weights">Gives the second model its weights, from the first model and a fresh second one; by default the same tensors in the same order.</param>
    /// <param name="tolerance">Relative to the larger of 1 and the largest number.</param>
    public static Property SameAs(Layer layer, Layer other, Inputs? inputs = null, Func<Model<double>, Model<double>, Model<double>>? weights = null, double tolerance = 1e-10)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Try(layer, inputs, trial =>
        {
            Network one = layer.On(trial.Shape), two = other.On(trial.Shape);
            if (one.Output != two.Output) return $"{layer} gives {one.Output} for {trial.Shape}, {other} gives {two.Output}";
            Model<double> a = Probe.Weighted(one, trial.Seed), b = two.Init<double>();
            if (weights is not null) b = weights(a, b);
            else if (!one.Weights.Select(w => w.Shape).SequenceEqual(two.Weights.Select(w => w.Shape))) return $"the weights of {layer} and of {other} have other shapes; say how one gives the other";
            else b = Weighted(two, a, 0);
            Tensor<double> x = trial.Draw(trial.Items, 0), dy = trial.Draw(one.Output.Under(trial.Batch), 1);
            return Difference.Between($"{layer} against {other} on {x.Shape}", a.Run(x), b.Run(x), tolerance)
                ?? Difference.Between($"the gradients for x of {layer} and of {other} on {x.Shape}", a.Pullback(x, dy)["x"], b.Pullback(x, dy)["x"], tolerance);
        });
    }
}
