// Layer: an immutable description of what to do, without sizes of the data and without numbers. The contract that every layer meets:
//   Infer   the output shape for an input shape, or a misfit and what is still known       (no batch axis, axes may be unknown)
//   Lower   the same as primitives over [N, …item]; declares weights and state as it goes
//   Code    the C# that makes it.      No layer holds a backward: gradients come from the primitives.
using System.Numerics;
using FunctionalConv.Graphs;
using LanguageExt;

namespace FunctionalConv;

/// <summary>A description of what a network does. Layers compose with <see cref="Then"/>; equal descriptions are equal values.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public abstract record Layer : IShown
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

    /// <summary>How a sentence calls it: its C#, or its name or kind where that would be long.</summary>
    internal string Said => Code.Length <= 60 || Inner.Count == 0 ? Code : Scoped is { } name ? $"\"{name}\"" : Abridged;

    /// <summary>A layer of others in a few words.</summary>
    internal virtual string Abridged => $"{Kind}(…)";

    /// <summary>The layers that this one is made of, in order, for pictures and tables; a layer that is one thing has none.</summary>
    public virtual IReadOnlyList<Layer> Inner => [];

    /// <summary>The same layer around other inner ones, as many as <see cref="Inner"/> has; null when it is one thing, or does not say.</summary>
    internal virtual Layer? Around(IReadOnlyList<Layer> inner) => null;

    /// <summary>How it is drawn moving over an item of this shape; null when it does not slide.</summary>
    internal virtual Sweep? Sweep(Shape input) => null;

    /// <summary>The sign that joins its parts when they run side by side on one input, and how many of them pass it on as it is; null when they run one after the other.</summary>
    internal virtual (string Sign, int Straight)? Joint => null;

    /// <summary>How many layers stand inside one another here, itself among them.</summary>
    internal virtual int Levels => Nesting.Around(Inner);

    /// <summary>The layer that gives its output: of a chain the last one's, and so on; itself where parts are joined.</summary>
    internal virtual Layer Final => Inner.Count > 0 && Joint is null && Around(Inner) is not null ? Inner[^1].Final : this;

    /// <summary>The name that it was given for its scope, frozen or not; null when it is numbered.</summary>
    internal virtual string? Scoped => null;

    /// <summary>The shared layer that it is, frozen or not; null when its weights are its own.</summary>
    internal virtual Shared? Sharing => null;

    /// <summary>A copy for a place in a row of copies: names are numbered, since a name stands once in its scope.</summary>
    internal virtual Layer Copy(int number) => this;

    /// <summary>The C# that makes this layer; compiling it gives an equal layer.</summary>
    public sealed override string ToString() => Code;

    string IShown.Html() => Shown.Code(Code);

    /// <summary>This layer, then the next: <c>Run(a.Then(b)) = Run b ∘ Run a</c>. Associative, with <c>Identity</c> as its neutral element.</summary>
    /// <param name="next">Sees the output of this one.</param>
    /// <returns><c>[this one's input] → [next's output]</c>, <c>y = next(this(x))</c>.</returns>
    /// <example><code>Conv(4, 3).Then(Relu).On((1, 8, 8))</code></example>
    public Layer Then(Layer next) => Chain.Of(this, next);

    /// <summary>The same as <see cref="Then"/>.</summary>
    public static Layer operator >>(Layer first, Layer second)
    {
        ArgumentNullException.ThrowIfNull(first);
        return first.Then(second);
    }

    /// <summary>
    /// This layer n times in a row, each with its own weights. Copies of a <see cref="Named"/> layer are numbered (<c>stem1</c>, <c>stem2</c> …), and so are named layers directly in a chain;
    /// those of a <see cref="Shared"/> layer have one set of weights.
    /// </summary>
    /// <param name="n">How often; 0 times is <c>Identity</c>.</param>
    /// <exception cref="ArgumentException">n is negative.</exception>
    /// <returns><c>[…] → what n times give</c>, <c>y = f(f(… f(x)))</c>.</returns>
    /// <example><code>Conv(8, 3, padding: Same).Then(Relu).Repeat(3).On((8, 8, 8))</code></example>
    public Layer Repeat(int n) => n >= 0
        ? Chain.Of([.. Enumerable.Range(1, n).Select(i => n == 1 ? this : Copy(i))])
        : throw new ArgumentException($"Repeat needs at least 0 times; it was given {n}.", nameof(n));

    /// <summary>
    /// This layer under a name: its weights are called <c>name.…</c> in the scope that it stands in. Names a whole chain when called on one; in <c>a >> b.Named("x")</c> only b.
    /// A name stands once in its scope and never shares weights; <see cref="Shared"/> does.
    /// </summary>
    /// <param name="name">One word without dots and slashes.</param>
    /// <exception cref="ArgumentException">The name is empty or has a dot or slash, or layers would stand more than 128 deep inside one another.</exception>
    /// <returns><c>[…] → as without a name</c>, <c>y = f(x)</c>.</returns>
    /// <example><code>Conv(4, 3).Then(Relu).Named("stem").On((1, 8, 8))</code></example>
    public Layer Named(string name) => new Named(name, Nesting.Inside(this));

    /// <summary>
    /// This layer with one set of weights wherever it appears under this name: in branches, in a row, within other layers. Its weights are called <c>name.…</c> everywhere and count once;
    /// their gradient is the sum over the appearances. State, as of a batch normalization, is moved by every appearance in the order of running.
    /// </summary>
    /// <param name="name">One word without dots and slashes, which no other layer of the network has outermost.</param>
    /// <exception cref="ArgumentException">The name is empty or has a dot or slash, or layers would stand more than 128 deep inside one another.</exception>
    /// <returns><c>[…] → as not shared</c>, <c>y = f(x)</c>, <c>∂loss/∂weight = Σ over its appearances</c>.</returns>
    /// <example><code>
    /// Layer tower = Conv(4, 3, padding: Same).Then(Relu).Shared("tower");
    /// Concat(tower, MaxPool(3, stride: 1, padding: 1).Then(tower)).On((3, 8, 8))
    /// </code></example>
    public Layer Shared(string name) => new Shared(name, Nesting.Inside(this));

    /// <summary>This layer with weights that training does not change.</summary>
    /// <exception cref="ArgumentException">Layers would stand more than 128 deep inside one another.</exception>
    /// <returns><c>[…] → as not frozen</c>, <c>y = f(x)</c>, <c>∂loss/∂weight = 0</c>.</returns>
    /// <example><code>Conv(4, 3).Frozen().Then(Relu).On((1, 8, 8))</code></example>
    public Layer Frozen() => new Frozen(Nesting.Inside(this));

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
    /// <returns><c>[…] → shape([…])</c>, <c>y = forward(x)</c>.</returns>
    /// <example><code>Layer.Of("square", shape =&gt; shape, x =&gt; x * x).On((2, 5))</code></example>
    public static Layer Of(string name, Func<Shape, Shape> shape, Func<Node, Node> forward) => new Written(Custom.Named(name), Custom.Given(shape), Custom.Given(forward));

    /// <summary>A layer of one's own with weights or state, which it declares in its scope as it goes; its gradient follows, of any order.</summary>
    /// <param name="name">Its name; weights are called <c>name1.…</c>.</param>
    /// <param name="shape">The output shape for an item.</param>
    /// <param name="forward">The batch [N, …item] to the batch of outputs; weights by <c>at.Weight("scale", shape, Initializer.Ones)</c>.</param>
    /// <exception cref="ArgumentException">The name is empty, or has a dot, a slash or a blank.</exception>
    /// <returns><c>[…] → shape([…])</c>, <c>y = forward(x, at)</c>.</returns>
    /// <example><code>Layer.Of("scaled", shape =&gt; shape, (x, at) =&gt; x * at.Weight("by", x.Shape[1], Initializer.Ones).PerChannel(x.Shape)).On((4, 9))</code></example>
    public static Layer Of(string name, Func<Shape, Shape> shape, Func<Node, Scope, Node> forward) => new Weighing(Custom.Named(name), Custom.Given(shape), Custom.Given(forward));

    /// <summary>A layer of one's own whose gradient is what its pullback says, both written with nodes: a straight-through estimator, a reversed gradient.</summary>
    /// <param name="name">Its name; messages use it.</param>
    /// <param name="shape">The output shape for an item.</param>
    /// <param name="forward">The batch [N, …item] to the batch of outputs.</param>
    /// <param name="pullback">The batch and the cotangent of the outputs to the cotangent of the batch.</param>
    /// <exception cref="ArgumentException">The name is empty, or has a dot, a slash or a blank.</exception>
    /// <returns><c>[…] → shape([…])</c>, <c>y = forward(x)</c>, <c>dx = pullback(x, dy)</c>.</returns>
    /// <example><code>Layer.Of("reversed", shape =&gt; shape, (Node x) =&gt; x, (Node x, Node dy) =&gt; -dy).On(4)</code></example>
    public static Layer Of(string name, Func<Shape, Shape> shape, Func<Node, Node> forward, Func<Node, Node, Node> pullback) =>
        new Pulled(Custom.Named(name), Custom.Given(shape), Custom.Given(forward), Custom.Given(pullback));

    /// <summary>A function of one number, with its derivative, applied to every element. Both are asked in double.</summary>
    /// <param name="name">Its name; messages use it.</param>
    /// <param name="f">The function.</param>
    /// <param name="derivative">Its derivative.</param>
    /// <exception cref="ArgumentException">The name is empty, or has a dot, a slash or a blank.</exception>
    /// <returns><c>[any] → the same</c>, <c>y = f(x)</c>, <c>dx = derivative(x) · dy</c>.</returns>
    /// <example><code>Layer.Map("sine", Math.Sin, Math.Cos).On((2, 5))</code></example>
    public static Layer Map(string name, Func<double, double> f, Func<double, double> derivative) => new Lifted(Custom.Named(name), Unary.Of(name, Custom.Given(f), Custom.Given(derivative)));

    /// <summary>A layer of one's own that is opaque: one item at a time, in any precision, with its pullback.</summary>
    /// <param name="name">Its name; messages use it.</param>
    /// <param name="shape">The output shape for an item.</param>
    /// <param name="operation">What it does to one item, and its pullback.</param>
    /// <exception cref="ArgumentException">The name is empty, or has a dot, a slash or a blank.</exception>
    /// <returns><c>[…] → shape([…])</c>, <c>y = operation.Forward(x)</c>, <c>dx = operation.Pullback(x, dy)</c>.</returns>
    /// <example><code>
    /// record Halve(string Name) : IOperation
    /// {
    ///     public Tensor&lt;T&gt; Forward&lt;T&gt;(Tensor&lt;T&gt; x) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754&lt;T&gt; =&gt; Tensor.Make(x.Shape, i =&gt; x.Values[i] / (T.One + T.One));
    ///     public Tensor&lt;T&gt; Pullback&lt;T&gt;(Tensor&lt;T&gt; x, Tensor&lt;T&gt; dy) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754&lt;T&gt; =&gt; Forward(dy);
    /// }
    /// Layer.Of("half", shape =&gt; shape, new Halve("half")).On((2, 3))
    /// </code></example>
    public static Layer Of(string name, Func<Shape, Shape> shape, IOperation operation) => new Opaque(Custom.Named(name), Custom.Given(shape), Custom.Given(operation));

    /// <summary>A layer of one's own that is opaque: a function of one item in double, and its pullback (item, cotangent) → cotangent of the item.</summary>
    /// <param name="name">Its name; messages use it.</param>
    /// <param name="shape">The output shape for an item.</param>
    /// <param name="forward">The item to its output.</param>
    /// <param name="pullback">The item and the cotangent of its output to the cotangent of the item.</param>
    /// <exception cref="ArgumentException">The name is empty, or has a dot, a slash or a blank.</exception>
    /// <returns><c>[…] → shape([…])</c>, <c>y = forward(x)</c>, <c>dx = pullback(x, dy)</c>.</returns>
    /// <example><code>Layer.Of("mean", shape =&gt; 1, x =&gt; Tensor.Of(1, x.Values.ToArray().Average()), (x, dy) =&gt; Tensor.Filled(x.Shape, dy.Values[0] / x.Count)).On((2, 5))</code></example>
    public static Layer Of(string name, Func<Shape, Shape> shape, Func<Tensor<double>, Tensor<double>> forward, Func<Tensor<double>, Tensor<double>, Tensor<double>> pullback) =>
        new Opaque(Custom.Named(name), Custom.Given(shape), new Doubles(name, Custom.Given(forward), Custom.Given(pullback)));
}
