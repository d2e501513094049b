// Binary cross-entropy, of scores or of probabilities.      outputs and targets [N, …] of one shape, targets from 0 to 1
//   of probabilities   −(t · log p + (1 − t) · log(1 − p)), logarithms from −100 on
//   of scores          (1 − t) · log(1 + e^x) + w · t · log(1 + e^−x), with the weight w of positives: no term is negative, so none takes digits from the other
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Losses
{
    /// <summary>Binary cross-entropy of probabilities, as Sigmoid gives them, against targets from 0 to 1. <see cref="BinaryCrossEntropyWithLogits"/> is safer in numbers.</summary>
    /// <value><c>probabilities and targets [N, …] → []</c>, <c>loss = mean of −(t · log p + (1 − t) · log(1 − p))</c>, logarithms from −100 on.</value>
    /// <example><code>BinaryCrossEntropy.Of(Tensor.Of((1, 2), 0.9, 0.2), Tensor.Of((1, 2), 1.0, 0))</code></example>
    public static BinaryCrossEntropyLoss BinaryCrossEntropy { get; } = new();

    /// <summary>Binary cross-entropy of scores (logits) against targets from 0 to 1: a sigmoid and its loss at once, safe from overflow.</summary>
    /// <remarks>Options: <c>.Positive(w…)</c>, a weight of positives, one for all or one per class.</remarks>
    /// <value><c>scores and targets [N, …] → []</c>, <c>loss = mean of (1 − t) · log(1 + e^x) + t · log(1 + e^−x)</c>.</value>
    /// <example><code>BinaryCrossEntropyWithLogits.Of(Tensor.Of((1, 2), 3.0, -1), Tensor.Of((1, 2), 1.0, 0))</code></example>
    public static LogitLoss BinaryCrossEntropyWithLogits { get; } = new();
}

/// <summary>Binary cross-entropy of probabilities. Made from <see cref="Losses.BinaryCrossEntropy"/>.</summary>
public sealed record BinaryCrossEntropyLoss : TermLoss
{
    /// <summary>log x, at least −100, also of a number that rounding put below 0; its derivative 1 / x, at most 10¹²: a probability of 0 costs much, but not everything.</summary>
    private static readonly Unary BoundedLog = new Unary.Given("Log from -100", new Unary.Clip(0, double.PositiveInfinity).Then(Unary.Log).Then(new Unary.Clip(-100, double.PositiveInfinity)),
        new Unary.Clip(1e-12, double.PositiveInfinity).Then(new Unary.Power(-1)));

    internal BinaryCrossEntropyLoss()
    {
    }

    /// <inheritdoc/>
    public override Element TargetElement => Element.Real;

    internal override string Code => "BinaryCrossEntropy";

    /// <inheritdoc/>
    public override Shape Target(Shape output) => output;

    internal override Terms Terms(Node output, Node target)
    {
        Node p = output.Probabilities(Code, "end the network in Sigmoid, or use BinaryCrossEntropyWithLogits"), t = target.Probabilities(Code, "give targets from 0 to 1");
        return new(-((t * p.Map(BoundedLog)) + (t.Map(new Unary.Affine(-1, 1)) * p.Map(new Unary.Affine(-1, 1).Then(BoundedLog)))));
    }
}

/// <summary>Binary cross-entropy of scores. Made from <see cref="Losses.BinaryCrossEntropyWithLogits"/>.</summary>
public sealed record LogitLoss : TermLoss
{
    internal LogitLoss()
    {
    }

    internal Weights? Positives { get; private init; }

    internal Shape? Laid { get; private init; }

    /// <inheritdoc/>
    public override Element TargetElement => Element.Real;

    internal override string Code => "BinaryCrossEntropyWithLogits" + (Positives is null ? "" : $".Positive{Positives}");

    /// <summary>With weights of positives: above 1 for recall, below for precision.</summary>
    /// <param name="weights">One for all, or one per class, that is per channel of outputs [N, classes, …].</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or there is none.</exception>
    public LogitLoss Positive(params double[] weights) => this with { Positives = Labelled.Weights("Positive", weights), Laid = null };

    /// <summary>With weights of positives that lie in a shape, repeated to that of the outputs as broadcasting does: the last axes meet.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or their number is not the shape's.</exception>
    public LogitLoss Positive(Shape shape, params double[] weights)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Weights checkedWeights = Labelled.Weights("Positive", weights);
        return shape.Count == weights.Length ? this with { Positives = checkedWeights, Laid = shape }
            : throw new ArgumentException($"Positive needs as many weights as {shape} has cells, {shape.Count}; it was given {weights.Length}.", nameof(weights));
    }

    /// <inheritdoc/>
    public override Shape Target(Shape output) => output;

    internal override Terms Terms(Node output, Node target)
    {
        Node t = target.Probabilities("BinaryCrossEntropyWithLogits", "give targets from 0 to 1"), positive = Positives is { } weights ? t * Table(weights, output) : t;
        Node right = output.Map(new Unary.Affine(-1, 0).Then(Unary.Softplus)), wrong = output.Map(Unary.Softplus);
        return new(wrong.Zip(Binary.Pick, t.Map(new Unary.Affine(-1, 1))) + right.Zip(Binary.Pick, positive));
    }

    private Node Table(Weights weights, Node output)
    {
        if (Laid is { } shape) return Losses.Table(output.Builder, weights, shape).Spread(output.Shape);
        return weights.Count == 1 ? output.Builder.Constant(weights[0], output.Shape) : Labelled.Table(Code, weights, output)!.Value;
    }
}
