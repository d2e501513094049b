// Activations of straight pieces.      input [any]    output the same shape
//   At a kink the derivative is that of the piece before it (up to and at the number); a clip's and a hard sigmoid's is 0 at both ends, a hard swish's that between them.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>min(max(x, 0), 6) (Howard et al. 2017, arXiv:1704.04861). Its derivative at 0 and at 6 is 0.</summary>
    /// <value><c>[any] → the same</c>, <c>y = min(max(x, 0), 6)</c>.</value>
    /// <example><code>Relu6.On((3, 8, 8))</code></example>
    public static Layer Relu6 { get; } = new Activation("Relu6", new Unary.Clip(0, 6));

    /// <summary>min(max(x / 6 + ½, 0), 1): a sigmoid of straight pieces. Between −3 and 3 its derivative is the float nearest to a sixth, in double too, as in PyTorch; elsewhere 0.</summary>
    /// <value><c>[any] → the same</c>, <c>y = min(max(x / 6 + ½, 0), 1)</c>.</value>
    /// <example><code>HardSigmoid.On((3, 8, 8))</code></example>
    public static Layer HardSigmoid { get; } = new Activation("HardSigmoid", new Unary.Given("HardSigmoid", HardGate, new Unary.Clip(-3, 3).Slope! * (1f / 6)));

    /// <summary>x · min(max(x / 6 + ½, 0), 1): a swish of straight pieces (Howard et al. 2019, arXiv:1905.02244). Its derivative is 0 below −3, x / 3 + ½ from −3 to 3, and 1 above, as in PyTorch.</summary>
    /// <value><c>[any] → the same</c>, <c>y = x · min(max(x / 6 + ½, 0), 1)</c>.</value>
    /// <example><code>HardSwish.On((3, 8, 8))</code></example>
    public static Layer HardSwish { get; } = new Activation("HardSwish", new Unary.Given("HardSwish", Unary.Same * HardGate,
        Unary.Split(3, FromMinusThreeOn, Unary.Constant(1))));

    /// <summary>x / 3 + ½ from −3 on, 0 below; split at the mirrored number, because a split's own number belongs to its lower part.</summary>
    private static Unary FromMinusThreeOn => new Unary.Affine(-1, 0).Then(Unary.Split(3, new Unary.Affine(-1.0 / 3, 0.5), Unary.Constant(0)));

    private static Unary HardGate => new Unary.Affine(1.0 / 6, 0.5).Then(new Unary.Clip(0, 1));

    /// <summary>x above 0, slope · x up to it (Maas et al. 2013).</summary>
    /// <param name="slope">The slope up to 0, any finite number.</param>
    /// <exception cref="ArgumentException">The slope is not finite.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = x for x &gt; 0</c>, <c>y = slope · x for x ≤ 0</c>.</returns>
    /// <example><code>LeakyRelu(0.2).On((3, 8, 8))</code></example>
    public static Layer LeakyRelu(double slope = 0.01) => new Activation(
        new Call("LeakyRelu").Leading("slope", slope, 0.01).ToString(), Unary.Split(0, new Unary.Affine(Activation.Finite("LeakyRelu", "slope", slope), 0), Unary.Same));

    /// <summary>The nearest number from <paramref name="low"/> to <paramref name="high"/>. Its derivative is 1 between them and 0 elsewhere, at both ends too.</summary>
    /// <exception cref="ArgumentException">low is not below high, or one is not a number.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = min(max(x, low), high)</c>.</returns>
    /// <example><code>Clip(0, 1).On((3, 8, 8))</code></example>
    public static Layer Clip(double low, double high) => new Activation(new Call("Clip").With(low).With(high).ToString(), Clipped("Clip", low, high));

    /// <summary>The nearest number from <paramref name="low"/> to <paramref name="high"/>, by default from −1 to 1: a tanh of straight pieces.</summary>
    /// <exception cref="ArgumentException">low is not below high, or one is not a number.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = min(max(x, low), high)</c>.</returns>
    /// <example><code>HardTanh().On((3, 8, 8))</code></example>
    public static Layer HardTanh(double low = -1, double high = 1) => new Activation(
        new Call("HardTanh").Leading("low", low, -1.0).Leading("high", high, 1.0).ToString(), Clipped("HardTanh", low, high));

    /// <summary>x above the threshold, <paramref name="value"/> up to it.</summary>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = x for x &gt; threshold</c>, <c>y = value for x ≤ threshold</c>.</returns>
    /// <example><code>Threshold(0.1, 0).On((3, 8, 8))</code></example>
    public static Layer Threshold(double threshold, double value) => new Activation(
        new Call("Threshold").With(threshold).With(value).ToString(),
        Unary.Split(Activation.Finite("Threshold", "threshold", threshold), Unary.Constant(Activation.Finite("Threshold", "value", value)), Unary.Same));

    /// <summary>x where it is farther than lambda from 0, else 0.</summary>
    /// <param name="lambda">How far from 0 numbers vanish, at least 0.</param>
    /// <exception cref="ArgumentException">lambda is negative or not finite.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = x for |x| &gt; lambda</c>, <c>y = 0 elsewhere</c>.</returns>
    /// <example><code>HardShrink(0.5).On((3, 8, 8))</code></example>
    public static Layer HardShrink(double lambda = 0.5) => new Activation(
        new Call("HardShrink").Leading("lambda", lambda, 0.5).ToString(), BothSides(Activation.Positive("HardShrink", "lambda", lambda, orZero: true), Unary.Same));

    /// <summary>x moved toward 0 by lambda, and 0 where it is no farther from 0 than that.</summary>
    /// <param name="lambda">By how much numbers shrink, at least 0.</param>
    /// <exception cref="ArgumentException">lambda is negative or not finite.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = x − lambda for x &gt; lambda</c>, <c>y = x + lambda for x &lt; −lambda</c>, <c>y = 0 elsewhere</c>.</returns>
    /// <example><code>SoftShrink(0.5).On((3, 8, 8))</code></example>
    public static Layer SoftShrink(double lambda = 0.5) => new Activation(
        new Call("SoftShrink").Leading("lambda", lambda, 0.5).ToString(), BothSides(Activation.Positive("SoftShrink", "lambda", lambda, orZero: true), new Unary.Affine(1, -lambda)));

    private static Unary.Clip Clipped(string owner, double low, double high) => low < high ? new(low, high)
        : throw new ArgumentException($"{owner} needs a low end below its high end; it was given {low} and {high}.", nameof(low));

    /// <summary>0 up to a number, a function beyond it; the same mirrored at the origin.</summary>
    private static Unary BothSides(double from, Unary beyond)
    {
        Unary above = Unary.Split(from, Unary.Constant(0), beyond);
        return above - new Unary.Affine(-1, 0).Then(above);
    }
}
