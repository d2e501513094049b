// SGD and Adam against trajectories recorded from PyTorch in double: the recorded gradients are fed, the weights must follow (Traces/; torch's docs name the options).
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Training;

public class OptimizerTraces
{
    [Theory]
    [InlineData("open-00-SGD-softmax_regression", "Sgd(0.1)")]
    [InlineData("open-01-SGD-rosenbrock", "Sgd(0.05, momentum: 0.9)")]
    [InlineData("open-03-SGD-conv1d_mse", "Sgd(0.05, momentum: 0.8, weightDecay: 0.01)")]
    [InlineData("open-05-SGD-rosenbrock", "Sgd(0.03, momentum: 0.7, nesterov: true, weightDecay: 0.02)")]
    [InlineData("open-07-Adam-conv1d_mse", "Adam(0.02, beta1: 0.8, beta2: 0.99, epsilon: 1E-06)")]
    [InlineData("open-08-Adam-softmax_regression", "WeightDecay(0.1).Then(Adam(0.01))")]
    public void The_weights_follow_the_recorded_ones(string trace, string code)
    {
        string file = Path.Combine(Folder(), trace);
        Optimizer optimizer = Of(JsonDocument.Parse(File.ReadAllText($"{file}.json")).RootElement);
        Assert.Equal(code, optimizer.ToString());
        var arrays = Npz.Read($"{file}.npz");
        string[] names = [.. arrays.Names.Where(n => n.StartsWith("grads_", StringComparison.Ordinal)).Select(n => n[6..])];
        var course = new Course(optimizer, [.. names.Select(n => (n, arrays.Get<double>($"params_{n}").Pick(0)))]);
        int steps = arrays.Get<double>($"grads_{names[0]}").Shape[0];
        Assert.Equal(20, steps);
        for (int step = 0; step < steps; step++)
        {
            course.Advance([.. names.Select(n => arrays.Get<double>($"grads_{n}").Pick(step))]);
            foreach (string name in names) Agree(arrays.Get<double>($"params_{name}").Pick(step + 1), course[name], 1e-12);
        }
    }

    private static Optimizer Of(JsonElement trace)
    {
        JsonElement options = trace.GetProperty("options");
        double Option(string name, double otherwise) => options.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;
        bool nesterov = options.TryGetProperty("nesterov", out JsonElement flag) && flag.GetBoolean();
        if (trace.GetProperty("optimizer").GetString() == "SGD") return Sgd(Option("lr", 1e-3), Option("momentum", 0), nesterov, Option("weight_decay", 0));
        double[] betas = options.TryGetProperty("betas", out JsonElement pair) ? [.. pair.EnumerateArray().Select(b => b.GetDouble())] : [0.9, 0.999];
        Optimizer adam = Adam(Option("lr", 1e-3), betas[0], betas[1], Option("eps", 1e-8));
        return Option("weight_decay", 0) is > 0 and double decay ? WeightDecay(decay).Then(adam) : adam;
    }

    private static void Agree(Tensor<double> expected, Tensor<double> found, double within)
    {
        double bound = within * Math.Max(1, expected.Values.ToArray().Max(Math.Abs));
        for (int i = 0; i < expected.Count; i++) Assert.InRange(Math.Abs(expected.Values[i] - found.Values[i]), 0, bound);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Traces");
}

/// <summary>An optimizer that is fed gradients by hand.</summary>
internal sealed class Course
{
    private readonly Plan<double> plan;
    private readonly Dictionary<string, Tensor<double>> values = [];
    private readonly Steps.Declared declared = new([], [], []);
    private readonly string[] names;
    private long updates;

    public Course(Optimizer optimizer, (string Name, Tensor<double> Value)[] weights)
    {
        names = [.. weights.Select(w => w.Name)];
        foreach (var (name, value) in weights) values[name] = value;
        var builder = new GraphBuilder();
        ImmutableArray<Weight> described = [.. weights.Select(w => new Weight(w.Name, w.Value.Shape, Initializer.Zeros, Role.Weight, true))];
        Node[] w = [.. described.Select(d => builder.Argument(d.Name, Role.Weight, d.Shape))], g = [.. described.Select(d => builder.Argument($"d.{d.Name}", Role.Data, d.Shape))];
        Node[] updates = optimizer.Update(g, w, new(builder, described, declared));
        plan = new(builder.Build([.. names.Select((n, i) => (n, w[i] - updates[i])), .. declared.Next]));
        foreach (var (name, shape) in declared.Slots) values[name] = Tensor.Filled(shape, 0.0);
    }

    public Tensor<double> this[string name] => values[name];

    public void Advance(Tensor<double>[] gradients)
    {
        var arguments = new Arguments<double>();
        foreach (var (name, value) in values) arguments.Set(name, value);
        for (int i = 0; i < names.Length; i++) arguments.Set($"d.{names[i]}", gradients[i]);
        updates++;
        foreach (var (name, ofUpdate) in declared.Scalars) arguments.Set(name, Tensor.Filled(Shape.Scalar, ofUpdate(updates)));
        Results<double> results = plan.Run(arguments);
        foreach (string name in results.Names) values[name] = results[name];
    }
}
