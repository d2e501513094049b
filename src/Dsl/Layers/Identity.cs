// Identity and freezing: layers about layers.
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

internal sealed record Frozen(Layer Body) : Layer
{
    public override string Kind => Body.Kind;

    public override IReadOnlyList<Layer> Inner => [Body];

    internal override Layer Around(IReadOnlyList<Layer> inner) => new Frozen(inner[0]);

    internal override string? Scoped => Body.Scoped;

    internal override Shared? Sharing => Body.Sharing;

    internal override Layer Copy(int number) => Scoped is null ? this : new Frozen(Body.Copy(number));

    internal override Sweep? Sweep(Shape input) => Body.Sweep(input);

    internal override (string Sign, int Straight)? Joint => Body.Joint;

    protected override string Code => $"{Body}.Frozen()";

    public override Fit Infer(Shape input) => Body.Infer(input);

    public override Node Lower(Node x, Scope at) => at.Transparent(Body, x, freeze: true);
}
