// Smooth activations.      input [any]    output the same shape
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>x · Φ(x), with Φ the normal distribution function (Hendrycks and Gimpel 2016, arXiv:1606.08415).</summary>
    /// <value><c>[any] → the same</c>, <c>y = x · Φ(x)</c>.</value>
    /// <example><code>Gelu.On((3, 8, 8))</code></example>
    public static Layer Gelu { get; } = new Activation("Gelu", Unary.Same * Unary.NormalCdf);

    /// <summary>½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), an approximation of <see cref="Gelu"/> by the same authors; computed as x · sigmoid of twice the inner number.</summary>
    /// <value><c>[any] → the same</c>, <c>y = ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))</c>.</value>
    /// <example><code>GeluTanh.On((3, 8, 8))</code></example>
    public static Layer GeluTanh { get; } = new Activation("GeluTanh", Unary.Same * (Unary.Same * new Unary.Power(2).Then(new Unary.Affine(0.044715, 1)) * Math.Sqrt(8 / Math.PI)).Then(Unary.Sigmoid));

    /// <summary>x · sigmoid(x), also called swish (Ramachandran et al. 2017, arXiv:1710.05941).</summary>
    /// <value><c>[any] → the same</c>, <c>y = x / (1 + e^−x)</c>.</value>
    /// <example><code>Conv(4, 3, padding: Same).Then(Silu).On((3, 8, 8))</code></example>
    public static Layer Silu { get; } = new Activation("Silu", Unary.Same * Unary.Sigmoid);

    /// <summary>x · tanh(log(1 + e^x)) (Misra 2019, arXiv:1908.08681); computed as x · v / (v + 2) with v = u(u + 2), u = e^x.</summary>
    /// <value><c>[any] → the same</c>, <c>y = x · tanh(log(1 + e^x))</c>.</value>
    /// <example><code>Mish.On((3, 8, 8))</code></example>
    public static Layer Mish { get; } = new Activation("Mish", Unary.Same * MishGate);

    /// <summary>The logarithm of <see cref="Sigmoid"/>, exact where the sigmoid itself is rounded to 0.</summary>
    /// <value><c>[any] → the same</c>, <c>y = −log(1 + e^−x)</c>.</value>
    /// <example><code>LogSigmoid.On(10)</code></example>
    public static Layer LogSigmoid { get; } = new Activation("LogSigmoid", -new Unary.Affine(-1, 0).Then(Unary.Softplus));

    /// <summary>x / (1 + |x|).</summary>
    /// <value><c>[any] → the same</c>, <c>y = x / (1 + |x|)</c>.</value>
    /// <example><code>Softsign.On((3, 8, 8))</code></example>
    public static Layer Softsign { get; } = new Activation("Softsign", new Unary.Saturated(1));

    /// <summary>x − tanh(x).</summary>
    /// <value><c>[any] → the same</c>, <c>y = x − tanh x</c>.</value>
    /// <example><code>TanhShrink.On((3, 8, 8))</code></example>
    public static Layer TanhShrink { get; } = new Activation("TanhShrink", Unary.Same - Unary.Tanh);

    /// <summary>s · x above 0, s · α (e^x − 1) up to it, with s and α that keep mean 0 and variance 1 (Klambauer et al. 2017, arXiv:1706.02515).</summary>
    /// <value><c>[any] → the same</c>, <c>y = s · x for x &gt; 0</c>, <c>y = s · α (e^x − 1) for x ≤ 0</c>, with <c>s = 1.0507…</c> and <c>α = 1.6732…</c>.</value>
    /// <example><code>Selu.On((3, 8, 8))</code></example>
    public static Layer Selu { get; } = new Activation("Selu", Exponential(1.6732632423543772848170429916717, 1) * 1.0507009873554804934193349852946);

    /// <summary>Beyond 20 the gate is 1 in double, and e^2x has no overflow in float.</summary>
    private static Unary MishGate => new Unary.Clip(double.NegativeInfinity, 20).Then(Unary.Exp).Then(Unary.Same * new Unary.Affine(1, 2)).Then(new Unary.Saturated(2));

    /// <summary>x above 0, α (e^x − 1) up to it (Clevert et al. 2015, arXiv:1511.07289).</summary>
    /// <exception cref="ArgumentException">alpha is not finite.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = x for x &gt; 0</c>, <c>y = α (e^x − 1) for x ≤ 0</c>.</returns>
    /// <example><code>Elu().On((3, 8, 8))</code></example>
    public static Layer Elu(double alpha = 1) => new Activation(new Call("Elu").Leading("alpha", alpha, 1.0).ToString(), Exponential(Activation.Finite("Elu", "alpha", alpha), 1));

    /// <summary>x above 0, α (e^(x/α) − 1) up to it: smooth at 0 (Barron 2017, arXiv:1704.07483).</summary>
    /// <exception cref="ArgumentException">alpha is 0 or not finite.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = x for x &gt; 0</c>, <c>y = α (e^(x/α) − 1) for x ≤ 0</c>.</returns>
    /// <example><code>Celu(0.5).On((3, 8, 8))</code></example>
    public static Layer Celu(double alpha = 1) => alpha != 0
        ? new Activation(new Call("Celu").Leading("alpha", alpha, 1.0).ToString(), Exponential(Activation.Finite("Celu", "alpha", alpha), alpha))
        : throw new ArgumentException("Celu needs an alpha other than 0.", nameof(alpha));

    /// <summary>A smooth relu; its derivative is sigmoid(β x).</summary>
    /// <param name="beta">How sharp the bend is, above 0.</param>
    /// <param name="threshold">The β x beyond which it counts as straight.</param>
    /// <exception cref="ArgumentException">beta is not above 0, or the threshold is not a number.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = log(1 + e^(β x)) / β for β x ≤ threshold</c>, <c>y = x for β x &gt; threshold</c>.</returns>
    /// <example><code>Softplus(beta: 2).On((3, 8, 8))</code></example>
    public static Layer Softplus(double beta = 1, double threshold = 20)
    {
        if (double.IsNaN(threshold)) throw new ArgumentException("Softplus needs a threshold that is a number; it was given NaN.", nameof(threshold));
        Unary bend = new Unary.Affine(Activation.Positive("Softplus", "beta", beta), 0).Then(Unary.Softplus) * (1 / beta);
        return new Activation(new Call("Softplus").Leading("beta", beta, 1.0).With("threshold", threshold, 20.0).ToString(), Unary.Split(threshold / beta, bend, Unary.Same));
    }

    private static Unary Exponential(double alpha, double width) => Unary.Split(0, new Unary.Affine(1 / width, 0).Then(Unary.Expm1) * alpha, Unary.Same);
}
