// Hints: what is allowed and seldom meant. They stand in misfits, summaries and trainings as further sentences, and refuse nothing.
//   a batch given where an item is meant          [64, 1, 28, 28] is read as 64 channels of volumes
//   probabilities given to a loss of scores       softmax twice, sigmoid twice
namespace FunctionalConv;

internal static class Hints
{
    /// <summary>Further words for the cure where the shape looks like a batch: the axis after the first looks like channels, and without the first the layer fits.</summary>
    public static string? Batch(Layer layer, Shape input) =>
        LooksLikeBatch(input) && LeastInput.Fits(layer, input.Tail) ? $"if {input[0]} is a batch, leave it out: shapes are those of one item, and {input.Tail} fits" : null;

    /// <summary>What a network's summary says of its input: a volume that is one cell deep, or none.</summary>
    public static IEnumerable<string> OfInput(Network network)
    {
        Shape input = network.Input;
        if (input.Rank == 4 && input[1] == 1 && input[2] > 1 && input[3] > 1 && LeastInput.Fits(network.Layer, input.Tail))
            yield return $"the input {input} is read as {Amount.Of(input[0], "channels")} of volumes that are 1 plane deep; shapes are without the batch.";
    }

    /// <summary>What a training says of a loss that makes probabilities of what is probabilities already.</summary>
    public static IEnumerable<string> OfLoss(Layer layer, Loss loss)
    {
        if (layer.Final is Soft { Name: "Softmax" } soft && loss is (CrossEntropyLoss or SoftCrossEntropyLoss or DiceLoss { Labels: true }))
            yield return $"the network ends in {soft}, and {loss} applies a softmax to scores: the second flattens the first, and learning is slow; take the last layer away.";
        if (loss is LogitLoss && layer.Final == Layers.Sigmoid)
            yield return $"the network ends in Sigmoid, and {loss} applies a sigmoid to scores: the second flattens the first, and learning is slow; take the last layer away, or use BinaryCrossEntropy.";
    }

    private static bool LooksLikeBatch(Shape input) => input.Rank is >= 3 and <= 5 && input[1] is 1 or 3 or 4;
}
