// LayerException: a layer of one's own threw. Its exception stays as it is, inside; this one says which layer, where, and on what.
namespace FunctionalConv;

/// <summary>A layer threw while its shape was asked for or its formula was written. What it threw is the inner exception.</summary>
public sealed class LayerException : InvalidOperationException
{
    private readonly Layer layer;
    private readonly string doing;

    internal LayerException(string place, Layer layer, Shape input, string doing, Exception cause)
        : base($"{(place.Length > 0 ? $"{place}, " : "")}{layer.Said}{(place.Length > 0 ? "," : "")} failed in its {doing} for {input}: {cause.Message}", cause) =>
        (Place, this.layer, Input, this.doing) = (place, layer, input, doing);

    /// <summary>The layer's place: <c>layer 3, branch 2</c>; empty for the layer itself.</summary>
    public string Place { get; }

    /// <summary>The shape of an item that it was given.</summary>
    public Shape Input { get; }

    /// <summary>The same seen from one level further out.</summary>
    internal LayerException Inside(string place) => new(Place.Length > 0 ? $"{place}, {Place}" : place, layer, Input, doing, InnerException!);
}
