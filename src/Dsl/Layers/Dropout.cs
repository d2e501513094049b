// Dropout (Srivastava et al. 2014): in training every element is dropped with probability p, the others grow by 1 / (1 − p); nothing in inference.
//   input [any]    output the same shape
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>In training drops every element with probability <paramref name="rate"/> and scales the others by 1 / (1 − rate); does nothing in inference.</summary>
    /// <exception cref="ArgumentException">The rate is outside 0 ≤ rate &lt; 1.</exception>
    public static Layer Dropout(double rate) => rate is >= 0 and < 1
        ? new Dropping(rate)
        : throw new ArgumentException($"Dropout needs a rate from 0 to below 1; it was given {rate}.", nameof(rate));
}

internal sealed record Dropping(double Rate) : Layer
{
    public override string Kind => "dropout";

    protected override string Code => new Call("Dropout").With(Rate).ToString();

    public override Fit Infer(Shape input) => input;

    public override Node Lower(Node x, Scope at) => at.Training && Rate > 0 ? x * (at.Mask(x.Shape, 1 - Rate) * (1 / (1 - Rate))) : x;
}
