// Sheet: a graph under test and the numbers of its arguments. Runs it by any plan, over memory that was filled with NaN before, with zones behind every buffer that must stay so.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Numerics;

/// <summary>Where numbers are drawn from: everywhere, above 0, with a distance from 0, or with a distance from each other.</summary>
internal enum Drawn
{
    Any,
    Positive,
    AwayFromZero,
    Apart,
}

internal sealed class Sheet(int seed)
{
    public static readonly PlanOptions Naive = new(Backend.Simd, 1) { Naive = true };

    private readonly Dictionary<string, Tensor<double>> reals = [];
    private readonly Dictionary<string, Labels> labels = [];

    public GraphBuilder Builder { get; } = new();

    public IEnumerable<string> Reals => reals.Keys;

    public Tensor<double> this[string name]
    {
        get => reals[name];
        set => reals[name] = value;
    }

    public Labels Labels(string name) => labels[name];

    /// <summary>An argument of drawn numbers.</summary>
    public Node Real(string name, Shape shape, Drawn drawn = Drawn.Any)
    {
        Tensor<double> normal = Tensor.Normal<double>(shape, seed + reals.Count);
        int[] order = drawn == Drawn.Apart ? new RandomStream((ulong)seed, 6).Permutation(shape.Count) : [];
        reals[name] = Tensor.Make(shape, i => drawn switch
        {
            Drawn.Positive => 0.3 + Math.Abs(normal.Values[i]),
            Drawn.AwayFromZero => normal.Values[i] + (0.3 * Math.Sign(normal.Values[i])),
            Drawn.Apart => (order[i] - (shape.Count / 2)) * 0.1,
            _ => normal.Values[i],
        });
        return Builder.Argument(name, Role.Data, shape);
    }

    /// <summary>An argument of whole numbers 0 … below − 1.</summary>
    public Node Index(string name, Shape shape, int below)
    {
        var stream = new RandomStream((ulong)seed, 5);
        labels[name] = FunctionalConv.Labels.Of(shape, [.. Enumerable.Range(0, shape.Count).Select(i => stream.Below(i, below))]);
        return Builder.Argument(name, Role.Data, shape, Element.Index);
    }

    /// <summary>The outputs for a cotangent of y, and the gradients for all real arguments.</summary>
    public Graph Differentiated(Graph graph)
    {
        Shape y = graph.Lines[graph.Output("y")].Shape;
        if (y.Rank > 0) reals["d.y"] = Tensor.Normal<double>(y, seed + 77);
        return Gradient.Of(graph, "y", a => a.Kind == Element.Real);
    }

    public Results<T> Run<T>(Graph graph, PlanOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var arguments = new Arguments<T>();
        foreach (var (name, tensor) in reals) arguments.Set(name, tensor.To<T>());
        foreach (var (name, value) in labels) arguments.Set(name, value);
        var plan = new Plan<T>(graph, options with { Guarded = true });
        Arena<T> arena = plan.Rent();
        arena.Poison();
        plan.Return(arena);
        Results<T> results = plan.Run(arguments);
        Assert.True(arena.ZonesAreUntouched, $"A kernel wrote behind its output: {string.Join(", ", plan.Steps)}");
        return results;
    }

    /// <summary>The slope of ⟨y, d.y⟩ along a direction of one argument by differences from both sides, extrapolated from two steps (Richardson).</summary>
    public double Slope(Graph graph, string name, Tensor<double> direction, double h = 1e-4)
    {
        Tensor<double> at = reals[name];
        double Along(double step)
        {
            reals[name] = Tensor.Make(at.Shape, i => at.Values[i] + (step * direction.Values[i]));
            Tensor<double> y = Run<double>(graph, Naive)["y"];
            return reals.TryGetValue("d.y", out Tensor<double>? dy) ? Probe.Dot(y, dy) : y.Values[0];
        }
        double wide = (Along(h) - Along(-h)) / (2 * h), narrow = (Along(h / 2) - Along(-h / 2)) / h;
        reals[name] = at;
        return ((4 * narrow) - wide) / 3;
    }
}
