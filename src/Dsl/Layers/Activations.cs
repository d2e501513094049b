// Activations: a function of every element.      input [any]    output the same shape
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
}

internal sealed record Activation(string Name, Unary F) : Layer
{
    public override string Kind => Name.ToLowerInvariant();

    protected override string Code => Name;

    public override Fit Infer(Shape input) => input;

    public override Node Lower(Node x, Scope at) => x.Map(F);
}
