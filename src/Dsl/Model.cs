// Model: a network with its weights and state. Immutable: changing a weight, or training, gives a new model.
using System.Collections.Immutable;
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv;

/// <summary>A network with its weights and state.</summary>
/// <typeparam name="T"><see cref="float"/> for speed, <see cref="double"/> for checking.</typeparam>
[TypeFormatterSource(typeof(ShownSource))]
public sealed partial class Model<T> : IShown
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PlanOptions? options;

    internal Model(Network network, ImmutableArray<Tensor<T>> values, PlanOptions? options) =>
        (Network, Values, this.options) = (network, [.. values.Select((value, i) => network.Weights[i].Role == Role.Weight ? value.AsBank() : value)], options);

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The tensors of <see cref="Network.Weights"/>, in their order.</summary>
    public ImmutableArray<Tensor<T>> Values { get; }

    /// <summary>How its graphs are run.</summary>
    public PlanOptions Options => options ?? PlanOptions.Default;

    /// <summary>The network with its shapes, and how many numbers it has.</summary>
    public override string ToString() => $"{Network}, {Amount.Of(Values.Sum(v => (long)v.Count), "numbers")}";

    string IShown.Html() => Network.Summary.ToHtml();

    string IShown.Text() => Network.Summary.ToString();

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="ArgumentException">There is no such weight.</exception>
    public Tensor<T> this[string name] => Values[Find(name)];

    /// <summary>The model with another tensor under a name.</summary>
    /// <exception cref="ArgumentException">There is no such weight, or its shape is another.</exception>
    public Model<T> With(string name, Tensor<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int at = Find(name);
        Shape shape = Network.Weights[at].Shape;
        return shape == value.Shape ? new(Network, Values.SetItem(at, value), options)
            : throw new ArgumentException($"The weight '{name}' has shape {shape}; it was given {value.Shape}.", nameof(value));
    }

    /// <summary>The model run by another backend, by a number of threads (by default one per processor).</summary>
    /// <exception cref="ArgumentException">There are fewer than 1 or more than 1024 threads.</exception>
    public Model<T> Using(Backend backend, int? threads = null, Accuracy accuracy = Accuracy.Fast)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return Using(new PlanOptions(backend, threads ?? PlanOptions.Default.Threads, accuracy));
    }

    /// <summary>The model with all tensors in another precision.</summary>
    public Model<TOther> To<TOther>()
        where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther> => new(Network, [.. Values.Select(v => v.To<TOther>())], options);

    /// <summary>The output for one item, or a batch of outputs for a batch of items [N, …].</summary>
    /// <exception cref="ArgumentException">The tensor is neither an item nor a batch of items of the network's input shape.</exception>
    public Tensor<T> Run(Tensor<T> itemOrBatch)
    {
        Tensor<T> batch = AsBatch(itemOrBatch);
        Plan<T> plan = Plan(("run", batch.Shape[0]), () => Network.Graph(batch.Shape[0]));
        Tensor<T> y = plan.Run(Bind(plan, new Arguments<T>().Set("x", batch)))["y"];
        return itemOrBatch.Shape == Network.Input ? y.Reshape(Network.Output) : y;
    }

    /// <summary>The loss on a batch, and its gradient for every trained weight and for the input <c>x</c>.</summary>
    /// <param name="x">A batch [N, …item].</param>
    /// <param name="target">The labels of the batch: of items [N], or of pixels [N, …].</param>
    /// <param name="loss">By default cross-entropy.</param>
    /// <param name="training">Whether layers behave as in training (statistics of the batch, dropout).</param>
    /// <param name="seed">The seed of the randomness.</param>
    public Gradients<T> Differentiate(Tensor<T> x, Labels target, Loss? loss = null, bool training = false, long seed = 0) =>
        Differentiate(x, arguments => arguments.Set("target", target), (Element.Index, target.Shape), loss ?? Losses.CrossEntropy, training, seed);

    /// <summary>The loss on a batch whose targets are real numbers, and its gradient.</summary>
    /// <exception cref="ArgumentException">The targets do not fit the loss, or the loss is not one number.</exception>
    public Gradients<T> Differentiate(Tensor<T> x, Tensor<T> target, Loss loss, bool training = false, long seed = 0) =>
        Differentiate(x, arguments => arguments.Set("target", target), (Element.Real, target.Shape), loss, training, seed);

    /// <summary>The model run as these options say.</summary>
    public Model<T> Using(PlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(Network, Values, options);
    }

    internal Model<T> WithValues(ImmutableArray<Tensor<T>> values) => new(Network, values, options);

    internal Plan<T> Plan(object key, Func<Graph> graph)
    {
        PlanOptions own = Options;
        return Network.Plans.Get((key, own, typeof(T)), () => new Plan<T>(graph(), own));
    }

    /// <summary>Puts the model's tensors where a plan reads them; the seed is 0.</summary>
    internal void Bind(Plan<T> plan, Arena<T> arena)
    {
        foreach (var (argument, _) in plan.Graph.Arguments)
            if (argument.Role is Role.Weight or Role.State) arena.Bind(argument.Name, this[argument.Name]);
            else if (argument.Role == Role.Seed) arena.IndexArgument(argument.Name).Clear();
    }

    /// <summary>Gives a run the model's tensors, those that its graph reads.</summary>
    internal Arguments<T> Bind(Plan<T> plan, Arguments<T> arguments)
    {
        for (int i = 0; i < Values.Length; i++) arguments.Set(Network.Weights[i].Name, Values[i]);
        return arguments.Seed(0);
    }

    private Gradients<T> Differentiate(Tensor<T> x, Action<Arguments<T>> target, (Element Element, Shape Shape) given, Loss loss, bool training, long seed)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Tensor<T> batch = AsBatch(x);
        int n = batch.Shape[0];
        Shape wanted = loss.Target(Network.Output.Under(n));
        if (given != (loss.TargetElement, wanted))
            throw new ArgumentException($"The loss {loss} takes {Kind(loss.TargetElement)} of shape {wanted} for this batch; it was given {Kind(given.Element)} of shape {given.Shape}.");
        Plan<T> plan = Plan(("gradient", n, loss, training), () => LossGraph.Of(Network, n, loss, training));
        Arguments<T> arguments = Bind(plan, new Arguments<T>().Set("x", batch));
        target(arguments);
        return new(plan.Run(arguments.Seed(seed)));
    }

    private static string Kind(Element element) => element == Element.Index ? "labels" : "numbers";

    private Tensor<T> AsBatch(Tensor<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape == Network.Input) return x.Reshape(x.Shape.Under(1));
        if (x.Shape.Rank == Network.Input.Rank + 1 && x.Shape.Tail == Network.Input && x.Shape[0] > 0) return x;
        throw new ArgumentException($"This network takes items of shape {Network.Input}, or batches [N, {Network.Input.ToString()[1..]}; it was given {x.Shape}.", nameof(x));
    }

    private int Find(string name)
    {
        for (int i = 0; i < Network.Weights.Length; i++)
            if (Network.Weights[i].Name == name) return i;
        throw new ArgumentException($"The network has no weight '{name}'; it has {string.Join(", ", Network.Weights.Select(w => $"'{w.Name}'"))}.", nameof(name));
    }
}

