// Losses: how far an output is from its target, as one number per batch, written with nodes.
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>How far an output is from its target.</summary>
public abstract record Loss
{
    /// <summary>The shape of the target for a batch of outputs [N, …].</summary>
    public abstract Shape Target(Shape output);

    /// <summary>Whether targets are labels or real numbers.</summary>
    public abstract Element TargetElement { get; }

    /// <summary>The loss, a scalar.</summary>
    public abstract Node Of(Node output, Node target);
}

/// <summary>The losses, as values.</summary>
public static class Losses
{
    /// <summary>Cross-entropy of scores [N, classes, …] against labels [N, …]: the mean of −log softmax(scores)[label].</summary>
    public static Loss CrossEntropy { get; } = new CrossEntropyLoss();
}

internal sealed record CrossEntropyLoss : Loss
{
    public override Element TargetElement => Element.Index;

    public override Shape Target(Shape output) => output.Without(Axes.Of(1));

    public override Node Of(Node output, Node target)
    {
        Node log = output.Builder.Add(new Primitive.LogSoftmax(1), output), hot = output.Builder.Add(new Primitive.OneHot(output.Shape[1]), target);
        return (log * hot).Sum(Axes.All(output.Shape.Rank)) * (-1.0 / target.Shape.LongCount);
    }
}
