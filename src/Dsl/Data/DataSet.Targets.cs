// What items are to give when it is no class: numbers, [N, …], for regression, for probabilities of classes, and for networks that give back their input.
using System.Numerics;
using System.Numerics.Tensors;

namespace FunctionalConv;

public sealed partial class DataSet
{
    /// <summary>The numbers that every item is to give, [N, …]; null when items have labels.</summary>
    public Tensor<float>? Targets { get; private init; }

    /// <summary>A set of items with the numbers that they are to give: train with a loss of numbers, as <c>MeanSquared</c>.</summary>
    /// <param name="name">What the set is, for people.</param>
    /// <param name="items">The items, [N, …item].</param>
    /// <param name="targets">What a network is to give for each, [N, …]; the items themselves for an autoencoder.</param>
    /// <exception cref="ArgumentException">There are not as many targets as items.</exception>
    public static DataSet Of(string name, Tensor<float> items, Tensor<float> targets)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(targets);
        Batched(name, items);
        if (targets.Shape.Rank == 0 || targets.Shape[0] != items.Shape[0])
            throw new ArgumentException($"{name} needs targets for every item, [{items.Shape[0]}, …]; it was given {Amount.Of(items.Shape[0], "items")} and targets {targets.Shape}.", nameof(targets));
        return new(name, items.Shape.Tail, items.Array, null, 0, null) { Targets = targets };
    }

    /// <summary>The shape of what one item is to give; of labels, that of its labels.</summary>
    internal Shape Target => (Targets?.Shape ?? Labels.Shape).Tail;

    /// <summary>Copies what items are to give, in the order given.</summary>
    internal void CopyTargets<T>(ReadOnlySpan<int> items, Span<T> into)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = Target.Count;
        for (int k = 0; k < items.Length; k++) TensorPrimitives.ConvertTruncating(Targets!.Values.Slice(items[k] * size, size), into.Slice(k * size, size));
    }

    private static void Batched(string name, Tensor<float> images)
    {
        if (images.Shape.Rank == 0) throw new ArgumentException($"{name} needs images with a batch axis in front; a tensor without axes was given.", nameof(images));
    }
}
