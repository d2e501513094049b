// What is asked of every layer: its plan means what its primitives' plain loops mean, its gradient is the central difference, and a linear one meets its adjoint.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Layers;

/// <summary>A layer on a batch, in double, with its cotangent pulled back.</summary>
internal sealed class Checks
{
    private readonly Graph graph;
    private readonly Plan<double> fast, naive;
    private readonly Dictionary<string, Tensor<double>> given = [];

    public Checks(Layer layer, Tensor<double> x, Draw draw, bool training = false)
    {
        Layer = layer;
        Network = layer.On(x.Shape.Tail);
        graph = Gradient.Of(Network.Graph(x.Shape[0], training), "y", a => a.Name == "x" || a.Role == Role.Weight);
        fast = new(graph, PlanOptions.Default with { Threads = 2 });
        naive = new(graph, PlanOptions.Default with { Naive = true });
        given["x"] = x;
        foreach (Weight w in Network.Weights) given[w.Name] = draw.Tensor(w.Shape, w.Name.EndsWith("variance", StringComparison.Ordinal) ? 3 : 0);
        given["d.y"] = draw.Tensor(graph.Lines[graph.Output("y")].Shape);
    }

    public Layer Layer { get; }

    public Network Network { get; }

    /// <summary>What was given, by name.</summary>
    public Tensor<double> this[string name] => given[name];

    public Tensor<double> X => given["x"];

    public Results<double> Run(bool byLoops = false, IReadOnlyDictionary<string, Tensor<double>>? other = null)
    {
        var arguments = new Arguments<double>();
        foreach (var (name, tensor) in other ?? given)
            if (graph.Arguments.Any(a => a.Argument.Name == name)) arguments.Set(name, tensor);
        return (byLoops ? naive : fast).Run(arguments);
    }

    /// <summary>The output, after it was found equal to the plain loops' output; so are all gradients and states.</summary>
    public Tensor<double> Output()
    {
        Results<double> mine = Run(), loops = Run(byLoops: true);
        foreach (string name in mine.Names) Near(loops[name], mine[name], $"{name} by the plan and by plain loops");
        return mine["y"];
    }

    public void Near(Tensor<double> expected, Tensor<double> found, string what, double tolerance = 1e-11)
    {
        Assert.Equal(expected.Shape, found.Shape);
        for (int i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(expected.Values[i] - found.Values[i]) <= tolerance * (1 + Math.Abs(expected.Values[i])),
                $"{Layer} on {X.Shape}: {what}: element {i} is {found.Values[i]:R}, expected {expected.Values[i]:R}");
    }

    /// <summary>⟨gradient, direction⟩ = (L(at + h · direction) − L(at − h · direction)) / 2h for L = ⟨cotangent, y⟩, a few directions at once in everything.</summary>
    public void GradientIsTheCentralDifference(Draw draw)
    {
        Results<double> at = Run();
        string[] wanted = [.. at.Names.Where(n => n.StartsWith("d.", StringComparison.Ordinal)).Select(n => n[2..])];
        for (int trial = 0; trial < 4; trial++)
        {
            var direction = wanted.ToDictionary(n => n, n => draw.Tensor(given[n].Shape));
            double slope = wanted.Sum(n => Dot(at[$"d.{n}"], direction[n]));
            double difference = (Loss(direction, 1e-5) - Loss(direction, -1e-5)) / 2e-5;
            Assert.True(Math.Abs(slope - difference) <= 1e-6 * (1 + Math.Abs(slope)), $"{Layer} on {X.Shape}: the gradient says {slope:R}, the central difference {difference:R}");
        }
    }

    /// <summary>⟨A x, y⟩ = ⟨x, Aᵀ y⟩ for the linear part of the layer.</summary>
    public void MeetsItsAdjoint()
    {
        var zero = new Dictionary<string, Tensor<double>>(given) { ["x"] = Tensor.Filled(X.Shape, 0.0) };
        Results<double> at = Run();
        double there = Dot(at["y"], given["d.y"]) - Dot(Run(other: zero)["y"], given["d.y"]), back = Dot(X, at["d.x"]);
        Assert.True(Math.Abs(there - back) <= 1e-10 * (1 + Math.Abs(there)), $"{Layer} on {X.Shape}: ⟨A x, y⟩ is {there:R} and ⟨x, Aᵀ y⟩ is {back:R}");
    }

    private double Loss(Dictionary<string, Tensor<double>> direction, double step)
    {
        var moved = new Dictionary<string, Tensor<double>>(given);
        foreach (var (name, d) in direction) moved[name] = Tensor.Make(d.Shape, i => given[name].Values[i] + (step * d.Values[i]));
        return Dot(Run(other: moved)["y"], given["d.y"]);
    }

    private static double Dot(Tensor<double> a, Tensor<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Count; i++) sum += a.Values[i] * b.Values[i];
        return sum;
    }
}
