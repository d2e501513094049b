// Batch normalization (Ioffe and Szegedy 2015, arXiv:1502.03167): every channel gets mean 0 and variance 1, then a learned scale and shift.
//   input [C, …]    output the same shape      y = (x − mean) / √(variance + ε) · weight + bias
//   training: mean and (biased) variance over batch and space; the state moves: new = (1 − momentum) · old + momentum · batch's (its variance unbiased)
//   inference: the state's mean and variance
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Batch normalization: every channel to mean 0 and variance 1 over batch and space, then a learned scale and shift.</summary>
    /// <param name="momentum">The share of the batch's statistics in the new running ones.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ArgumentException">The momentum is outside 0..1, or epsilon is negative.</exception>
    public static Layer BatchNorm(double momentum = 0.1, double epsilon = 1e-5)
    {
        if (momentum is not (>= 0 and <= 1)) throw new ArgumentException($"BatchNorm needs a momentum from 0 to 1; it was given {momentum}.", nameof(momentum));
        if (epsilon is not >= 0) throw new ArgumentException($"BatchNorm needs an epsilon of at least 0; it was given {epsilon}.", nameof(epsilon));
        return new BatchNormalized(momentum, epsilon);
    }
}

internal sealed record BatchNormalized(double Momentum, double Epsilon) : Layer
{
    public override string Kind => "bn";

    protected override string Code => new Call("BatchNorm").With("momentum", Momentum, 0.1).With("epsilon", Epsilon, 1e-5).ToString();

    public override Fit Infer(Shape input) => input.Rank >= 1 ? input : Fit.Refuse(this, input, "it takes channels [C, …]", "reshape first", input);

    public override Node Lower(Node x, Scope at)
    {
        Shape shape = x.Shape, channels = shape[1];
        Axes others = Axes.AllBut(shape.Rank, 1);
        Node mean = at.State("mean", channels, 0), variance = at.State("variance", channels, 1);
        if (at.Training) (mean, variance) = OfBatch(x, at, others, mean, variance);
        Node scale = (variance + Epsilon).Map(new Unary.Power(-0.5)) * at.Weight("weight", channels, Initializer.Ones);
        return ((x - mean.Broadcast(shape, others)) * scale.Broadcast(shape, others)) + at.Weight("bias", channels, Initializer.Zeros).Broadcast(shape, others);
    }

    private (Node Mean, Node Variance) OfBatch(Node x, Scope at, Axes others, Node oldMean, Node oldVariance)
    {
        double count = x.Shape.LongCount / x.Shape[1];
        if (count < 2) at.Refuse(this, x.Shape.Tail, "in training it needs more than one value per channel", "train with a batch of 2 or more, or on larger maps");
        Node mean = x.Mean(others), apart = x - mean.Broadcast(x.Shape, others), variance = (apart * apart).Mean(others);
        at.Becomes("mean", (oldMean * (1 - Momentum)) + (mean * Momentum));
        at.Becomes("variance", (oldVariance * (1 - Momentum)) + (variance * (Momentum * count / (count - 1))));
        return (mean, variance);
    }
}
