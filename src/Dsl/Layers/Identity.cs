// Identity, names and freezing: layers about layers.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Does nothing: the neutral element of <see cref="Layer.Then"/>.</summary>
    /// <value><c>[any] → the same</c>, <c>y = x</c>.</value>
    /// <example><code>Identity.On((3, 8, 8))</code></example>
    public static Layer Identity { get; } = new Identity();
}

internal sealed record Identity : Layer
{
    public override string Kind => "identity";

    protected override string Code => "Identity";

    public override Fit Infer(Shape input) => input;

    public override Node Lower(Node x, Scope at) => x;
}

internal sealed record Named : Layer
{
    public Named(string name, Layer body)
    {
        (Name, Body) = (Custom.Named(name), body);
    }

    public string Name { get; }

    public Layer Body { get; }

    public override string Kind => Name;

    public override IReadOnlyList<Layer> Inner => [Body];

    internal override Layer Around(IReadOnlyList<Layer> inner) => new Named(Name, inner[0]);

    internal override Sweep? Sweep(Shape input) => Body.Sweep(input);

    internal override (string Sign, int Straight)? Joint => Body.Joint;

    protected override string Code => $"{Body}.Named(\"{Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\")";

    public override Fit Infer(Shape input) => Body.Infer(input);

    public override Node Lower(Node x, Scope at) => Body.Lower(x, at);
}

internal sealed record Frozen(Layer Body) : Layer
{
    public override string Kind => Body.Kind;

    public override IReadOnlyList<Layer> Inner => [Body];

    internal override Layer Around(IReadOnlyList<Layer> inner) => new Frozen(inner[0]);

    internal override Sweep? Sweep(Shape input) => Body.Sweep(input);

    internal override (string Sign, int Straight)? Joint => Body.Joint;

    protected override string Code => $"{Body}.Frozen()";

    public override Fit Infer(Shape input) => Body.Infer(input);

    public override Node Lower(Node x, Scope at) => at.Transparent(Body, x, freeze: true);
}
