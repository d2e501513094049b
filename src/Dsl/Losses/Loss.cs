// Losses: how far outputs are from their targets, written with nodes.
//   outputs [N, …]   targets, as the loss says: labels [N, …] without the classes' axis, or numbers like the outputs   loss: one number, or one per term
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>How far an output is from its target.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public abstract partial record Loss
{
    /// <summary>The shape of the target for a batch of outputs [N, …].</summary>
    public abstract Shape Target(Shape output);

    /// <summary>Whether targets are labels or real numbers.</summary>
    public abstract Element TargetElement { get; }

    /// <summary>The loss; training needs a scalar.</summary>
    public abstract Node Of(Node output, Node target);

    /// <summary>The loss when it is one number, of which there are gradients, and what it counts in the mean over batches.</summary>
    /// <exception cref="ArgumentException">It is not one number.</exception>
    internal Measure Scalar(Node output, Node target)
    {
        Measure loss = Measured(output, target);
        return loss.Value.Shape.Rank == 0 ? loss
            : throw new ArgumentException($"{this} gives {loss.Value.Shape}, a number per term, and a gradient is that of a single number; leave the mean, or take Summed().");
    }

    private protected virtual Measure Measured(Node output, Node target) => new(Of(output, target));
}

/// <summary>The loss of a batch, and where that is not the number of its items, what the batch counts in the mean over batches: the sum that its terms were divided by.</summary>
internal readonly record struct Measure(Node Value, Node? Counted = null)
{
    /// <summary>Both as outputs of a graph.</summary>
    public (string Name, Node Node)[] Outputs => Counted is { } counted ? [("loss", Value), ("counted", counted)] : [("loss", Value)];
}

/// <summary>What becomes of the terms of a loss.</summary>
public enum LossReduction
{
    /// <summary>Their mean; with class weights or an ignored label, the sum divided by the sum of the weights of the labels that count.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum divided by the number of items in the batch.</summary>
    PerItem,

    /// <summary>Each for itself.</summary>
    None,
}

/// <summary>A loss made of terms: one per label, or one per number.</summary>
public abstract record TermLoss : Loss
{
    /// <summary>What becomes of the terms; by default their mean.</summary>
    public LossReduction Reduction { get; init; }

    /// <summary>The C# that makes the loss, without its reduction.</summary>
    internal abstract string Code { get; }

    /// <summary>The loss.</summary>
    /// <exception cref="ArgumentException">Output and target do not fit each other or the options.</exception>
    public sealed override Node Of(Node output, Node target) => Reduced(Fitting(output, target), null).Value;

    /// <summary>The loss with a weight for every term; the mean still divides by the number of terms.</summary>
    /// <param name="output">The outputs.</param>
    /// <param name="target">The targets.</param>
    /// <param name="weights">Weights of the shape of the terms, or repeated to it as broadcasting does.</param>
    /// <exception cref="ArgumentException">Output, target or weights do not fit each other or the options.</exception>
    public Node Of(Node output, Node target, Node weights) => Reduced(Fitting(output, target), weights).Value;

    /// <summary>The C# that makes the loss.</summary>
    public sealed override string ToString() => Code + Reduction switch
    {
        LossReduction.Sum => ".Summed()",
        LossReduction.PerItem => ".PerItem()",
        LossReduction.None => ".Unreduced()",
        _ => "",
    };

    /// <summary>The terms for outputs and targets whose shapes fit.</summary>
    internal abstract Terms Terms(Node output, Node target);

    private protected sealed override Measure Measured(Node output, Node target) => Reduced(Fitting(output, target), null);

    private Terms Fitting(Node output, Node target)
    {
        Shape wanted = Target(output.Shape);
        string kind = TargetElement == Element.Index ? "labels" : "numbers";
        return target.Shape == wanted && target.Element == TargetElement ? Terms(output, target)
            : throw new ArgumentException($"{this} of outputs {output.Shape} takes targets that are {kind} of shape {wanted}; it was given {(target.Element == Element.Index ? "labels" : "numbers")} of shape {target.Shape}.");
    }

    private Measure Reduced(Terms terms, Node? weights)
    {
        Node values = weights is { } w ? terms.Values * w.Spread(terms.Values.Shape) : terms.Values;
        Axes all = Axes.All(values.Shape.Rank);
        return Reduction switch
        {
            LossReduction.None => new(values),
            LossReduction.Sum => new(values.Sum(all)),
            LossReduction.PerItem => new(values.Sum(all) * (1.0 / values.Shape[0])),
            _ => terms.Counted is { } counted ? Quotient(values.Sum(all), counted.Sum(all)) : new(values.Mean(all)),
        };
    }

    /// <summary>A sum divided by what counts; where nothing does, NaN with a gradient of 0, as in PyTorch.</summary>
    private static Measure Quotient(Node sum, Node counted) => new((sum * counted.Map(new Unary.PowerOrZero(-1))) + ((counted / counted) - 1), counted);
}

/// <summary>The terms of a loss, and what each counts in the mean where that is not 1.</summary>
internal readonly record struct Terms(Node Values, Node? Counted = null);

/// <summary>The losses, as values.</summary>
public static partial class Losses
{
    /// <summary>The loss as the sum of its terms.</summary>
    public static TLoss Summed<TLoss>(this TLoss loss)
        where TLoss : TermLoss => Reduced(loss, LossReduction.Sum);

    /// <summary>The loss as the sum of its terms divided by the number of items in the batch.</summary>
    public static TLoss PerItem<TLoss>(this TLoss loss)
        where TLoss : TermLoss => Reduced(loss, LossReduction.PerItem);

    /// <summary>The loss as its terms, each for itself.</summary>
    public static TLoss Unreduced<TLoss>(this TLoss loss)
        where TLoss : TermLoss => Reduced(loss, LossReduction.None);

    /// <summary>The numbers as a constant of a shape.</summary>
    internal static Node Table(GraphBuilder builder, Weights numbers, Shape shape)
    {
        var runs = new List<Node>();
        for (int i = 0, from = 0; i < numbers.Count; i++)
        {
            if (i + 1 < numbers.Count && numbers[i + 1] == numbers[from]) continue;
            runs.Add(builder.Constant(numbers[from], i + 1 - from));
            from = i + 1;
        }
        return Node.Concat(0, [.. runs]).Reshape(shape);
    }

    /// <summary>Probabilities, checked when they come.</summary>
    internal static Node Probabilities(this Node x, string owner, string cure) => x.Map(new Unary.Checked(0, 1, $"{owner} takes probabilities", cure));

    private static TLoss Reduced<TLoss>(TLoss loss, LossReduction reduction)
        where TLoss : TermLoss
    {
        ArgumentNullException.ThrowIfNull(loss);
        return (TLoss)((TermLoss)loss with { Reduction = reduction });
    }
}
