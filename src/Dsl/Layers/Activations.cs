// Activations: a function of every element.      input [any]    output the same shape
//   Activations.Pieces.cs    straight pieces: leaky, clipped, hard and shrinking ones        Activations.Smooth.cs    smooth ones
//   Each is one function of one number (Graphs/Functions), so that a plan does it in one pass, or at the store of the convolution before it.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>max(x, 0). Its derivative at 0 is 0.</summary>
    /// <value><c>[any] → the same</c>, <c>y = max(x, 0)</c>.</value>
    /// <example><code>Relu.On((3, 8, 8))</code></example>
    public static Layer Relu { get; } = new Activation("Relu", Unary.Relu);

    /// <summary>The hyperbolic tangent.</summary>
    /// <value><c>[any] → the same</c>, <c>y = tanh x</c>.</value>
    /// <example><code>Tanh.On(10)</code></example>
    public static Layer Tanh { get; } = new Activation("Tanh", Unary.Tanh);

    /// <summary>1 / (1 + e^−x).</summary>
    /// <value><c>[any] → the same</c>, <c>y = 1 / (1 + e^−x)</c>.</value>
    /// <example><code>Product(Identity, GlobalAveragePool.Then(Dense(2)).Then(Relu).Then(Dense(8)).Then(Sigmoid)).On((8, 7, 7))</code></example>
    public static Layer Sigmoid { get; } = new Activation("Sigmoid", Unary.Sigmoid);
}

/// <summary>A function of every element.</summary>
/// <param name="Text">The C# that makes it.</param>
/// <param name="F">The function.</param>
internal sealed record Activation(string Text, Unary F) : Layer
{
    public override string Kind => Text.Split('(')[0].ToLowerInvariant();

    protected override string Code => Text;

    public override Fit Infer(Shape input) => input;

    public override Node Lower(Node x, Scope at) => x.Map(F);

    /// <summary>A number that is neither infinite nor none.</summary>
    public static double Finite(string owner, string what, double value) => double.IsFinite(value) ? value
        : throw new ArgumentException($"{owner} needs a finite {what}; it was given {value}.", what);

    /// <summary>A finite number above 0, or from 0.</summary>
    public static double Positive(string owner, string what, double value, bool orZero = false) => double.IsFinite(value) && (value > 0 || (orZero && value == 0)) ? value
        : throw new ArgumentException($"{owner} needs a {what} {(orZero ? "of at least 0" : "above 0")}; it was given {value}.", what);
}
