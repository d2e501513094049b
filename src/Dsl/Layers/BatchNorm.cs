// Batch normalization (Ioffe and Szegedy 2015, arXiv:1502.03167): every channel gets mean 0 and variance 1, then a learned scale and shift.
//   input [C, …]   weight, bias [C]   state mean, variance [C]   output the same shape      y = (x − mean) / √(variance + ε) · weight + bias
//   training: mean and (biased) variance over batch and space; the state moves: new = (1 − momentum) · old + momentum · batch's (its variance unbiased)
//   inference: the state's mean and variance
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Batch normalization: every channel to mean 0 and variance 1 over batch and space, then a learned scale and shift.</summary>
    /// <param name="momentum">The share of the batch's statistics in the new running ones.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether every channel has a learned scale and shift.</param>
    /// <exception cref="ArgumentException">The momentum is outside 0..1, or epsilon is negative.</exception>
    /// <returns><c>[C, …] → the same</c>, <c>y = (x − mean) / √(variance + ε) · weight + bias</c>, all four one per channel.</returns>
    /// <example><code>BatchNorm().On((16, 8, 8))</code></example>
    public static Layer BatchNorm(double momentum = 0.1, double epsilon = 1e-5, bool affine = true) =>
        new BatchNormalized(Normalizing.Momentum("BatchNorm", momentum), Normalizing.Epsilon("BatchNorm", epsilon), affine);
}

internal sealed record BatchNormalized(double Momentum, double Epsilon, bool Affine) : Layer
{
    public override string Kind => "bn";

    protected override string Code => new Call("BatchNorm").With("momentum", Momentum, 0.1).With("epsilon", Epsilon, 1e-5).With("affine", Affine, true).ToString();

    public override Fit Infer(Shape input) => input.Rank >= 1 ? input : Fit.Refuse(this, input, "it takes channels [C, …]", "reshape first", input);

    public override Node Lower(Node x, Scope at)
    {
        Node mean = at.State("mean", x.Shape[1], 0), variance = at.State("variance", x.Shape[1], 1);
        return at.Training ? OfBatch(x, at, mean, variance).ByChannel(at, Epsilon, Affine) : x.ByChannel(at, mean, variance, Epsilon, Affine);
    }

    private Moments OfBatch(Node x, Scope at, Node oldMean, Node oldVariance)
    {
        double count = x.Shape.LongCount / x.Shape[1];
        if (count < 2) at.Refuse(this, x.Shape.Tail, "in training it needs more than one value per channel", "train with a batch of 2 or more, or on larger maps");
        Moments batch = x.Moments(Axes.AllBut(x.Shape.Rank, 1));
        at.Becomes("mean", (oldMean * (1 - Momentum)) + (batch.Mean * Momentum));
        at.Becomes("variance", (oldVariance * (1 - Momentum)) + (batch.Variance * (Momentum * count / (count - 1))));
        return batch;
    }
}
