// Losses of labels: cross-entropy of scores, and negative log-likelihood of log-probabilities.      outputs [N, classes, …]   labels [N, …]
//   term = −w[label] · log p[label]      smoothed by ε: (1 − ε) · term − ε / classes · Σ w[c] · log p[c]      mean: Σ terms / Σ w[label], ignored labels in neither
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Losses
{
    /// <summary>Cross-entropy of scores [N, classes, …] against labels [N, …]: the mean of −log softmax(scores)[label].</summary>
    /// <remarks>Options: <c>.Weighted(w…)</c>, a weight per class; <c>.Smoothed(share)</c>, a share of every label spread evenly over the classes; <c>.Ignoring(255)</c>, a label that does not count.</remarks>
    /// <value><c>scores [N, classes, …], labels [N, …] → []</c>, <c>loss = mean over labels of −log p[label]</c> with <c>p = softmax(scores)</c> over the classes.</value>
    /// <example><code>CrossEntropy.Of(Tensor.Of((2, 3), 0.0, 0, 0, 0, 0, 5), Labels.Of(1, 2))</code></example>
    public static CrossEntropyLoss CrossEntropy { get; } = new();

    /// <summary>Cross-entropy of scores [N, classes, …] against probabilities of the classes, of the same shape: −Σ p · log softmax(scores).</summary>
    /// <remarks>Options: <c>.Weighted(w…)</c>, <c>.Smoothed(share)</c>.</remarks>
    /// <value><c>scores and targets [N, classes, …] → []</c>, <c>loss = mean over items and cells of −Σ over classes of t · log p</c> with <c>p = softmax(scores)</c> over the classes.</value>
    /// <example><code>CrossEntropyOfProbabilities.Of(Tensor.Of((1, 2), 0.0, 1), Tensor.Of((1, 2), 0.5, 0.5))</code></example>
    public static SoftCrossEntropyLoss CrossEntropyOfProbabilities { get; } = new();

    /// <summary>The negative log-likelihood of log-probabilities [N, classes, …], as LogSoftmax gives them, against labels [N, …].</summary>
    /// <remarks>Options: <c>.Weighted(w…)</c>, <c>.Ignoring(255)</c>.</remarks>
    /// <value><c>log-probabilities [N, classes, …], labels [N, …] → []</c>, <c>loss = mean over labels of −x[label]</c>.</value>
    /// <example><code>NegativeLogLikelihood.Of(Tensor.Of((1, 2), -0.5, -1), Labels.Of(1))</code></example>
    public static LikelihoodLoss NegativeLogLikelihood { get; } = new();
}

/// <summary>Cross-entropy of scores against labels. Made from <see cref="Losses.CrossEntropy"/>.</summary>
public sealed record CrossEntropyLoss : TermLoss
{
    internal CrossEntropyLoss()
    {
    }

    internal Weights? Classes { get; private init; }

    internal double Smoothing { get; private init; }

    internal int? Ignored { get; private init; }

    /// <inheritdoc/>
    public override Element TargetElement => Element.Index;

    internal override string Code => "CrossEntropy" + Labelled.Code(Classes) + Labelled.Code(Smoothing) + (Ignored is { } i ? $".Ignoring({i})" : "");

    /// <summary>With a weight per class: a label counts as much as its class weighs, in the mean too.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or there is none.</exception>
    public CrossEntropyLoss Weighted(params double[] classes) => this with { Classes = Labelled.Weights("CrossEntropy", classes) };

    /// <summary>With a share of every label spread evenly over all classes (Szegedy et al. 2015, arXiv:1512.00567).</summary>
    /// <exception cref="ArgumentException">The share is outside 0 to 1.</exception>
    public CrossEntropyLoss Smoothed(double share) => this with { Smoothing = Labelled.Share(share) };

    /// <summary>With a label that does not count, as 255 for pixels that nobody labelled. A batch of nothing else has no mean: it gives NaN, its gradient is 0, and training passes it over.</summary>
    public CrossEntropyLoss Ignoring(int label) => this with { Ignored = label };

    /// <inheritdoc/>
    public override Shape Target(Shape output) => Labelled.Target("CrossEntropy", output);

    internal override Terms Terms(Node output, Node target) => Labelled.Terms(Code, output.LogSoftmax(1), target, Classes, Ignored, Smoothing);
}

/// <summary>Negative log-likelihood. Made from <see cref="Losses.NegativeLogLikelihood"/>.</summary>
public sealed record LikelihoodLoss : TermLoss
{
    internal LikelihoodLoss()
    {
    }

    internal Weights? Classes { get; private init; }

    internal int? Ignored { get; private init; }

    /// <inheritdoc/>
    public override Element TargetElement => Element.Index;

    internal override string Code => "NegativeLogLikelihood" + Labelled.Code(Classes) + (Ignored is { } i ? $".Ignoring({i})" : "");

