// Chain: layers one after the other. Flat, without Identity, so that composition is associative and has its neutral element by equality.
using System.Collections;
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>Several layers, equal when they are equal in order.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Parts : IReadOnlyList<Layer>, IEquatable<Parts>
{
    private readonly Layer[] layers;

    internal Parts(IEnumerable<Layer> layers)
    {
        this.layers = [.. layers];
        Levels = Nesting.Around(this.layers);
    }

    /// <summary>The levels of a layer of these parts, counted once.</summary>
    internal int Levels { get; }

    /// <inheritdoc/>
    public int Count => layers.Length;

    /// <inheritdoc/>
    public Layer this[int index] => layers[index];

    /// <inheritdoc/>
    public bool Equals(Parts? other) => other is not null && layers.AsSpan().SequenceEqual(other.layers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => layers.Aggregate(layers.Length, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => ((IEnumerable<Layer>)layers).GetEnumerator();

    /// <summary>The layers as C#, a line each.</summary>
    public override string ToString() => string.Join('\n', (IEnumerable<Layer>)layers);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal sealed record Chain(Parts Parts) : Layer
{
    public override string Kind => "chain";

    public override IReadOnlyList<Layer> Inner => Parts;

    internal override int Levels => Parts.Levels;

    internal override Layer Around(IReadOnlyList<Layer> inner) => Of([.. inner]);

    internal override Layer Copy(int number) => new Chain(new Parts(Parts.Select(part => part.Copy(number))));

    internal override string Abridged => $"the chain {Parts[0].Said}.Then(…) of {Amount.Of(Parts.Count, "layers")}";

    protected override string Code => string.Concat(Parts.Select((layer, i) => i == 0 ? layer.ToString() : $".Then({layer})"));

    /// <summary>The chain of the layers: chains inside are flattened, identities dropped; a single layer is itself.</summary>
    public static Layer Of(params Layer[] layers)
    {
        foreach (Layer layer in layers) ArgumentNullException.ThrowIfNull(layer);
        Layer[] flat = [.. layers.SelectMany(layer => layer is Chain chain ? (IEnumerable<Layer>)chain.Parts : [layer]).Where(layer => layer is not Identity)];
        return flat.Length switch { 0 => new Identity(), 1 => flat[0], _ => new Chain(new Parts(flat)) };
    }

    public override Fit Infer(Shape input)
    {
        Fit fit = input;
        for (int i = 0; i < Parts.Count; i++) fit = fit.Then(Parts[i], $"layer {i + 1}");
        return fit;
    }

    public override Node Lower(Node x, Scope at)
    {
        foreach (Layer layer in Parts) x = at.Body(layer, x);
        return x;
    }
}
