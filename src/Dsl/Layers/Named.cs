// Names: a layer under a name of its own in its scope, and a layer with one set of weights wherever its name appears.
//   Named   scope.name.weight    never shares: a name stands once in its scope
//   Shared  name.weight          everywhere the same, whatever scope it appears in; its state is moved by every appearance in turn
using FunctionalConv.Graphs;

namespace FunctionalConv;

internal sealed record Named : Layer
{
    public Named(string name, Layer body) => (Name, Body) = (Custom.Named(name), body);

    public string Name { get; }

    public Layer Body { get; }

    public override string Kind => Name;

    public override IReadOnlyList<Layer> Inner => [Body];

    internal override Layer Around(IReadOnlyList<Layer> inner) => new Named(Name, inner[0]);

    internal override string? Scoped => Name;

    internal override Layer Copy(int number) => new Named($"{Name}{number}", Body);

    internal override Sweep? Sweep(Shape input) => Body.Sweep(input);

    internal override (string Sign, int Straight)? Joint => Body.Joint;

    protected override string Code => $"{Body}.Named({Custom.Quoted(Name)})";

    public override Fit Infer(Shape input) => Body.Infer(input);

    public override Node Lower(Node x, Scope at) => Body.Lower(x, at);
}

internal sealed record Shared : Layer
{
    public Shared(string name, Layer body) => (Name, Body) = (Custom.Named(name), body);

    public string Name { get; }

    public Layer Body { get; }

    public override string Kind => Name;

    public override IReadOnlyList<Layer> Inner => [Body];

    internal override Layer Around(IReadOnlyList<Layer> inner) => new Shared(Name, inner[0]);

    internal override string? Scoped => Name;

    internal override Shared? Sharing => this;

    internal override Sweep? Sweep(Shape input) => Body.Sweep(input);

    internal override (string Sign, int Straight)? Joint => Body.Joint;

    protected override string Code => $"{Body}.Shared({Custom.Quoted(Name)})";

    public override Fit Infer(Shape input) => Body.Infer(input);

    public override Node Lower(Node x, Scope at) => at.Opened(this) ? Body.Lower(x, at) : at.Enter(Name, this, x);
}