    /// <summary>With a weight per class: a label counts as much as its class weighs, in the mean too.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or there is none.</exception>
    public LikelihoodLoss Weighted(params double[] classes) => this with { Classes = Labelled.Weights("NegativeLogLikelihood", classes) };

    /// <summary>With a label that does not count. A batch of nothing else has no mean: it gives NaN, its gradient is 0, and training passes it over.</summary>
    public LikelihoodLoss Ignoring(int label) => this with { Ignored = label };

    /// <inheritdoc/>
    public override Shape Target(Shape output) => Labelled.Target("NegativeLogLikelihood", output);

    internal override Terms Terms(Node output, Node target) => Labelled.Terms(Code, output, target, Classes, Ignored, 0);
}

/// <summary>Cross-entropy of scores against probabilities. Made from <see cref="Losses.CrossEntropyOfProbabilities"/>.</summary>
public sealed record SoftCrossEntropyLoss : TermLoss
{
    internal SoftCrossEntropyLoss()
    {
    }

    internal Weights? Classes { get; private init; }

    internal double Smoothing { get; private init; }

    /// <inheritdoc/>
    public override Element TargetElement => Element.Real;

    internal override string Code => "CrossEntropyOfProbabilities" + Labelled.Code(Classes) + Labelled.Code(Smoothing);

    /// <summary>With a weight per class; the mean divides by the number of terms all the same.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or there is none.</exception>
    public SoftCrossEntropyLoss Weighted(params double[] classes) => this with { Classes = Labelled.Weights("CrossEntropyOfProbabilities", classes) };

    /// <summary>With a share of the probabilities spread evenly over all classes.</summary>
    /// <exception cref="ArgumentException">The share is outside 0 to 1.</exception>
    public SoftCrossEntropyLoss Smoothed(double share) => this with { Smoothing = Labelled.Share(share) };

    /// <inheritdoc/>
    public override Shape Target(Shape output)
    {
        _ = Labelled.Target("CrossEntropyOfProbabilities", output);
        return output;
    }

    internal override Terms Terms(Node output, Node target)
    {
        Node p = target.Probabilities("CrossEntropyOfProbabilities", "give targets whose classes add up to 1");
        if (Smoothing > 0) p = p.Map(new Unary.Affine(1 - Smoothing, Smoothing / output.Shape[1]));
        if (Labelled.Table(Code, Classes, output) is { } weights) p *= weights;
        return new(-output.LogSoftmax(1).Zip(Binary.Pick, p).Sum(Axes.Of(1)));
    }
}

/// <summary>What the losses of labels share.</summary>
internal static class Labelled
{
    public static Weights Weights(string owner, double[] classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Length == 0) throw new ArgumentException($"{owner} needs a weight per class; none was given.", nameof(classes));
        foreach (double w in classes)
            if (!(w >= 0 && double.IsFinite(w))) throw new ArgumentException($"{owner} needs class weights of at least 0; one is {w}.", nameof(classes));
        return new(classes);
    }

    public static double Share(double share) => share is >= 0 and <= 1 ? share
        : throw new ArgumentException($"Smoothed needs a share from 0 to 1; it was given {share}.", nameof(share));

    public static string Code(Weights? classes) => classes is null ? "" : $".Weighted{classes}";

    public static string Code(double smoothing) => smoothing == 0 ? "" : FormattableString.Invariant($".Smoothed({smoothing})");

    public static Shape Target(string owner, Shape output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Rank >= 2 ? output.Without(Axes.Of(1))
            : throw new ArgumentException($"{owner} takes outputs [N, classes, …]; it was given {output}; end the network in one score per class.");
    }

    /// <summary>The class weights repeated over the output, if there are any.</summary>
    public static Node? Table(string owner, Weights? classes, Node output) => classes is null ? null
        : classes.Count == output.Shape[1] ? Losses.Table(output.Builder, classes, classes.Count).PerChannel(output.Shape)
        : throw new ArgumentException($"{owner} has {classes.Count} class weights, and outputs {output.Shape} have {Amount.Of(output.Shape[1], "classes")}; give one weight per class.");

    public static Terms Terms(string owner, Node log, Node target, Weights? classes, int? ignored, double smoothing)
    {
        Axes along = Axes.Of(1);
        Node? weights = Table(owner, classes, log);
        Node hot = target.OneHot(log.Shape[1], ignored), counted = weights is { } w ? hot * w : hot;
        Node values = -log.Zip(Binary.Pick, counted).Sum(along);
        if (smoothing > 0)
        {
            Node all = -(weights is { } each ? log * each : log).Sum(along);
            if (ignored is not null) all = all.Zip(Binary.Pick, hot.Sum(along));
            values = (values * (1 - smoothing)) + (all * (smoothing / log.Shape[1]));
        }
        return new(values, classes is null && ignored is null ? null : counted.Sum(along));
    }
}
