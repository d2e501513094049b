// A whole network of networks.json.
//   forward   the compiled model          train   forward in training mode, mean cross-entropy, the gradients of all weights, one step of Adam
using System.Text.Json;
using FunctionalConv.Plans;

namespace FunctionalConv.Benchmarks;

internal static class NetworkRow
{
    public static Work Of(JsonElement row, bool train, PlanOptions options)
    {
        var (model, x) = Made(row, options);
        return (train ? Train(model, x) : LayerRow.Forward(model, x, options)) with { Results = () => [] };
    }

    /// <summary>The network with drawn weights, and its input.</summary>
    public static (Model<float> Model, Tensor<float> Input) Made(JsonElement row, PlanOptions options)
    {
        Whole whole = Networks.Named(row.GetProperty("net").GetString()!);
        int batch = row.GetProperty("batch").GetInt32();
        Network network = whole.Layer.On(Shape.Of(Protocol.List(row, "x", 0, 0)));
        int weights = network.Weights.Where(w => w.Trainable).Sum(w => w.Shape.Count);
        if (weights != whole.Weights) throw new NotSupportedException($"The network has {weights} weights; published are {whole.Weights}.");
        return (network.Init<float>(1).Using(options), Protocol.Values(0, network.Input.Under(batch)));
    }

    private static Work Train(Model<float> model, Tensor<float> x)
    {
        StepPlan<float> step = StepPlan<float>.Of(model, x.Shape[0], Losses.CrossEntropy, Optimizers.Adam(1e-4));
        Arena<float> arena = step.Plan.Rent();
        foreach (Weight weight in model.Network.Weights.Where(w => step.Given.Contains(w.Name))) arena.Bind(weight.Name, model[weight.Name]);
        foreach (var (name, _) in step.Slots.Where(s => step.Given.Contains(s.Name))) arena.Argument(name).Clear();
        int classes = model.Network.Output[0], updates = 0;
        return new(Run, () => []);

        void Run()
        {
            x.Values.CopyTo(arena.Argument("x"));
            Span<int> target = arena.IndexArgument("target");
            for (int i = 0; i < target.Length; i++) target[i] = i % classes;
            updates++;
            if (step.Given.Contains("seed")) (arena.IndexArgument("seed")[0], arena.IndexArgument("seed")[1]) = (updates, 0);
            foreach (var (name, ofUpdate) in step.Scalars)
                if (step.Given.Contains(name)) arena.Argument(name)[0] = (float)ofUpdate(updates);
            arena.Run();
            foreach (var (output, argument) in step.Carried) arena.Carry(output, argument);
        }
    }
}
