// Instance normalization (Ulyanov, Vedaldi and Lempitsky 2016, arXiv:1607.08022): every channel of every item gets mean 0 and variance 1 over space.
//   input [C, …]   weight, bias [C]   state mean, variance [C] if running   output the same shape      y = (x − mean) / √(variance + ε) · weight + bias
//   Without running statistics the same in training and in inference. With them inference uses the state, which training moves as PyTorch does:
//   new = (1 − momentum) · old + momentum · the items' average (of their unbiased variances)
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Instance normalization: every channel of every item to mean 0 and variance 1 over space.</summary>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether every channel has a learned scale and shift.</param>
    /// <param name="running">Whether training keeps running statistics, which inference then uses.</param>
    /// <param name="momentum">The share of a batch's statistics in the new running ones.</param>
    /// <exception cref="ArgumentException">The momentum is outside 0..1, or epsilon is negative.</exception>
    /// <returns><c>[C, …] → the same</c>, <c>y = (x − mean) / √(variance + ε) · weight + bias</c>, moments per item and channel.</returns>
    /// <example><code>InstanceNorm().On((8, 7, 7))</code></example>
    public static Layer InstanceNorm(double epsilon = 1e-5, bool affine = false, bool running = false, double momentum = 0.1) =>
        new InstanceNormalized(Normalizing.Epsilon("InstanceNorm", epsilon), affine, running, Normalizing.Momentum("InstanceNorm", momentum));
}

internal sealed record InstanceNormalized(double Epsilon, bool Affine, bool Running, double Momentum) : Layer
{
    private const string Needs = "it needs more than one cell per channel", Cure = "put it before the maps shrink to one cell, or use BatchNorm or GroupNorm";

    public override string Kind => "in";

    protected override string Code => new Call("InstanceNorm")
        .With("epsilon", Epsilon, 1e-5).With("affine", Affine, false).With("running", Running, false).With("momentum", Momentum, 0.1).ToString();

    public override Fit Infer(Shape input)
    {
        if (input.Rank < 1) return Fit.Refuse(this, input, "it takes channels [C, …]", "reshape first", input);
        return Running || Normalizing.Cells(input) != 1 ? input : Fit.Refuse(this, input, Needs, Cure, input);
    }

    public override Node Lower(Node x, Scope at)
    {
        int channels = x.Shape[1];
        (Node Mean, Node Variance)? state = Running ? (at.State("mean", channels, 0), at.State("variance", channels, 1)) : null;
        if (state is { } kept && !at.Training) return x.ByChannel(at, kept.Mean, kept.Variance, Epsilon, Affine);
        double count = Normalizing.Cells(x.Shape.Tail);
        if (count < 2) at.Refuse(this, x.Shape.Tail, $"in training {Needs}", Cure);
        Node y = x.ByGroup(at, channels, Epsilon, Affine, out var moments);
        if (state is not { } old) return y;
        at.Becomes("mean", (old.Mean * (1 - Momentum)) + (moments.Mean.Mean(Axes.Of(0)) * Momentum));
        at.Becomes("variance", (old.Variance * (1 - Momentum)) + (moments.Variance.Mean(Axes.Of(0)) * (Momentum * count / (count - 1))));
        return y;
    }
}
