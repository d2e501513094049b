// Layer normalization (Ba, Kiros and Hinton 2016, arXiv:1607.06450): the trailing axes of every item get mean 0 and variance 1 together.
//   input [leading…, trailing…]   weight, bias [trailing…]   output the same shape      y = (x − mean) / √(variance + ε) · weight + bias
//   The same in training and in inference: nothing depends on the rest of the batch.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Layer normalization: the trailing axes of every item together to mean 0 and variance 1, then a learned scale and shift of every element.</summary>
    /// <param name="axes">How many trailing axes are normalized together: 1 for the last alone; by default all axes of the item.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether every element of the trailing axes has a learned scale and shift.</param>
    /// <exception cref="ArgumentException">Fewer than 1 axis, or epsilon is negative.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = (x − mean) / √(variance + ε) · weight + bias</c>, moments per item over the trailing axes.</returns>
    /// <example><code>LayerNorm().On((8, 7, 7))</code></example>
    public static Layer LayerNorm(int? axes = null, double epsilon = 1e-5, bool affine = true) => axes is null or >= 1
        ? new LayerNormalized(axes, Normalizing.Epsilon("LayerNorm", epsilon), affine)
        : throw new ArgumentException($"LayerNorm needs at least 1 axis; it was given {axes}.", nameof(axes));
}

internal sealed record LayerNormalized(int? Count, double Epsilon, bool Affine) : Layer
{
    public override string Kind => "ln";

    protected override string Code => new Call("LayerNorm").With("axes", Count, null).With("epsilon", Epsilon, 1e-5).With("affine", Affine, true).ToString();

    public override Fit Infer(Shape input) => input.Rank >= Math.Max(1, Count ?? 1)
        ? input
        : Fit.Refuse(this, input, $"it normalizes the last {Amount.Of(Count ?? 1, "axes")} and the input has {input.Rank}", "normalize fewer axes, or leave their number out for all", input);

    public override Node Lower(Node x, Scope at)
    {
        Shape shape = x.Shape;
        int leading = shape.Rank - (Count ?? shape.Rank - 1);
        Axes before = Axes.All(leading), trailing = new(Axes.All(shape.Rank).Bits & ~before.Bits);
        var (_, variance, apart) = x.Moments(trailing);
        Node y = apart * variance.PerDeviation(Epsilon).Broadcast(shape, trailing);
        if (!Affine) return y;
        Shape own = shape.Without(before);
        return (y * at.Weight("weight", own, Initializer.Ones).Broadcast(shape, before)) + at.Weight("bias", own, Initializer.Zeros).Broadcast(shape, before);
    }
}
