// Stochastic gradient descent, with PyTorch's meaning of its options (torch.optim.SGD, dampening 0):
//   d = g + weightDecay · w       b = momentum · b + d       w −= rate · b     (nesterov: rate · (d + momentum · b))
// Momentum: Polyak 1964; Nesterov's form: Sutskever et al. 2013.
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>Every optimizer as a function that makes one; bring them in with <c>using static FunctionalConv.Optimizers</c>.</summary>
public static partial class Optimizers
{
    /// <summary>Gradient descent: w −= rate · b with b = momentum · b + g + weightDecay · w.</summary>
    /// <param name="rate">The learning rate, above 0.</param>
    /// <param name="momentum">The share of the last direction that is kept, from 0 to below 1.</param>
    /// <param name="nesterov">Looks ahead along the direction: rate · (g + momentum · b). Needs a momentum.</param>
    /// <param name="weightDecay">The pull of every weight toward 0, added to its gradient, at least 0.</param>
    /// <exception cref="ArgumentException">A number is outside its range.</exception>
    public static Optimizer Sgd(double rate, double momentum = 0, bool nesterov = false, double weightDecay = 0)
    {
        Positive("Sgd", "rate", rate);
        Share("Sgd", "momentum", momentum);
        NotNegative("Sgd", "weightDecay", weightDecay);
        if (nesterov && momentum == 0) throw new ArgumentException("Sgd with nesterov needs a momentum above 0; it was given 0.", nameof(momentum));
        return new Descent(rate, momentum, nesterov, weightDecay);
    }

    /// <summary>Adds rate · w to the gradient: the pull toward 0 that is written <c>WeightDecay(1e-4).Then(Adam())</c>, PyTorch's <c>weight_decay</c> of Adam.</summary>
    /// <exception cref="ArgumentException">The rate is negative.</exception>
    public static Optimizer WeightDecay(double rate)
    {
        NotNegative("WeightDecay", "rate", rate);
        return new Decay(rate);
    }

    private static void Positive(string of, string name, double value)
    {
        if (!(value > 0 && double.IsFinite(value))) throw new ArgumentException(FormattableString.Invariant($"{of} needs {(name[0] == 'e' ? "an" : "a")} {name} above 0; it was given {value}."), name);
    }

    private static void NotNegative(string of, string name, double value)
    {
        if (!(value >= 0 && double.IsFinite(value))) throw new ArgumentException(FormattableString.Invariant($"{of} needs a {name} of at least 0; it was given {value}."), name);
    }

    private static void Share(string of, string name, double value)
    {
        if (value is not (>= 0 and < 1)) throw new ArgumentException(FormattableString.Invariant($"{of} needs a {name} from 0 to below 1; it was given {value}."), name);
    }
}

internal sealed record Descent(double Rate, double Momentum, bool Nesterov, double WeightDecay) : Optimizer
{
    protected override string Code => new Call("Sgd").With(Rate).With("momentum", Momentum, 0).With("nesterov", Nesterov, false).With("weightDecay", WeightDecay, 0).ToString();

    public override Node[] Update(Node[] gradients, Node[] weights, Steps at) => [.. gradients.Select((g, i) => Direction(WeightDecay > 0 ? g + (weights[i] * WeightDecay) : g, i, at) * Rate)];

    private Node Direction(Node d, int weight, Steps at)
    {
        if (Momentum == 0) return d;
        Node next = (at.Slot("direction", weight) * Momentum) + d;
        at.Becomes("direction", weight, next);
        return Nesterov ? d + (next * Momentum) : next;
    }
}

internal sealed record Decay(double Rate) : Optimizer
{
    protected override string Code => new Call("WeightDecay").With(Rate).ToString();

    public override Node[] Update(Node[] gradients, Node[] weights, Steps at) => Rate == 0 ? gradients : [.. gradients.Select((g, i) => g + (weights[i] * Rate))];
}
