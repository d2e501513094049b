// Parametric relu (He et al. 2015, arXiv:1502.01852): a leaky relu whose slope is learned.      input [C, …]   weight [1] or [C]   output the same shape
//   y = x above 0, weight · x up to it.      The derivative at 0 is the weight.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>A leaky relu whose slope is learned (He et al. 2015, arXiv:1502.01852). Its derivative at 0 is the weight.</summary>
    /// <param name="byChannel">Whether every channel has a slope of its own; by default one serves all.</param>
    /// <param name="start">The slope at first.</param>
    /// <exception cref="ArgumentException">The start is not finite.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = x for x &gt; 0</c>, <c>y = weight · x for x ≤ 0</c>.</returns>
    /// <example><code>ParametricRelu(byChannel: true).On((8, 7, 7))</code></example>
    public static Layer ParametricRelu(bool byChannel = false, double start = 0.25) => new LearnedSlope(byChannel, Activation.Finite("ParametricRelu", "start", start));
}

internal sealed record LearnedSlope(bool ByChannel, double Start) : Layer
{
    private static readonly Unary UpToZero = Unary.Split(0, Unary.Same, Unary.Constant(0));

    public override string Kind => "prelu";

    protected override string Code => new Call("ParametricRelu").With("byChannel", ByChannel, false).With("start", Start, 0.25).ToString();

    public override Fit Infer(Shape input) => ByChannel && input.Rank == 0
        ? Fit.Refuse(this, input, "it takes channels [C, …]", "use one slope for all, or reshape first", input)
        : input;

    public override Node Lower(Node x, Scope at)
    {
        Node slope = at.Weight("weight", ByChannel ? x.Shape[1] : 1, Initializer.Fill(Start));
        return x.Map(Unary.Relu) + (x.Map(UpToZero) * (ByChannel ? slope.PerChannel(x.Shape) : slope.Spread(x.Shape)));
    }
}
