// Scope: where a layer is lowered. Weights, state and randomness are declared here, so that names, shapes and use cannot disagree.
//   Every scope numbers its parts by kind: conv1, conv2 …; nested scopes join by dots: stem.conv1.weight.
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>A tensor of a model: its name, shape, and how it begins.</summary>
/// <param name="Name">Unique in the network: <c>conv1.weight</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Initializer">How its first numbers are made.</param>
/// <param name="Role">Weight or state.</param>
/// <param name="Trainable">Whether training changes it by its gradient.</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record Weight(string Name, Shape Shape, Initializer Initializer, Role Role, bool Trainable);

/// <summary>Where a layer is lowered: declares weights and state, draws randomness, lowers inner layers.</summary>
public sealed class Scope
{
    private readonly Lowering lowering;
    private readonly string path, place;
    private readonly Dictionary<string, int> counts = [];
    private readonly bool frozen;

    internal Scope(Lowering lowering, string path, string place, bool frozen) => (this.lowering, this.path, this.place, this.frozen) = (lowering, path, place, frozen);

    /// <summary>Whether the graph is for training: statistics of the batch, random masks.</summary>
    public bool Training => lowering.Training;

    /// <summary>A trained tensor: <c>weight</c> in the scope conv1 is called conv1.weight.</summary>
    public Node Weight(string name, Shape shape, Initializer initializer) => lowering.Declare(new(Full(name), shape, initializer, Role.Weight, !frozen));

    /// <summary>A tensor carried from run to run, filled with <paramref name="start"/> at first.</summary>
    public Node State(string name, Shape shape, double start) => lowering.Declare(new(Full(name), shape, Initializer.Fill(start), Role.State, false));

    /// <summary>In training, what a state is after this run. The graph returns it as the output <c>NAME'</c>.</summary>
    public void Becomes(string state, Node next) => lowering.Becomes(Full(state), next);

    /// <summary>Ones with probability <paramref name="keep"/>, else zeros; drawn anew for every run by its seed, and the same for gradient and recomputation.</summary>
    public Node Mask(Shape shape, double keep) => lowering.Mask(shape, keep);

    /// <summary>Lowers an inner layer under a number of its kind: conv1, conv2 …</summary>
    public Node Body(Layer layer, Node x)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (Name(layer) is { } name) return Enter(name, layer, x);
        int number = counts[layer.Kind] = counts.GetValueOrDefault(layer.Kind) + 1;
        return Enter($"{layer.Kind}{number}", layer, x);
    }

    /// <summary>Lowers an inner layer under a name.</summary>
    /// <param name="name">The scope of its weights.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="x">Its input.</param>
    /// <param name="place">Its place for people, as <c>branch 2</c>; by default <c>layer</c> and its number.</param>
    public Node Enter(string name, Layer layer, Node x, string? place = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        string inner = Full(name);
        return lowering.Row(inner, place, layer, x, at => layer.Lower(x, new(lowering, inner, at, frozen)));
    }

    /// <summary>Lowers an inner layer in this very scope: its weights keep this scope's names.</summary>
    internal Node Transparent(Layer layer, Node x, bool freeze) => layer.Lower(x, new(lowering, path, place, frozen || freeze));

    /// <summary>A misfit that is known only now, as the size of the batch.</summary>
    /// <exception cref="MisfitException">Always.</exception>
    public void Refuse(Layer layer, Shape input, string needs, string cure)
    {
        ArgumentNullException.ThrowIfNull(layer);
        throw new MisfitException([new(place, layer.ToString(), input, needs, cure)]);
    }

    /// <summary>The name that was given to a layer, frozen or not: freezing does not rename weights.</summary>
    private static string? Name(Layer layer) => layer switch { Named named => named.Name, Frozen frozen => Name(frozen.Body), _ => null };

    private string Full(string name) => path.Length > 0 ? $"{path}.{name}" : name;
}
