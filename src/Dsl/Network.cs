// Network: a layer checked against an input shape. Every shape, weight and name is known; no number is made.
using System.Collections.Immutable;
using System.Numerics;
using FunctionalConv.Graphs;
using LanguageExt;

namespace FunctionalConv;

/// <summary>A layer checked against the shape of an item.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Network : IShown
{
    private readonly Lazy<Summary> summary;

    private Network(Layer layer, Shape input)
    {
        (Layer, Input) = (layer, input);
        Lowering lowering = Lower(1, training: false, out Node output);
        Output = output.Shape.Tail;
        Weights = [.. lowering.Weights];
        Rows = [.. lowering.Rows];
        summary = new(() => Summarize(lowering, output));
    }

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <summary>The shape of an item before it.</summary>
    public Shape Input { get; }

    /// <summary>The shape of an item after it.</summary>
    public Shape Output { get; }

    /// <summary>Every weight and state, in the order of use.</summary>
    public ImmutableArray<Weight> Weights { get; }

    /// <summary>Every layer, outer before inner, in the order of running.</summary>
    public ImmutableArray<Row> Rows { get; }

    /// <summary>A table of layers, shapes, weights, costs and receptive fields.</summary>
    public Summary Summary => summary.Value;

    /// <summary>
    /// How the output moves when the input does, per spatial axis: exactly, in the interior only, or not at all, and which layer breaks it. It promises nothing that does not hold; of a sum
    /// over the whole map it says less than holds where only linear layers under <see cref="Layers.Full"/> padding stand before it, or where some windows see padding alone.
    /// </summary>
    public Equivariance Equivariance() => FunctionalConv.Equivariance.Of(this);

    /// <summary>Which cells of the input and of every layer one cell of the output sees.</summary>
    /// <param name="cell">An index per spatial axis of the output, or the feature of a vector; the middle by default.</param>
    /// <exception cref="ArgumentException">There is no such cell.</exception>
    public Cone Cone(params int[] cell) => FunctionalConv.Cone.Of(this, cell ?? []);

    /// <summary>The layer and its shapes: <c>Conv(4, 3): [1, 8, 8] → [4, 6, 6]</c>.</summary>
    public override string ToString() => $"{Layer}: {Input} → {Output}";

    string IShown.Html() => Summary.ToHtml() + this.Diagram();

    string IShown.Text() => Summary.ToString();

    internal PlanCache Plans { get; } = new();

    /// <summary>Every misfit, or the network.</summary>
    /// <exception cref="ArgumentException">An axis of the input is unknown or 0, or layers stand more than 128 deep inside one another.</exception>
    /// <exception cref="LayerException">A layer of one's own threw.</exception>
    public static Validation<Misfit, Network> Check(Layer layer, Shape input)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        if (!input.Known || input.Sizes.Contains(0)) throw new ArgumentException($"A network needs an input whose axes are all 1 or more; it was given {input}.", nameof(input));
        _ = layer.Levels; // Refuses a user's own layers that stand too deep inside one another.
        Fit fit = Formula.Inferred(layer, input);
        if (!fit.Misfits.IsEmpty) return Validation<Misfit, Network>.Fail(Advised(layer, input, LeastInput.Suggest(layer, input, fit.Misfits)));
        try
        {
            return Validation<Misfit, Network>.Success(new Network(layer, input));
        }
        catch (MisfitException refused)
        {
            return Validation<Misfit, Network>.Fail(Advised(layer, input, refused.Misfits));
        }
    }

    /// <summary>The misfits; the first one's cure says so where the input looks like a batch.</summary>
    private static Seq<Misfit> Advised(Layer layer, Shape input, ImmutableArray<Misfit> misfits) =>
        (Hints.Batch(layer, input) is { } hint ? misfits.SetItem(0, misfits[0] with { Cure = $"{misfits[0].Cure}; {hint}" }) : misfits).ToSeq();

    /// <summary>The graph for a batch of n items: argument <c>x</c> [n, …], output <c>y</c>; in training also every next state <c>NAME'</c>.</summary>
    /// <exception cref="MisfitException">A layer cannot take a batch of this size.</exception>
    public Graph Graph(int batch, bool training = false)
    {
        Lowering lowering = Lower(batch, training, out Node y);
        return lowering.Builder.Build([("y", y), .. lowering.Next]);
    }

    /// <summary>Fresh weights: the same seed gives the same numbers.</summary>
    public Model<T> Init<T>(int seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(this, [.. Weights.Select(w => w.Initializer.Make<T>(w.Shape, seed, w.Name))], null);

    /// <summary>Building numbers the lines anew, so every row's line travels as an output.</summary>
    private Summary Summarize(Lowering lowering, Node output)
    {
        Graph graph = lowering.Builder.Build([("y", output), .. Rows.Select((row, i) => ($"row {i}", lowering.Builder[row.Line]))]);
        return new(this, graph, [.. graph.Outputs.Skip(1).Select(o => o.Line)]);
    }

    internal Lowering Lower(int batch, bool training, out Node y)
    {
        if (batch < 1) throw new ArgumentException($"A batch needs at least 1 item; it was given {batch}.", nameof(batch));
        var lowering = new Lowering(training);
        Node x = lowering.Builder.Argument("x", Role.Data, Input.Under(batch));
        Scope root = lowering.Root(Layer, x.Shape);
        try
        {
            y = Layer is Chain ? Layer.Lower(x, root) : root.Body(Layer, x);
        }
        catch (MisfitException last)
        {
            throw new MisfitException(lowering.Misfits.Concat(last.Misfits));
        }
        return lowering.Misfits.Count == 0 ? lowering : throw new MisfitException(lowering.Misfits);
    }
}
