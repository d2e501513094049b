// Layer: an immutable description of what to do, without sizes of the data and without numbers. The contract that every layer meets:
//   Infer   the output shape for an input shape, or a misfit and what is still known       (no batch axis, axes may be unknown)
//   Lower   the same as primitives over [N, …item]; declares weights and state as it goes
//   Code    the C# that makes it.      No layer holds a backward: gradients come from the primitives.
using System.Numerics;
using FunctionalConv.Graphs;
using LanguageExt;

namespace FunctionalConv;

/// <summary>A description of what a network does. Layers compose with <see cref="Then"/>; equal descriptions are equal values.</summary>
public abstract record Layer
{
    /// <summary>The name that weights are numbered under: <c>conv</c> gives conv1, conv2 …</summary>
    public abstract string Kind { get; }

    /// <summary>The output shape for an item of this shape, or why it does not fit.</summary>
    /// <param name="input">Channels first, without the batch; an axis may be unknown after an earlier misfit.</param>
    public abstract Fit Infer(Shape input);

    /// <summary>Writes the layer as primitives.</summary>
    /// <param name="x">The batch [N, …item].</param>
    /// <param name="at">Where weights and state are declared.</param>
    public abstract Node Lower(Node x, Scope at);

    /// <summary>The C# that makes this layer.</summary>
    protected abstract string Code { get; }

    /// <summary>The layers that this one is made of, in order, for pictures and tables; a layer that is one thing has none.</summary>
    public virtual IReadOnlyList<Layer> Inner => [];

    /// <summary>The C# that makes this layer; compiling it gives an equal layer.</summary>
    public sealed override string ToString() => Code;

    /// <summary>This layer, then the next: <c>Run(a.Then(b)) = Run b ∘ Run a</c>. Associative, with <c>Identity</c> as its neutral element.</summary>
    public Layer Then(Layer next) => Chain.Of(this, next);

    /// <summary>The same as <see cref="Then"/>.</summary>
    public static Layer operator >>(Layer first, Layer second)
    {
        ArgumentNullException.ThrowIfNull(first);
        return first.Then(second);
    }

    /// <summary>This layer n times in a row, each with its own weights; those of a <see cref="Named"/> layer are shared, as everywhere that a name comes again.</summary>
    /// <exception cref="ArgumentException">n is negative.</exception>
    public Layer Repeat(int n) => n >= 0
        ? Chain.Of([.. Enumerable.Repeat(this, n)])
        : throw new ArgumentException($"Repeat needs at least 0 times; it was given {n}.", nameof(n));

    /// <summary>This layer under a name: its weights are called <c>name.…</c>. Names a whole chain when called on one; in <c>a >> b.Named("x")</c> only b.</summary>
    /// <exception cref="ArgumentException">The name is empty or has a dot or slash.</exception>
    public Layer Named(string name) => new Named(name, this);

    /// <summary>This layer with weights that training does not change.</summary>
    public Layer Frozen() => new Frozen(this);

    /// <summary>Every misfit for items of this shape, or the network.</summary>
    public Validation<Misfit, Network> Check(Shape input) => Network.Check(this, input);

    /// <summary>The network for items of this shape.</summary>
    /// <exception cref="MisfitException">The shape does not fit; every misfit is named.</exception>
    public Network On(Shape input) => Check(input).Match(network => network, misfits => throw new MisfitException(misfits));

    /// <summary>The network with fresh weights, in float.</summary>
    /// <param name="input">The shape of an item, channels first.</param>
    /// <param name="seed">The same seed gives the same weights.</param>
    /// <exception cref="MisfitException">The shape does not fit; every misfit is named.</exception>
    public Model<float> Init(Shape input, int seed = 0) => Init<float>(input, seed);

    /// <summary>The network with fresh weights.</summary>
    /// <exception cref="MisfitException">The shape does not fit; every misfit is named.</exception>
    public Model<T> Init<T>(Shape input, int seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => On(input).Init<T>(seed);

    /// <summary>A table of layers, shapes, weights, costs and receptive fields. No number of a weight is made.</summary>
    /// <exception cref="MisfitException">The shape does not fit.</exception>
    public Summary Summary(Shape input) => On(input).Summary;

    /// <summary>A layer of one's own, written with nodes: its gradient follows, of any order.</summary>
    /// <param name="name">Its name; weights and messages use it.</param>
    /// <param name="shape">The output shape for an item.</param>
    /// <param name="forward">The batch [N, …item] to the batch of outputs.</param>
    /// <exception cref="ArgumentException">The name is empty, or has a dot, a slash or a blank.</exception>
    public static Layer Of(string name, Func<Shape, Shape> shape, Func<Node, Node> forward) => new Written(Custom.Named(name), Custom.Given(shape), Custom.Given(forward));

    /// <summary>A layer of one's own with weights or state, which it declares in its scope as it goes; its gradient follows, of any order.</summary>
    /// <param name="name">Its name; weights are called <c>name1.…</c>.</param>
    /// <param name="shape">The output shape for an item.</param>
    /// <param name="forward">The batch [N, …item] to the batch of outputs; weights by <c>at.Weight("scale", shape, Initializer.Ones)</c>.</param>
    /// <exception cref="ArgumentException">The name is empty, or has a dot, a slash or a blank.</exception>
    public static Layer Of(string name, Func<Shape, Shape> shape, Func<Node, Scope, Node> forward) => new Weighing(Custom.Named(name), Custom.Given(shape), Custom.Given(forward));

    /// <summary>A layer of one's own whose gradient is what its pullback says, both written with nodes: a straight-through estimator, a reversed gradient.</summary>
    /// <param name="name">Its name; messages use it.</param>
    /// <param name="shape">The output shape for an item.</param>
    /// <param name="forward">The batch [N, …item] to the batch of outputs.</param>
    /// <param name="pullback">The batch and the cotangent of the outputs to the cotangent of the batch.</param>
    /// <exception cref="ArgumentException">The name is empty, or has a dot, a slash or a blank.</exception>
    public static Layer Of(string name, Func<Shape, Shape> shape, Func<Node, Node> forward, Func<Node, Node, Node> pullback) =>
        new Pulled(Custom.Named(name), Custom.Given(shape), Custom.Given(forward), Custom.Given(pullback));

    /// <summary>A function of one number, with its derivative, applied to every element. Both are asked in double.</summary>
    /// <param name="name">Its name; messages use it.</param>
    /// <param name="f">The function.</param>
    /// <param name="derivative">Its derivative.</param>
    /// <exception cref="ArgumentException">The name is empty, or has a dot, a slash or a blank.</exception>
    public static Layer Map(string name, Func<double, double> f, Func<double, double> derivative) => new Lifted(Custom.Named(name), Unary.Of(name, Custom.Given(f), Custom.Given(derivative)));

    /// <summary>A layer of one's own that is opaque: one item at a time, in any precision, with its pullback.</summary>
    public static Layer Of(string name, Func<Shape, Shape> shape, IOperation operation) => new Opaque(Custom.Named(name), Custom.Given(shape), Custom.Given(operation));

    /// <summary>A layer of one's own that is opaque: a function of one item in double, and its pullback (item, cotangent) → cotangent of the item.</summary>
    public static Layer Of(string name, Func<Shape, Shape> shape, Func<Tensor<double>, Tensor<double>> forward, Func<Tensor<double>, Tensor<double>, Tensor<double>> pullback) =>
        new Opaque(Custom.Named(name), Custom.Given(shape), new Doubles(name, Custom.Given(forward), Custom.Given(pullback)));
}