/// <summary>A loss and its gradients, by name.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Gradients<T> : ITabled
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Results<T> results;

    internal Gradients(Results<T> results) => this.results = results;

    /// <summary>The loss.</summary>
    public double Loss => double.CreateTruncating(results["loss"].Values[0]);

    /// <summary>The output [N, …].</summary>
    public Tensor<T> Output => results["y"];

    /// <summary>The gradient of the loss for a weight, or for the batch <c>x</c>.</summary>
    public Tensor<T> this[string name] => name == "x" ? results["d.x"] : results[$"d.{name}"].AsBank();

    /// <summary>In training, what a state is after the run.</summary>
    public Tensor<T> Next(string state) => results[$"{state}'"];

    TableOfValues ITabled.Table() => TableOfValues.OfNamed<T>(results.Names.Contains("loss") ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Gradients of the loss {Loss:G4}") : "Gradients",
        Names.Select(name => (name, (object)this[name])));

    /// <summary>The names that have a gradient.</summary>
    public IEnumerable<string> Names => results.Names.Where(n => n.StartsWith("d.", StringComparison.Ordinal)).Select(n => n[2..]);
}

internal static class LossGraph
{
    /// <summary>Forward, loss, and the gradient for the input and every trained weight; in training also the next states.</summary>
    public static Graph Of(Network network, int batch, Loss loss, bool training)
    {
        Lowering lowering = network.Lower(batch, training, out Node y);
        Node target = lowering.Builder.Argument("target", Role.Data, loss.Target(y.Shape), loss.TargetElement);
        Graph forward = lowering.Builder.Build([("y", y), ("loss", loss.Scalar(y, target).Value), .. lowering.Next]);
        var trained = network.Weights.Where(w => w.Trainable).Select(w => w.Name).ToHashSet();
        return Gradient.Of(forward, "loss", a => a.Name == "x" || trained.Contains(a.Name));
    }
}
