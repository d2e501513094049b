// Pieces: a network as a tree of layers with their numbers. A leaf is a layer with its tensors; a whole is a layer around others: a chain, branches, a name.
namespace FunctionalConv;

/// <summary>A part of a network that can be rewritten.</summary>
internal abstract record Piece
{
    /// <summary>The layer, as it is now.</summary>
    public abstract Layer Whole { get; }

    /// <summary>The leaves in the order of running; what does nothing is no leaf.</summary>
    public abstract IEnumerable<Leaf> Leaves { get; }
}

/// <summary>A tensor of a leaf: one of the model's own (its number), or one made by a rule, in double.</summary>
internal sealed record Number(int Own, Func<Tensor<double>> Read)
{
    public static Number Made(Tensor<double> tensor) => new(-1, () => tensor);
}

/// <summary>One layer with its tensors.</summary>
/// <param name="Layer">The layer, with the names and freezing around it.</param>
/// <param name="Input">The shape of an item before it.</param>
/// <param name="Numbers">Its tensors by their names within its scope.</param>
/// <param name="Path">Its scope in the model that is simplified, for the report.</param>
/// <param name="Tied">Whether another layer has the same weights; such a leaf is never rewritten.</param>
internal sealed record Leaf(Layer Layer, Shape Input, IReadOnlyDictionary<string, Number> Numbers, string Path, bool Tied) : Piece
{
    private static readonly Dictionary<string, Number> None = [];

    public override Layer Whole => Layer;

    public override IEnumerable<Leaf> Leaves => Layer is Identity ? [] : [this];

    /// <summary>The layer without names and freezing.</summary>
    public Layer Core => Bare(Layer);

    public Shape Output => Layer.Infer(Input).Shape;

    public Tensor<double> this[string name] => Numbers[name].Read();

    public static Leaf Nothing(Shape input) => new(Layers.Identity, input, None, "", false);

    /// <summary>Another layer under the same names.</summary>
    public Leaf With(Layer core, params (string Name, Tensor<double> Tensor)[] numbers) =>
        this with { Layer = Rewrapped(Layer, core), Numbers = numbers.ToDictionary(n => n.Name, n => Number.Made(n.Tensor)) };

    private static Layer Bare(Layer layer) => layer is Named or Shared or Frozen ? Bare(layer.Inner[0]) : layer;

    private static Layer Rewrapped(Layer wrapped, Layer core) => wrapped is Named or Shared or Frozen ? wrapped.Around([Rewrapped(wrapped.Inner[0], core)])! : core;
}

/// <summary>A layer around others.</summary>
/// <param name="Form">The layer; its parts are replaced.</param>
/// <param name="Parts">The parts, in its order.</param>
internal sealed record Shell(Layer Form, IReadOnlyList<Piece> Parts) : Piece
{
    public override Layer Whole => Form.Around([.. Parts.Select(p => p.Whole)])!;

    public override IEnumerable<Leaf> Leaves => Parts.SelectMany(p => p.Leaves);
}
