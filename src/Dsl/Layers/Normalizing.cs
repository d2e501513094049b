// What the normalizations share: moments over a set of axes, standardizing by them, a learned scale and shift, and the checks of their numbers.
//   mean = Σ x / n      variance = Σ (x − mean)² / n (biased)      y = (x − mean) / √(variance + ε)
//   Far from 0 a mean is rounded to about an ulp of x, which may be a visible share of the deviation: what is left is subtracted again. See Chan, Golub and LeVeque 1983.
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>Mean and biased variance over some axes, and how far every element is apart from the mean.</summary>
internal readonly record struct Moments(Node Mean, Node Variance, Node Apart);

internal static class Normalizing
{
    /// <summary>The momentum, when it is a share.</summary>
    public static double Momentum(string owner, double momentum) => momentum is >= 0 and <= 1
        ? momentum
        : throw new ArgumentException($"{owner} needs a momentum from 0 to 1; it was given {momentum}.", nameof(momentum));

    /// <summary>The epsilon, when it is not negative.</summary>
    public static double Epsilon(string owner, double epsilon) => epsilon is >= 0 and < double.PositiveInfinity
        ? epsilon
        : throw new ArgumentException($"{owner} needs an epsilon of at least 0; it was given {epsilon}.", nameof(epsilon));

    /// <summary>Mean and biased variance over axes, which vanish, and how far every element is apart from the mean.</summary>
    public static Moments Moments(this Node x, Axes over)
    {
        // The first mean only moves the numbers to near 0; no result depends on it, so it needs no gradient.
        Node near = x.Mean(over).Map(Unary.Held), moved = x - near.Broadcast(x.Shape, over);
        Node rest = moved.Mean(over), apart = moved - rest.Broadcast(x.Shape, over);
        return new(near + rest, (apart * apart).Mean(over), apart);
    }

    /// <summary>1 / √(variance + ε).</summary>
    public static Node PerDeviation(this Node variance, double epsilon) => (variance + epsilon).Map(new Unary.Power(-0.5));

    /// <summary>Every channel of [N, C, …] by its own mean and variance [C], then scaled and shifted.</summary>
    public static Node ByChannel(this Node x, Scope at, Node mean, Node variance, double epsilon, bool affine) =>
        new Moments(mean, variance, x - mean.PerChannel(x.Shape)).ByChannel(at, epsilon, affine);

    /// <summary>Every channel of [N, C, …] by its moments [C], then scaled and shifted.</summary>
    public static Node ByChannel(this Moments moments, Scope at, double epsilon, bool affine)
    {
        var (_, variance, apart) = moments;
        Node scale = variance.PerDeviation(epsilon);
        if (affine) scale *= at.Weight("weight", variance.Shape, Initializer.Ones);
        Node y = apart * scale.PerChannel(apart.Shape);
        return affine ? y + at.Weight("bias", variance.Shape, Initializer.Zeros).PerChannel(apart.Shape) : y;
    }

    /// <summary>
    /// The channels of [N, C, …] in groups, every group of every item by its own moments [N, groups], then every channel scaled and shifted.
    /// The channels stand as [groups, C / groups] while this is done.
    /// </summary>
    public static Node ByGroup(this Node x, Scope at, int groups, double epsilon, bool affine, out Moments moments)
    {
        Shape batch = x.Shape, view = Grouped(batch, groups), channels = Shape.Of(groups, view[2]);
        Axes within = Axes.Of(2, 3), others = Axes.Of(0, 3);
        moments = x.Reshape(view).Moments(within);
        Node apart = moments.Apart, scale = moments.Variance.PerDeviation(epsilon);
        if (!affine) return (apart * scale.Broadcast(view, within)).Reshape(batch);
        Node weight = at.Weight("weight", batch[1], Initializer.Ones).Reshape(channels), bias = at.Weight("bias", batch[1], Initializer.Zeros).Reshape(channels);
        Shape perItem = channels.Under(batch[0]);
        scale = scale.Broadcast(perItem, Axes.Of(2)) * weight.Broadcast(perItem, Axes.Of(0));
        return ((apart * scale.Broadcast(view, Axes.Of(3))) + bias.Broadcast(view, others)).Reshape(batch);
    }

    /// <summary>[N, C, …] as [N, groups, C / groups, cells].</summary>
    public static Shape Grouped(Shape batch, int groups) => Shape.Of(batch[0], groups, batch[1] / groups, Cells(batch.Tail));

    /// <summary>Cells of one map of an item [C, …]; unknown where an axis is.</summary>
    public static int Cells(Shape item) => item.Tail.Known ? item.Tail.Count : Shape.Unknown;
}
