// Adam (Kingma and Ba 2015, arXiv:1412.6980), with PyTorch's order of operations:
//   m = β₁·m + (1 − β₁)·g      v = β₂·v + (1 − β₂)·g²      w −= rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
// The corrections are numbers of the host, computed in double for update t = 1, 2, 3 ….
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Optimizers
{
    /// <summary>Adam: every weight steps by its mean gradient over the root of its mean squared gradient, both running means corrected for their start at 0.</summary>
    /// <param name="rate">The learning rate, above 0: about the size of a step.</param>
    /// <param name="beta1">How much of the running mean is kept, from 0 to below 1.</param>
    /// <param name="beta2">How much of the running mean square is kept, from 0 to below 1.</param>
    /// <param name="epsilon">Added to the root, above 0.</param>
    /// <exception cref="ArgumentException">A number is outside its range.</exception>
    public static Optimizer Adam(double rate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    {
        Positive("Adam", "rate", rate);
        Share("Adam", "beta1", beta1);
        Share("Adam", "beta2", beta2);
        Positive("Adam", "epsilon", epsilon);
        return new Adaptive(rate, beta1, beta2, epsilon);
    }
}

internal sealed record Adaptive(double Rate, double Beta1, double Beta2, double Epsilon) : Optimizer
{
    protected override string Code => new Call("Adam").Leading("rate", Rate, 1e-3).With("beta1", Beta1, 0.9).With("beta2", Beta2, 0.999).With("epsilon", Epsilon, 1e-8).ToString();

    public override Node[] Update(Node[] gradients, Node[] weights, Steps at) => [.. gradients.Select((g, i) => Step(g, i, at))];

    private Node Step(Node g, int weight, Steps at)
    {
        Node mean = (at.Slot("mean", weight) * Beta1) + (g * (1 - Beta1));
        Node square = (at.Slot("square", weight) * Beta2) + (g * g * (1 - Beta2));
        at.Becomes("mean", weight, mean);
        at.Becomes("square", weight, square);
        Node root = (square.Map(Unary.Sqrt) * at.Scalar("root", weight, t => 1 / Math.Sqrt(1 - Math.Pow(Beta2, t)))) + Epsilon;
        return mean * at.Scalar("rate", weight, t => Rate / (1 - Math.Pow(Beta1, t))) / root;
    }
}
