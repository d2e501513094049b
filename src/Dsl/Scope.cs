// Scope: where a layer is lowered. Weights, state and randomness are declared here, so that names, shapes and use cannot disagree.
//   Every scope numbers its parts by kind: conv1, conv2 …; nested scopes join by dots: stem.conv1.weight. A name stands once in its scope.
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
    private readonly Opening opening;
    private readonly bool frozen;

    internal Scope(Lowering lowering, Opening opening, bool frozen) => (this.lowering, this.opening, this.frozen) = (lowering, opening, frozen);

    /// <summary>Whether the graph is for training: statistics of the batch, random masks.</summary>
    public bool Training => lowering.Training;

    /// <summary>A trained tensor: <c>weight</c> in the scope conv1 is called conv1.weight.</summary>
    public Node Weight(string name, Shape shape, Initializer initializer) => lowering.Declare(new(Full(name), shape, initializer, Role.Weight, !frozen), opening);

    /// <summary>
    /// A tensor carried from run to run, filled with <paramref name="start"/> at first. Where an earlier appearance of a shared layer has moved it in this run, it is what that one left.
    /// </summary>
    public Node State(string name, Shape shape, double start) => lowering.Current(new(Full(name), shape, Initializer.Fill(start), Role.State, false), opening);

    /// <summary>In training, what a state is after this layer. The graph returns the last of them as the output <c>NAME'</c>.</summary>
    public void Becomes(string state, Node next) => lowering.Becomes(Full(state), next);

    /// <summary>Ones with probability <paramref name="keep"/>, else zeros; drawn anew for every run by its seed, and the same for gradient and recomputation.</summary>
    public Node Mask(Shape shape, double keep) => lowering.Mask(shape, keep);

    /// <summary>Lowers an inner layer under a number of its kind: conv1, conv2 …; under its name, if it has one.</summary>
    public Node Body(Layer layer, Node x)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Enter(layer.Scoped ?? opening.Numbered(layer.Kind), layer, x);
    }

    /// <summary>Lowers an inner layer under a name; under its own, if it has one.</summary>
    /// <param name="name">The scope of its weights.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="x">Its input.</param>
    /// <param name="place">Its place for people, as <c>branch 2</c>; by default <c>layer</c> and its number.</param>
    public Node Enter(string name, Layer layer, Node x, string? place = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        string own = layer.Scoped ?? name, inner = layer.Sharing is { } shared ? shared.Name : Full(own);
        return lowering.Row(inner, place, layer, x, at =>
        {
            var next = new Opening(inner, at, layer, x.Shape, layer.Sharing ?? opening.Shared);
            if (layer.Sharing is not null) lowering.Appears(next, frozen || layer is Frozen);
            else opening.Give(own, next);
            return layer.Lower(x, new(lowering, next, frozen));
        });
    }

    /// <summary>Lowers an inner layer in this very scope: its weights keep this scope's names.</summary>
    internal Node Transparent(Layer layer, Node x, bool freeze) => layer.Lower(x, new(lowering, opening, frozen || freeze));

    /// <summary>Whether this scope was opened for a shared layer, so that its weights stand here.</summary>
    internal bool Opened(Shared shared) => opening.Layer.Sharing is { } own && ReferenceEquals(own, shared);

    /// <summary>A misfit that is known only now, as the size of the batch.</summary>
    /// <exception cref="MisfitException">Always.</exception>
    public void Refuse(Layer layer, Shape input, string needs, string cure)
    {
        ArgumentNullException.ThrowIfNull(layer);
        throw new MisfitException([new(opening.Place, layer.Said, input, needs, cure)]);
    }

    private string Full(string name) => opening.Under(name);
}
