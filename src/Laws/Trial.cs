// Trial: one case of a law: the layer, the shape of an item, how many items, and the seed of weights, data and masks.
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv;

/// <summary>One case of a law; it prints what is needed to see it again.</summary>
internal sealed record Trial(Layer Layer, Shape Shape, int Batch, int Seed)
{
    public override string ToString() => $"{Layer} on {Batch} {(Batch == 1 ? "item" : "items")} of {Shape}, weights and data from seed {Seed}";

    public Shape Items => Shape.Under(Batch);

    /// <summary>Normal numbers, another draw for every purpose.</summary>
    public Tensor<double> Draw(Shape shape, int purpose) => Tensor.Normal<double>(shape, (Seed * 31) + purpose);

    public static Arbitrary<Trial> Of(Layer layer, Inputs inputs) => Arb.From(
        from shape in inputs.Generator
        from batch in Gen.Choose(1, 3)
        from seed in Gen.Choose(0, 1 << 24)
        select new Trial(layer, shape, batch, seed),
        trial => Smaller(inputs, trial));

    /// <summary>A property over trials: the law names what differs, or null.</summary>
    public static Property ForAll(Layer layer, Inputs inputs, Func<Trial, string?> law) => Prop.ForAll(Of(layer, inputs), trial => Verdict(trial, law));

    /// <summary>The label of a broken law: what differs, and the whole case below it, because a runner may print arguments of its own before it. What a layer throws is told likewise.</summary>
    private static Property Verdict(Trial trial, Func<Trial, string?> law)
    {
        string? trouble;
        try
        {
            trouble = law(trial);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            throw new LawException($"{trial}: {thrown.GetType().Name}: {thrown.Message}", thrown);
        }
        return (trouble is null).Label(trouble is null ? "holds" : $"{trouble}\n  the case: {trial}");
    }

    public static Property Verdict(string? trouble) => (trouble is null).Label(trouble ?? "holds");

    private static IEnumerable<Trial> Smaller(Inputs inputs, Trial trial)
    {
        foreach (Shape shape in inputs.Smaller(trial.Shape)) yield return trial with { Shape = shape };
        foreach (int batch in Shrinkers.Below(trial.Batch, 1)) yield return trial with { Batch = batch };
        foreach (int seed in Shrinkers.Below(trial.Seed, 0)) yield return trial with { Seed = seed };
    }
}

/// <summary>A layer threw where a law tried it; the message names the layer and the case.</summary>
internal sealed class LawException(string message, Exception inner) : Exception(message, inner);
