// Kullback–Leibler divergence of log-probabilities from targets.      outputs and targets [N, …] of one shape      term = t · (log t − x), 0 where t is 0
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Losses
{
    /// <summary>
    /// t · (log t − x) for outputs x that are log-probabilities, as LogSoftmax gives them, and targets t that are probabilities. The divergence of distributions is
    /// <c>KullbackLeibler.PerItem()</c>, the mean over the batch; the mean over all terms is what other libraries call mean.
    /// </summary>
    /// <remarks>Options: <c>.OfLogarithms()</c>, of targets that are log-probabilities too.</remarks>
    /// <value><c>log-probabilities and probabilities [N, …] → []</c>, <c>loss = mean of t · (log t − x)</c>, a term 0 where t is 0.</value>
    /// <example><code>KullbackLeibler.PerItem().Of(Tensor.Of((1, 2), -0.7, -0.7), Tensor.Of((1, 2), 0.25, 0.75))</code></example>
    public static DivergenceLoss KullbackLeibler { get; } = new();
}

/// <summary>Kullback–Leibler divergence. Made from <see cref="Losses.KullbackLeibler"/>.</summary>
public sealed record DivergenceLoss : TermLoss
{
    /// <summary>t · log t, 0 at 0 and where rounding put t below it.</summary>
    private static readonly Unary Entropy = new Unary.Given("Entropy", new Unary.Clip(0, double.PositiveInfinity).Then(Unary.Same * Unary.Log), Unary.Log + Unary.Constant(1));

    internal DivergenceLoss()
    {
    }

    internal bool Logarithms { get; private init; }

    /// <inheritdoc/>
    public override Element TargetElement => Element.Real;

    internal override string Code => "KullbackLeibler" + (Logarithms ? ".OfLogarithms()" : "");

    /// <summary>With targets that are log-probabilities too.</summary>
    public DivergenceLoss OfLogarithms() => this with { Logarithms = true };

    /// <inheritdoc/>
    public override Shape Target(Shape output) => output;

    internal override Terms Terms(Node output, Node target)
    {
        if (Logarithms) return new(target.Map(Unary.Exp) * (target - output));
        Node t = target.Probabilities("KullbackLeibler", "give probabilities, or log-probabilities with OfLogarithms()");
        return new(t.Map(Entropy) - output.Zip(Binary.Pick, t));
    }
}
