// Rewriting: equations between layers, used from left to right on every chain until none fits. Each is a rule in a file of its own, with its condition; each
// has a law that outputs stay, and one that it leaves alone what does not meet its condition (tests/Properties/Rewriting).
//   A layer in a chain is read by the next one alone, so "nobody else reads this output" holds by the form of the tree; branches are never crossed.
using System.Numerics;

namespace FunctionalConv;

/// <summary>An equation between layers of a chain, used from left to right.</summary>
internal abstract class Rule
{
    /// <summary>The equation in words.</summary>
    public abstract string Equation { get; }

    /// <summary>How many layers it takes from a place of a chain on, and what it puts there; null where its condition does not hold.</summary>
    public abstract (int Taken, Leaf[] Put)? At(IReadOnlyList<Piece> chain, int i);

    /// <summary>The leaf at a place, if it is one of its own weights with this kind of layer.</summary>
    protected static Leaf? Leaf<TLayer>(IReadOnlyList<Piece> chain, int i)
        where TLayer : Layer => i < chain.Count && chain[i] is Leaf { Tied: false, Core: TLayer } leaf ? leaf : null;
}

internal sealed class Rewriting
{
    private static readonly Rule[] Rules = [new Vanishing(), new NormFolding(), new ActivationTwice(), new PadJoining(), new FilterMerging(), new PoolFirst()];
    private readonly List<Rewrite> done = [];

    public static Simplified<T> Of<T>(Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rewriting = new Rewriting();
        Piece piece = rewriting.Simpler(Pieces.Of(model), model.Network.Input);
        Model<T> simple = rewriting.done.Count == 0 ? model : Pieces.Model(piece, model);
        return new(simple, new(rewriting.done, Expense.Of(model.Network), Expense.Of(simple.Network)));
    }

    /// <summary>Parts within a layer. A name or freezing around one layer is that layer; around nothing it is nothing.</summary>
    public static Piece Shelled(Layer form, IReadOnlyList<Piece> parts, Shape input)
    {
        if (form is not (Named or Shared or Frozen) || parts[0] is not Leaf leaf) return new Shell(form, parts);
        return leaf.Layer is Identity ? FunctionalConv.Leaf.Nothing(input) : leaf with { Layer = form.Around([leaf.Layer])! };
    }

    private Piece Simpler(Piece piece, Shape input)
    {
        var chain = new List<Piece>(piece is Shell { Form: Chain } own ? own.Parts.Select(part => Inside(part, input)) : [Inside(piece, input)]);
        chain.RemoveAll(part => part is Leaf { Layer: Identity });
        for (int i = 0; i < chain.Count;) i = Step(chain, i) ? Math.Max(0, i - 2) : i + 1;
        return chain.Count switch { 0 => FunctionalConv.Leaf.Nothing(input), 1 => chain[0], _ => new Shell(new Chain(new Parts([])), chain) };
    }

    private Piece Inside(Piece piece, Shape input) => piece is Shell shell ? Shelled(shell.Form, [.. shell.Parts.Select(part => Simpler(part, input))], input) : piece;

    private bool Step(List<Piece> chain, int i)
    {
        foreach (Rule rule in Rules)
        {
            if (rule.At(chain, i) is not { } found) continue;
            Leaf[] taken = [.. chain.Skip(i).Take(found.Taken).Cast<Leaf>()];
            done.Add(new(rule.Equation, taken[0].Path, Code(taken), Code(found.Put)));
            chain.RemoveRange(i, found.Taken);
            chain.InsertRange(i, found.Put);
            return true;
        }
        return false;
    }

    private static string Code(Leaf[] leaves) => Chain.Of([.. leaves.Select(leaf => leaf.Layer)]).ToString();
}

public sealed partial class Model<T>
{
    /// <summary>
    /// A model with the same outputs in inference for less work, and a report: normalizations move into the convolution or dense layer before them, convolutions merge
    /// where that is cheaper, pads join, dropout vanishes. Layers that appear more than once under one <see cref="Layer.Shared"/> name stay as they are. Simplify after training: in training the two differ.
    /// </summary>
    /// <example><code>
    /// var (simple, report) = Zoo.ResNet18().Init((3, 224, 224)).Simplify();
    /// </code></example>
    public Simplified<T> Simplify() => Rewriting.Of(this);
}
