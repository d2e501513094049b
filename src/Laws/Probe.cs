// Probe: a network with weights that no initializer made, run in double from a user's side: the graph of the layer, its gradient, and plans.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv;

/// <summary>A network that a law looks into.</summary>
internal sealed class Probe
{
    private readonly Plan<double> forward;
    private readonly Lazy<Plan<double>> back;
    private readonly long seed;

    public Probe(Network network, Trial trial, bool training = false, int threads = 1, bool deep = false)
    {
        var options = new PlanOptions(Backend.Default, threads);
        Graph graph = network.Graph(trial.Batch, training);
        (Model, seed) = (Weighted(network, trial.Seed, deep), trial.Seed);
        forward = new(graph, options);
        back = new(() => new(Gradient.Of(graph, "y", a => a.Role is Role.Weight || a.Name == "x"), options));
        X = trial.Draw(trial.Items, 0);
        Dy = trial.Draw(network.Output.Under(trial.Batch), 1);
    }

    public Model<double> Model { get; }

    /// <summary>Drawn input items and cotangents of the output.</summary>
    public Tensor<double> X { get; }

    public Tensor<double> Dy { get; }

    /// <summary>The arguments that have a gradient.</summary>
    public IEnumerable<string> Wanted => forward.Graph.Arguments.Select(a => a.Argument).Where(a => a.Role is Role.Weight || a.Name == "x").Select(a => a.Name);

    public Tensor<double> At(string name) => name == "x" ? X : Model[name];

    public Tensor<double> Run(Tensor<double> x) => forward.Run(Arguments().Set("x", x))["y"];

    /// <summary>⟨f, dy⟩ where one argument is another tensor.</summary>
    public double Pairing(string name, Tensor<double> value) => Pairing([(name, value)]);

    /// <summary>⟨f, dy⟩ where some arguments are other tensors.</summary>
    public double Pairing(IEnumerable<(string Name, Tensor<double> Value)> moved)
    {
        Arguments<double> arguments = Arguments();
        foreach (var (name, value) in moved) arguments.Set(name, value);
        return Dot(forward.Run(arguments)["y"], Dy);
    }

    public Results<double> Pull(Tensor<double> dy) => back.Value.Run(Arguments().Set("d.y", dy));

    public static double Dot(Tensor<double> a, Tensor<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Count; i++) sum += a.Values[i] * b.Values[i];
        return sum;
    }

    /// <summary>Weights around those that a network begins with, so that biases are not zero and scales not one; states that begin positive stay so.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">Decides the numbers.</param>
    /// <param name="deep">Leaves kernels and matrices as they begin, so that numbers keep their size through many layers.</param>
    public static Model<double> Weighted(Network network, int seed, bool deep = false)
    {
        Model<double> model = network.Init<double>(seed);
        foreach (Weight weight in network.Weights)
        {
            Tensor<double> start = model[weight.Name], noise = Tensor.Normal<double>(weight.Shape, seed ^ (int)RandomStream.Hash(weight.Name));
            model = model.With(weight.Name, Tensor.Make(weight.Shape, i => weight.Role == Role.State && start.Values[i] > 0
                ? start.Values[i] * (0.5 + (1 / (1 + Math.Exp(-noise.Values[i]))))
                : start.Values[i] + ((deep && weight.Shape.Rank > 1 ? 0 : 0.3) * noise.Values[i])));
        }
        return model;
    }

    private Arguments<double> Arguments()
    {
        Arguments<double> arguments = new Arguments<double>().Set("x", X).Seed(seed);
        foreach (Weight weight in Model.Network.Weights) arguments.Set(weight.Name, Model[weight.Name]);
        return arguments;
    }
}
