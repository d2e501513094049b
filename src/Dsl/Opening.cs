// Opening: one scope at one place of a network: its path, who stands there, and the names that were given in it.
namespace FunctionalConv;

/// <summary>A scope as it was opened for a layer. A shared layer's scope is opened once for every appearance.</summary>
/// <param name="path">The names from the root on: <c>stem.conv1</c>.</param>
/// <param name="place">The same for people: <c>layer 1, layer 2</c>.</param>
/// <param name="layer">The layer that stands there.</param>
/// <param name="batch">The shape of its input, [N, …item].</param>
/// <param name="shared">The innermost shared layer around it, itself included.</param>
internal sealed class Opening(string path, string place, Layer layer, Shape batch, Shared? shared)
{
    private readonly Dictionary<string, int> counts = [];
    private readonly Dictionary<string, Opening> names = [];

    public string Path => path;

    public string Place => place;

    public Layer Layer => layer;

    public Shared? Shared => shared;

    /// <summary>A name in this scope.</summary>
    public string Under(string name) => path.Length > 0 ? $"{path}.{name}" : name;

    /// <summary>The next number of a kind.</summary>
    public string Numbered(string kind) => $"{kind}{counts[kind] = counts.GetValueOrDefault(kind) + 1}";

    /// <summary>Gives a name in this scope away.</summary>
    /// <exception cref="MisfitException">It was given to another layer before.</exception>
    public void Give(string name, Opening to)
    {
        if (!names.TryAdd(name, to)) throw to.Refused(
            $"its name \"{name}\" is that of {names[name].Place} too, and a name stands once in its scope",
            names[name].Layer.Scoped == name && to.Layer.Scoped == name ? $"write .Shared(\"{name}\") for one set of weights in both places, or give one of them another name" : "give it another name");
    }

    /// <summary>A misfit of the layer that stands here.</summary>
    public MisfitException Refused(string needs, string cure) => new([new(place, layer.Said, batch.Tail, needs, cure)]);
}
