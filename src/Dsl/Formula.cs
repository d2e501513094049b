// Formula: a layer's Infer and Lower as they are called, its own errors told apart from misfits.
//   too large for an array, refused on the way, another shape than was declared: a misfit, and lowering goes on with the declared shape
//   anything else that a layer throws: a LayerException, which names the layer and keeps the exception as it is
using FunctionalConv.Graphs;

namespace FunctionalConv;

internal static class Formula
{
    /// <summary>What a layer says of a shape. What is too large for any <see cref="Shape"/> to say is a misfit.</summary>
    /// <exception cref="LayerException">The layer threw.</exception>
    public static Fit Inferred(Layer layer, Shape input)
    {
        try
        {
            return layer.Infer(input) ?? throw new InvalidOperationException("Infer gave no shape.");
        }
        catch (Exception e) when (e is TooLargeException or OverflowException)
        {
            Fit refused = Fit.Refuse(layer, input, $"its output is too large: {Sentence(e)}", "use smaller numbers, or a smaller input", Shape.Of([.. Enumerable.Repeat(Shape.Unknown, input.Rank)]));
            return refused with { Misfits = [refused.Misfits[0] with { Cause = e }] };
        }
        catch (Exception e) when (e is not LayerException)
        {
            throw new LayerException("", layer, input, "shape", e);
        }
    }

    /// <summary>A layer's output, as it writes it; zeros of the shape it declares where it does not fit.</summary>
    /// <exception cref="LayerException">The layer threw.</exception>
    /// <exception cref="MisfitException">It does not fit, and there is no shape to go on with.</exception>
    public static Node Written(Layer layer, Node x, string place, Func<Node> lower, List<Misfit> misfits)
    {
        Shape input = x.Shape.Tail;
        IEnumerable<Misfit> found;
        try
        {
            Node y = lower();
            if (Differs(layer.Infer(input).Shape, y.Shape, x.Shape[0]) is not { } differs) return y;
            found = [new(place, layer.Said, input, differs.Needs, differs.Cure)];
        }
        catch (Exception e) when (e is TooLargeException or OverflowException)
        {
            found = [new(place, layer.Said, input, $"a weight or a tensor on the way is too large: {Sentence(e)}",
                $"use smaller numbers, or make its input smaller, for example by pooling{(x.Shape[0] > 1 ? ", or use a smaller batch" : "")}") { Cause = e }];
        }
        catch (MisfitException e)
        {
            found = e.Misfits;
        }
        catch (Exception e) when (e is not LayerException)
        {
            throw new LayerException(place, layer, input, "formula", e);
        }
        if (Inferred(layer, input).Shape is not { Known: true } known || known.LongCount > System.Array.MaxLength / x.Shape[0]) throw new MisfitException(found);
        misfits.AddRange(found);
        return x.Builder.Constant(0, known.Under(x.Shape[0]));
    }

    /// <summary>Whether a formula gives another shape than was declared, in words.</summary>
    private static (string Needs, string Cure)? Differs(Shape declared, Shape given, int batch)
    {
        if (!declared.Known) return ($"it declares the shape {declared} for it, which has an unknown axis", "let its shape function say every axis where the input's are known");
        if (given == declared.Under(batch)) return null;
        return given.Rank > 0 && given[0] == batch
            ? ($"it declares the shape {declared} and its formula gives {given.Tail}", "make the two agree")
            : ($"it declares batches {declared.Under(batch)} and its formula gives {given}", "let its formula keep the batch, which is the first axis");
    }

    private static string Sentence(Exception e) => e.Message.TrimEnd('.');
}
