// Composition: layers are a monoid under Then, running follows it, and a batch is its items one by one.
using FsCheck;

namespace FunctionalConv;

public static partial class Laws
{
    /// <summary>
    /// Then is associative and has Identity as its neutral element (by equality of values); running <c>first.Then(second)</c> is running second after first
    /// with the same weights.
    /// </summary>
    public static Property Composition(Layer first, Layer second, Inputs? inputs = null, double tolerance = 1e-10)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Layer both = first.Then(second);
        return Try(both, inputs, trial => Algebra(first, second) ?? RunsOneAfterTheOther(first, second, trial, tolerance));
    }

    /// <summary>A batch gives what its items give one by one (in inference).</summary>
    public static Property BatchIsPointwise(Layer layer, Inputs? inputs = null, double tolerance = 1e-10) => Try(layer, inputs, trial =>
    {
        Model<double> model = Probe.Weighted(layer.On(trial.Shape), trial.Seed);
        Tensor<double> x = trial.Draw(trial.Items, 0);
        Tensor<double> single = Tensor.Batch([.. Enumerable.Range(0, trial.Batch).Select(i => model.Run(x.Pick(i)))]);
        return Difference.Between($"{layer}, {Amount.Of(trial.Batch, "items")} of {trial.Shape} at once against one by one", model.Run(x), single, tolerance);
    });

    private static string? Algebra(Layer a, Layer b)
    {
        if (a.Then(b).Then(a) != a.Then(b.Then(a))) return $"Then is not associative: {a.Then(b).Then(a)} and {a.Then(b.Then(a))} differ";
        if (Layers.Identity.Then(a) != a || a.Then(Layers.Identity) != a) return $"Identity before or after {a} is not {a}";
        return (a >> b) != a.Then(b) ? $"{a} >> {b} is not {a.Then(b)}" : null;
    }

    private static string? RunsOneAfterTheOther(Layer first, Layer second, Trial trial, double tolerance)
    {
        Network whole = first.Then(second).On(trial.Shape), before = first.On(trial.Shape), after = second.On(before.Output);
        Model<double> model = Probe.Weighted(whole, trial.Seed);
        if (before.Weights.Length + after.Weights.Length != whole.Weights.Length) return $"{first} and {second} have {before.Weights.Length} and {after.Weights.Length} weights; together they have {whole.Weights.Length}";
        Tensor<double> x = trial.Draw(trial.Items, 0);
        Tensor<double> steps = Weighted(after, model, before.Weights.Length).Run(Weighted(before, model, 0).Run(x));
        return Difference.Between($"{whole.Layer} on {x.Shape} against {second} after {first}", model.Run(x), steps, tolerance);
    }

    /// <summary>A network with the weights of another from a position on, in order.</summary>
    private static Model<double> Weighted(Network network, Model<double> from, int start)
    {
        Model<double> model = network.Init<double>();
        for (int i = 0; i < network.Weights.Length; i++) model = model.With(network.Weights[i].Name, from.Values[start + i]);
        return model;
    }
}
