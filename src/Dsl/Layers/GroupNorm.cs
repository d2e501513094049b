// Group normalization (Wu and He 2018, arXiv:1803.08494): the channels are cut into groups; every group of every item gets mean 0 and variance 1.
//   input [C, …]   weight, bias [C]   output the same shape      y = (x − mean) / √(variance + ε) · weight + bias,   moments over C / groups channels and space
//   The same in training and in inference: nothing depends on the rest of the batch.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Group normalization: every group of channels of every item to mean 0 and variance 1, then a learned scale and shift of every channel.</summary>
    /// <param name="groups">How many groups; they divide the channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether every channel has a learned scale and shift.</param>
    /// <exception cref="ArgumentException">Fewer than 1 group, or epsilon is negative.</exception>
    /// <returns><c>[C, …] → the same</c>, <c>y = (x − mean) / √(variance + ε) · weight + bias</c>, moments per item and group.</returns>
    /// <example><code>GroupNorm(4).On((8, 7, 7))</code></example>
    public static Layer GroupNorm(int groups, double epsilon = 1e-5, bool affine = true) => groups >= 1
        ? new GroupNormalized(groups, Normalizing.Epsilon("GroupNorm", epsilon), affine)
        : throw new ArgumentException($"GroupNorm needs at least 1 group; it was given {groups}.", nameof(groups));
}

internal sealed record GroupNormalized(int Groups, double Epsilon, bool Affine) : Layer
{
    public override string Kind => "gn";

    protected override string Code => new Call("GroupNorm").With(Groups).With("epsilon", Epsilon, 1e-5).With("affine", Affine, true).ToString();

    public override Fit Infer(Shape input) => input.Rank >= 1
        ? Channels.Divide(this, input, Groups, input)
        : Fit.Refuse(this, input, "it takes channels [C, …]", "reshape first", input);

    public override Node Lower(Node x, Scope at)
    {
        if (at.Training && x.Shape.LongCount == Groups)
            at.Refuse(this, x.Shape.Tail, "in training it needs more than one value per group", "use fewer groups, train with a batch of 2 or more, or on larger maps");
        return x.ByGroup(at, Groups, Epsilon, Affine, out _);
    }
}
