// What is allowed and seldom meant is said, and nothing that is meant is called wrong.
using static FunctionalConv.Layers;
using static FunctionalConv.Losses;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Layers;

public class HintLaws
{
    private const string Hint = "if 64 is a batch, leave it out: shapes are those of one item, and [1, 28, 28] fits";

    private static string Said(Layer layer, Shape input) => layer.Check(input).Match(network => $"{network.Output}", misfits => string.Join(" | ", misfits));

    [Fact]
    public void A_batch_where_an_item_is_meant_is_told_so()
    {
        Assert.Equal($"layer 1, Conv(6, 5), cannot take [64, 1, 28, 28]: its window needs at least 5 planes; use a window of 1 or less, or pad; the least input that fits is [64, 5, 5, 5]; {Hint}.",
            Said(Conv(6, 5).Then(Flatten).Then(Dense(10)), Shape.Of(64, 1, 28, 28)));
        Assert.EndsWith($"{Hint}.", Said(Conv(6, (5, 5)), Shape.Of(64, 1, 28, 28)), StringComparison.Ordinal);
        Assert.Contains("if 8 is a batch, leave it out: shapes are those of one item, and [3, 32, 32] fits.", Said(Conv(6, (5, 5)).Then(MaxPool((2, 2))), (8, 3, 32, 32)), StringComparison.Ordinal);
        Assert.EndsWith("if 8 is a batch, leave it out: shapes are those of one item, and [1, 9, 9, 9] fits.", Said(Conv(6, 5), (8, 1, 9, 9, 9)), StringComparison.Ordinal);
    }

    [Fact]
    public void Volumes_and_what_fits_neither_way_are_not_suspected()
    {
        Assert.DoesNotContain("batch", Said(Conv(6, 5), (2, 8, 3, 9)), StringComparison.Ordinal);
        Assert.DoesNotContain("batch", Said(Conv(6, 5), (64, 1, 4, 4)), StringComparison.Ordinal);
        Assert.DoesNotContain("batch", Said(Conv(6, 3).Then(Conv(4, 3)), (1, 3, 9, 9)) is var said && said.Contains("if 1 ", StringComparison.Ordinal) ? "" : said, StringComparison.Ordinal);
        Assert.Empty(Conv(6, 3, padding: Same).On((1, 8, 9, 9)).Summary.Notes);
        Assert.Empty(Conv(6, 3, padding: Same).On((4, 3, 9, 9)).Summary.Notes);
        Assert.Empty(Conv(6, 3, padding: Same).On((3, 9, 9)).Summary.Notes);
    }

    [Fact]
    public void A_volume_one_plane_deep_is_noted_in_the_summary()
    {
        Summary summary = Conv(6, 3, padding: Same).Then(Relu).Summary((64, 1, 28, 28));
        Assert.Equal("the input [64, 1, 28, 28] is read as 64 channels of volumes that are 1 plane deep; shapes are without the batch.", Assert.Single(summary.Notes));
        Assert.Contains($"\nnote: {summary.Notes[0]}", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_of_scores_after_probabilities_is_noted_and_trains_all_the_same()
    {
        var (train, _) = Digits.Draw(train: 64, test: 10, seed: 3);
        Layer scores = Flatten.Then(Dense(10));
        Training<float> Fit(Layer layer, Loss? loss = null) => layer.Init(train.Item).Fit(train, null, Adam(), 1, loss: loss);
        string note = "the network ends in Softmax(), and CrossEntropy applies a softmax to scores: the second flattens the first, and learning is slow; take the last layer away.";
        Training<float> twice = Fit(scores.Then(Softmax().Named("p").Frozen()));
        Assert.Equal(note, Assert.Single(twice.Notes));
        Assert.EndsWith($"\nnote: {note}", twice.ToString(), StringComparison.Ordinal);
        Assert.Single(twice);
        Assert.Empty(Fit(scores).Notes);
        Assert.Empty(Fit(scores.Then(LogSoftmax())).Notes);
        Assert.Empty(Fit(scores.Then(LogSoftmax()), NegativeLogLikelihood).Notes);
        Assert.Empty(Fit(Residual(scores.Then(Softmax()), scores)).Notes);
    }

    [Fact]
    public void Sigmoids_twice_are_noted()
    {
        DataSet numbers = DataSet.Of("pairs", Tensor.Normal<float>((8, 3), 1), Tensor.Filled((8, 2), 0.5f));
        Layer sigmoids = Dense(2).Then(Sigmoid);
        Notes(["the network ends in Sigmoid, and BinaryCrossEntropyWithLogits applies a sigmoid to scores: the second flattens the first, and learning is slow; take the last layer away, or use BinaryCrossEntropy."], BinaryCrossEntropyWithLogits);
        Notes([], BinaryCrossEntropy);
        Notes([], MeanSquared);

        void Notes(string[] expected, Loss loss) => Assert.Equal(expected, sigmoids.Init(3).Fit(numbers, null, Adam(), 1, loss: loss).Notes);
    }
}
