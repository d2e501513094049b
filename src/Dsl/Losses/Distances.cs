// Distances of numbers: mean squared and mean absolute error, Huber and smooth L1.      outputs and targets [N, …] of one shape
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Losses
{
    /// <summary>(output − target)².</summary>
    public static DistanceLoss MeanSquared { get; } = new("MeanSquared", new Unary.Power(2));

    /// <summary>|output − target|; its derivative at 0 is 0.</summary>
    public static DistanceLoss MeanAbsolute { get; } = new("MeanAbsolute", Unary.Abs);

    /// <summary>½ d² where |d| is at most delta, delta (|d| − ½ delta) beyond (Huber 1964), for d = output − target.</summary>
    /// <exception cref="ArgumentException">delta is not above 0.</exception>
    public static DistanceLoss Huber(double delta = 1) => new(new Call("Huber").With("delta", delta, 1.0).ToString(), Bent(Activation.Positive("Huber", "delta", delta)));

    /// <summary>½ d² / beta where |d| is below beta, |d| − ½ beta beyond (Girshick 2015, arXiv:1504.08083); with beta 0 |d|.</summary>
    /// <exception cref="ArgumentException">beta is negative or not finite.</exception>
    public static DistanceLoss SmoothL1(double beta = 1) => new(
        new Call("SmoothL1").With("beta", beta, 1.0).ToString(), Activation.Positive("SmoothL1", "beta", beta, orZero: true) == 0 ? Unary.Abs : Bent(beta) * (1 / beta));

    /// <summary>c · (d − ½ c) with d clipped to c.</summary>
    private static Unary Bent(double at)
    {
        var c = new Unary.Clip(-at, at);
        return c * (Unary.Same - (c * 0.5));
    }
}

/// <summary>A function of output − target. Made from <see cref="Losses.MeanSquared"/> and others.</summary>
public sealed record DistanceLoss : TermLoss
{
    internal DistanceLoss(string code, Unary f) => (Code, F) = (code, f);

    /// <inheritdoc/>
    public override Element TargetElement => Element.Real;

    internal override string Code { get; }

    internal Unary F { get; }

    /// <inheritdoc/>
    public override Shape Target(Shape output) => output;

    internal override Terms Terms(Node output, Node target) => new((output - target).Map(F));
}
