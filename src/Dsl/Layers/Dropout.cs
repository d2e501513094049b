// Dropout: in training parts of the map are dropped with probability p, the others grow by 1 / (1 − p); nothing in inference.      input [any]    output the same shape
//   elements   Srivastava et al. 2014, JMLR 15        channels   all cells of a channel together: Tompson et al. 2014, arXiv:1411.4280
//   items      stochastic depth, the end of a residual branch: Huang et al. 2016, arXiv:1603.09382
// Masks follow from the run's seed and their place in the network: the same seed drops the same.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>In training drops every element with probability <paramref name="rate"/> and scales the others by 1 / (1 − rate); does nothing in inference.</summary>
    /// <param name="rate">The probability of being dropped, 0 ≤ rate &lt; 1.</param>
    /// <param name="byChannel">Whether channels are dropped as a whole: neighbouring cells say nearly the same, so dropping one of them drops little.</param>
    /// <exception cref="ArgumentException">The rate is outside 0 ≤ rate &lt; 1.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = x · mask / (1 − rate)</c> in training, <c>y = x</c> in inference.</returns>
    /// <example><code>Dropout(0.5, byChannel: true).On((8, 7, 7))</code></example>
    public static Layer Dropout(double rate, bool byChannel = false) => new Dropping(Dropping.Rated("Dropout", rate), byChannel);

    /// <summary>
    /// In training drops whole items with probability <paramref name="rate"/> and scales the others by 1 / (1 − rate); does nothing in inference. At the end of a
    /// residual branch the item then takes the shortcut alone: <c>Residual(body.Then(StochasticDepth(0.2)))</c>.
    /// </summary>
    /// <param name="rate">The probability of being dropped, 0 ≤ rate &lt; 1.</param>
    /// <param name="wholeBatch">Whether all items of a batch are dropped together, as in the paper; by default each by itself.</param>
    /// <exception cref="ArgumentException">The rate is outside 0 ≤ rate &lt; 1.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = x · mask / (1 − rate)</c> in training, one number of the mask per item; <c>y = x</c> in inference.</returns>
    /// <example><code>Residual(Conv(8, 3, padding: Same).Then(StochasticDepth(0.2))).On((8, 7, 7))</code></example>
    public static Layer StochasticDepth(double rate, bool wholeBatch = false) => new Skipping(Dropping.Rated("StochasticDepth", rate), wholeBatch);
}

internal sealed record Dropping(double Rate, bool ByChannel) : Layer
{
    public override string Kind => "dropout";

    protected override string Code => new Call("Dropout").With(Rate).With("byChannel", ByChannel, false).ToString();

    public static double Rated(string owner, double rate) => rate is >= 0 and < 1
        ? rate
        : throw new ArgumentException($"{owner} needs a rate from 0 to below 1; it was given {rate.ToString(System.Globalization.CultureInfo.InvariantCulture)}.", nameof(rate));

    /// <summary>x with parts dropped: a mask over the first axes, the same along the others.</summary>
    public static Node Drop(Node x, Scope at, double rate, Shape mask)
    {
        if (!at.Training || rate == 0) return x;
        Node kept = at.Mask(mask, 1 - rate) * (1 / (1 - rate));
        return x * (mask.Count == 1 ? kept.Reshape(Shape.Scalar).Broadcast(x.Shape, Axes.All(x.Shape.Rank)) : kept.Broadcast(x.Shape, new(Axes.All(x.Shape.Rank).Bits & ~Axes.All(mask.Rank).Bits)));
    }

    public override Fit Infer(Shape input) => !ByChannel || input.Rank >= 1 ? input : Fit.Refuse(this, input, "it drops channels [C, …]", "reshape first, or drop elements", input);

    public override Node Lower(Node x, Scope at) => Drop(x, at, Rate, ByChannel ? Shape.Of(x.Shape[0], x.Shape[1]) : x.Shape);
}

internal sealed record Skipping(double Rate, bool WholeBatch) : Layer
{
    public override string Kind => "stochasticdepth";

    protected override string Code => new Call("StochasticDepth").With(Rate).With("wholeBatch", WholeBatch, false).ToString();

    public override Fit Infer(Shape input) => input;

    public override Node Lower(Node x, Scope at) => Dropping.Drop(x, at, Rate, WholeBatch ? 1 : x.Shape[0]);
}
