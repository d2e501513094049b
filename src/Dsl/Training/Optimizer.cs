// Optimizers: a step of descent as a transformation of gradients, written with nodes, so that it is planned together with forward and backward.
//   gradients → Update → what is subtracted from the weights.   a.Then(b) gives b the answer of a, as optax composes (Babuschkin et al. 2020).
using System.Collections.Immutable;
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>How gradients become steps. Immutable; equal descriptions are equal values.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public abstract record Optimizer
{
    /// <summary>What is subtracted from the weights, one node per weight, each of that weight's shape.</summary>
    /// <param name="gradients">The gradient of the loss for every trained weight, or what an optimizer before this one made of it.</param>
    /// <param name="weights">The weights before the step, in the same order.</param>
    /// <param name="at">Where state tensors and numbers of the host are declared.</param>
    public abstract Node[] Update(Node[] gradients, Node[] weights, Steps at);

    /// <summary>The C# that makes this optimizer.</summary>
    protected abstract string Code { get; }

    /// <summary>This transformation, then the next on what it gives: <c>WeightDecay(1e-4).Then(Sgd(0.1))</c>.</summary>
    public Optimizer Then(Optimizer next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new Following(this, next);
    }

    /// <summary>The C# that makes this optimizer.</summary>
    public sealed override string ToString() => Code;
}

/// <summary>Where an optimizer is written: its state tensors and the numbers that the host computes before every step.</summary>
public sealed class Steps
{
    private readonly GraphBuilder builder;
    private readonly Declared declared;
    private readonly string path;

    internal Steps(GraphBuilder builder, ImmutableArray<Weight> weights, Declared declared, string path = "optimizer/") =>
        (this.builder, Weights, this.declared, this.path) = (builder, weights, declared, path);

    /// <summary>The trained weights, in the order of the nodes.</summary>
    public ImmutableArray<Weight> Weights { get; }

    /// <summary>A state tensor of a weight, of the weight's shape, zeros before the first step.</summary>
    /// <param name="name">What it is called; an optimizer uses a name once per weight.</param>
    /// <param name="weight">The position of the weight.</param>
    public Node Slot(string name, int weight)
    {
        string full = Full(name, weight);
        if (!declared.Slots.Exists(s => s.Name == full)) declared.Slots.Add((full, Weights[weight].Shape));
        return builder.Argument(full, Role.State, Weights[weight].Shape);
    }

    /// <summary>What a state tensor is at the next step.</summary>
    /// <exception cref="ArgumentException">There is no such slot, it has got its next value already, or the shape is another.</exception>
    public void Becomes(string name, int weight, Node next)
    {
        string full = Full(name, weight);
        if (!declared.Slots.Exists(s => s.Name == full)) throw new ArgumentException($"There is no slot '{name}' of weight {weight}; call Slot first.", nameof(name));
        if (next.Shape != Weights[weight].Shape) throw new ArgumentException($"The slot '{name}' of weight {weight} has shape {Weights[weight].Shape}; it was given {next.Shape}.", nameof(next));
        if (declared.Next.Exists(n => n.Name == full)) throw new ArgumentException($"The slot '{name}' of weight {weight} has got its next value already.", nameof(name));
        declared.Next.Add((full, next));
    }

    /// <summary>A number that the host computes in double before every step, repeated over a weight's shape.</summary>
    /// <param name="name">What it is called: one number per name, for all weights.</param>
    /// <param name="weight">The position of the weight.</param>
    /// <param name="ofUpdate">The number for update 1, 2, 3 ….</param>
    public Node Scalar(string name, int weight, Func<long, double> ofUpdate)
    {
        ArgumentNullException.ThrowIfNull(ofUpdate);
        if (!declared.Scalars.Exists(s => s.Name == path + name)) declared.Scalars.Add((path + name, ofUpdate));
        Shape shape = Weights[weight].Shape;
        return builder.Argument(path + name, Role.Data, Shape.Scalar).Broadcast(shape, Axes.All(shape.Rank));
    }

    internal Steps Inner(string name) => new(builder, Weights, declared, $"{path}{name}/");

    private string Full(string name, int weight) => $"{path}{name}/{Weights[weight].Name}";

    /// <summary>What the optimizers of one step declared.</summary>
    internal sealed record Declared(List<(string Name, Shape Shape)> Slots, List<(string Name, Node Node)> Next, List<(string Name, Func<long, double> OfUpdate)> Scalars);
}

internal sealed record Following(Optimizer First, Optimizer Second) : Optimizer
{
    protected override string Code => $"{First}.Then({Second})";

    public override Node[] Update(Node[] gradients, Node[] weights, Steps at) =>
        Second.Update(First.Update(gradients, weights, at.Inner("1")), weights, at.Inner("2"));
}
