// Kullback–Leibler divergence of log-probabilities from targets.      outputs and targets [N, …] of one shape      term = t · (log t − x), 0 where t is 0
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Losses
{
    /// <summary>
    /// t · (log t − x) for outputs x that are log-probabilities, as LogSoftmax gives them, and targets t that are probabilities. The divergence of distributions is
    /// <c>KullbackLeibler.PerItem()</c>, the mean over the batch; the mean over all terms is what other libraries call mean.
    /// </summary>
    public static DivergenceLoss KullbackLeibler { get; } = new();
}

/// <summary>Kullback–Leibler divergence. Made from <see cref="Losses.KullbackLeibler"/>.</summary>
public sealed record DivergenceLoss : TermLoss
{
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
        return new(t.Map(Unary.Same * Unary.Log) - (t * output));
    }
}
