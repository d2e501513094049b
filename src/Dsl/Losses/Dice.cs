// Dice loss: how little two maps overlap (Milletari et al. 2016, arXiv:1606.04797, with sums instead of squares).
//   outputs [N, classes, …]   targets of the same shape, or labels [N, …]      term [N, classes] = 1 − (2 Σ p t + s) / (Σ p + Σ t + s), sums over space
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Losses
{
    /// <summary>The Dice loss of probabilities against probabilities of the same shape, as masks of zeros and ones: a term per item and class.</summary>
    /// <remarks>Options: <c>.OfScores()</c>, of scores [N, classes, …] against labels [N, …]; <c>.Smoothed(s)</c>, another number than 1 above and below.</remarks>
    /// <value><c>probabilities and masks [N, classes, …] → []</c>, <c>loss = mean over items and classes of 1 − (2 Σ p t + 1) / (Σ p + Σ t + 1)</c>, sums over space.</value>
    /// <example><code>Dice.Of(Tensor.Of((1, 1, 4), 0.9, 0.8, 0.1, 0), Tensor.Of((1, 1, 4), 1.0, 1, 0, 0))</code></example>
    public static DiceLoss Dice { get; } = new();
}

/// <summary>Dice loss. Made from <see cref="Losses.Dice"/>.</summary>
public sealed record DiceLoss : TermLoss
{
    internal DiceLoss()
    {
    }

    internal bool Labels { get; private init; }

    internal double Smooth { get; private init; } = 1;

    /// <inheritdoc/>
    public override Element TargetElement => Labels ? Element.Index : Element.Real;

    internal override string Code => "Dice" + (Labels ? ".OfScores()" : "") + (Smooth == 1 ? "" : FormattableString.Invariant($".Smoothed({Smooth})"));

    /// <summary>Of scores [N, classes, …], which a softmax makes probabilities, against labels [N, …].</summary>
    public DiceLoss OfScores() => this with { Labels = true };

    /// <summary>With another number than 1 added above and below, which decides where both maps are empty.</summary>
    /// <exception cref="ArgumentException">The number is negative or not finite.</exception>
    public DiceLoss Smoothed(double number) => this with { Smooth = Activation.Positive("Smoothed", "number", number, orZero: true) };

    /// <inheritdoc/>
    public override Shape Target(Shape output)
    {
        Shape labels = Labelled.Target("Dice", output);
        return Labels ? labels : output;
    }

    internal override Terms Terms(Node output, Node target)
    {
        Node p = Labels ? output.Softmax(1) : output.Probabilities("Dice", "end the network in Sigmoid or Softmax(), or use Dice.OfScores()");
        Node t = Labels ? target.OneHot(output.Shape[1]) : target.Probabilities("Dice", "give masks from 0 to 1");
        var space = new Axes(Axes.All(output.Shape.Rank).Bits & ~Axes.All(2).Bits);
        Node both = ((p * t).Sum(space) * 2) + Smooth, each = p.Sum(space) + t.Sum(space) + Smooth;
        return new((both / each).Map(new Unary.Affine(-1, 1)));
    }
}
