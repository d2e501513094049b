// Gradient of a whole network: few random directions in which the input and all weights move together, and many weights that move alone. A network of many
// layers keeps its kernels as they begin, and every slope is brought near 1 before it is compared, so that the tolerance means the same everywhere.
using FsCheck;

namespace FunctionalConv;

public static partial class Laws
{
    /// <summary>
    /// The pullback of a network with many weights agrees with differences in double, those from one side where relu or max has a kink: along random directions in
    /// which the input and all weights move together, and along single weights, drawn evenly from all tensors.
    /// </summary>
    /// <param name="layer">The network.</param>
    /// <param name="inputs">Shapes of items to try.</param>
    /// <param name="training">Whether layers behave as in training; masks are the same for all differences.</param>
    /// <param name="batch">Items per batch.</param>
    /// <param name="directions">How many random directions.</param>
    /// <param name="weights">How many single weights.</param>
    /// <param name="tolerance">Relative to the larger of 1 and the derivative.</param>
    public static Property NetworkGradient(Layer layer, Inputs? inputs = null, bool training = false, int batch = 4, int directions = 5, int weights = 200, double tolerance = 1e-6) =>
        Try(layer, inputs, drawn =>
        {
            Trial trial = drawn with { Batch = batch };
            var walk = new Walk(new Probe(layer.On(trial.Shape), trial, training, Environment.ProcessorCount, deep: true), trial);
            string? trouble = Enumerable.Range(0, directions).Select(i => walk.Together(i, tolerance)).Concat(Enumerable.Range(0, weights).Select(i => walk.Alone(i, tolerance))).FirstOrDefault(t => t is not null);
            return trouble is null ? null : $"{layer}{(training ? " in training" : "")} on {trial.Items}: {trouble}";
        });

    /// <summary>A network's gradient, and the ways along which it is compared.</summary>
    private sealed class Walk
    {
        private readonly Probe probe;
        private readonly Trial trial;
        private readonly string[] names;
        private readonly Dictionary<string, Tensor<double>> gradients = [];

        public Walk(Probe probe, Trial trial)
        {
            (this.probe, this.trial, names) = (probe, trial, [.. probe.Wanted]);
            var pulled = probe.Pull(probe.Dy);
            foreach (string name in names) gradients[name] = pulled[$"d.{name}"];
        }

        /// <summary>Null when the slope is right along the i-th direction in which everything moves.</summary>
        public string? Together(int i, double tolerance)
        {
            var drawn = names.Select((name, k) => (Name: name, By: trial.Draw(probe.At(name).Shape, 1000 + (i * names.Length) + k))).ToArray();
            double scale = Math.Min(1, 1 / Math.Sqrt(names.Sum(name => Probe.Dot(gradients[name], gradients[name]))));
            double slope = scale * drawn.Sum(d => Probe.Dot(gradients[d.Name], d.By));
            return Slopes.Contradict(step => probe.Pairing(drawn.Select(d => (d.Name, Moved(probe.At(d.Name), d.By, step * scale)))), slope, tolerance) is { } seen
                ? $"the pullback has slope {Difference.Text(slope)} along a random direction of everything; differences give {seen}" : null;
        }

        /// <summary>Null when the slope is right along the i-th single weight.</summary>
        public string? Alone(int i, double tolerance)
        {
            string name = names[i % names.Length];
            Tensor<double> at = probe.At(name), gradient = gradients[name];
            int place = (int)(new RandomStream((ulong)(uint)trial.Seed, (ulong)i).Uniform(0) * at.Count);
            double scale = Math.Clamp(Math.Sqrt(gradient.Count / Probe.Dot(gradient, gradient)), 1e-6, 100), slope = scale * gradient.Values[place];
            return Slopes.Contradict(step => probe.Pairing(name, Tensor.Make(at.Shape, j => at.Values[j] + (j == place ? step * scale : 0))), slope, tolerance) is { } seen
                ? $"the gradient for {name} at {Difference.Place(at.Shape, place)} is {Difference.Text(slope / scale)}; differences, {Difference.Text(scale)} times as large, give {seen}" : null;
        }
    }
}
