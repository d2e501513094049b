// Distances of numbers: mean squared and mean absolute error, Huber and smooth L1.      outputs and targets [N, …] of one shape
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Losses
{
    /// <summary>The mean squared error.</summary>
    /// <value><c>outputs and targets [N, …] → []</c>, <c>loss = mean of (x − t)²</c>.</value>
    /// <example><code>MeanSquared.Of(Tensor.Of((1, 2), 1.0, 3), Tensor.Of((1, 2), 0.0, 0))</code></example>
    public static DistanceLoss MeanSquared { get; } = new("MeanSquared", new Unary.Power(2));

    /// <summary>The mean absolute error; the derivative where output and target are equal is 0.</summary>
    /// <value><c>outputs and targets [N, …] → []</c>, <c>loss = mean of |x − t|</c>.</value>
    /// <example><code>MeanAbsolute.Of(Tensor.Of((1, 2), 1.0, 3), Tensor.Of((1, 2), 0.0, 0))</code></example>
    public static DistanceLoss MeanAbsolute { get; } = new("MeanAbsolute", Unary.Abs);

    /// <summary>Squared near the target, absolute far from it, so that outliers pull no harder than delta (Huber 1964).</summary>
    /// <param name="delta">The distance where the parabola goes over into lines, above 0.</param>
    /// <exception cref="ArgumentException">delta is not above 0.</exception>
    /// <returns><c>outputs and targets [N, …] → []</c>, <c>loss = mean of h(x − t)</c>, <c>h(d) = ½ d² for |d| ≤ delta</c>, <c>h(d) = delta (|d| − ½ delta)</c> beyond.</returns>
    /// <example><code>Huber().Of(Tensor.Of((1, 2), 1.0, 3), Tensor.Of((1, 2), 0.0, 0))</code></example>
    public static DistanceLoss Huber(double delta = 1) => new(new Call("Huber").Leading("delta", delta, 1.0).ToString(), Bent(Activation.Positive("Huber", "delta", delta)));

    /// <summary>Huber's loss divided by its bend, so that the lines have slope 1 (Girshick 2015, arXiv:1504.08083).</summary>
    /// <param name="beta">The distance where the parabola goes over into lines; with 0 it is the absolute error.</param>
    /// <exception cref="ArgumentException">beta is negative or not finite.</exception>
    /// <returns><c>outputs and targets [N, …] → []</c>, <c>loss = mean of s(x − t)</c>, <c>s(d) = ½ d² / beta for |d| ≤ beta</c>, <c>s(d) = |d| − ½ beta</c> beyond.</returns>
    /// <example><code>SmoothL1(2).Of(Tensor.Of((1, 2), 1.0, 3), Tensor.Of((1, 2), 0.0, 0))</code></example>
    public static DistanceLoss SmoothL1(double beta = 1) => new(
        new Call("SmoothL1").Leading("beta", beta, 1.0).ToString(), Activation.Positive("SmoothL1", "beta", beta, orZero: true) == 0 ? Unary.Abs : Bent(beta) * (1 / beta));

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
