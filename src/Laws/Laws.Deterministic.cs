// Deterministic: the same seed gives the same bits, whatever the number of threads.
using FsCheck;

namespace FunctionalConv;

public static partial class Laws
{
    /// <summary>Weights, outputs, gradients and next states are the same to the last bit in every run with the same seed, on 1, 2 and 3 threads.</summary>
    public static Property Deterministic(Layer layer, Inputs? inputs = null) => Try(layer, inputs, drawn =>
    {
        Trial trial = ForTraining(drawn, training: true);
        Network network = layer.On(trial.Shape), again = layer.On(trial.Shape);
        Model<float> model = network.Init<float>(trial.Seed), twin = again.Init<float>(trial.Seed);
        Tensor<float> x = trial.Draw(trial.Items, 0).To<float>(), dy = trial.Draw(network.Output.Under(trial.Batch), 1).To<float>();
        for (int i = 0; i < model.Values.Length; i++)
            if (Difference.Bits($"{network.Weights[i].Name}, made twice from seed {trial.Seed}", twin.Values[i], model.Values[i]) is { } trouble) return trouble;
        Gradients<float>? first = null;
        foreach (int threads in new[] { 1, 1, 2, 3 })
        {
            Gradients<float> run = (threads == 2 ? twin : model).Using(Backend.Default, threads).Pullback(x, dy, training: true, trial.Seed);
            first ??= run;
            if (Difference.Bits($"{layer} on {x.Shape} with {Amount.Of(threads, "threads")} against 1", run.Output, first.Output) is { } other) return other;
            foreach (string name in run.Names)
                if (Difference.Bits($"the gradient of {layer} for {name} with {Amount.Of(threads, "threads")} against 1", run[name], first[name]) is { } trouble) return trouble;
            foreach (Weight state in network.Weights.Where(w => w.Role == Graphs.Role.State))
                if (Difference.Bits($"the next {state.Name} of {layer} with {Amount.Of(threads, "threads")} against 1", run.Next(state.Name), first.Next(state.Name)) is { } trouble) return trouble;
        }
        return null;
    });
}
