// Sentences are short: layers of many layers are called by name or kind, one of a thing is not said in the plural, and a share of nothing is not said at all.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class SentenceLaws
{
    private static Layer Block => Residual(Conv(8, 3, padding: Same).Then(BatchNorm()).Then(Relu).Repeat(4));

    private static string[] Said(Layer layer, Shape input) => layer.Check(input).Match(_ => [], misfits => misfits.Select(m => m.ToString()).ToArray());

    [Fact]
    public void A_layer_of_many_layers_is_called_by_its_kind_or_name()
    {
        const string Why = "cannot take [3, 9]: branch 1 gives [3, 9] and branch 2 gives [8, 9]; give Residual a shortcut that changes the shape alike, for example a 1×1 Conv with the same stride";
        Assert.Equal($"layer 2, Residual(…), {Why}.", Said(Tanh.Then(Block), (3, 9))[0]);
        Assert.Equal($"Residual(…) {Why}.", Said(Block, (3, 9))[0]);
        Assert.Equal($"layer 2, Residual(…), {Why}.", Said(Tanh.Then(Block.Named("stage")), (3, 9))[0]);
        Assert.Equal("layer 2, \"stage\", cannot take [8, 9]: its name \"stage\" is that of layer 1 too, and a name stands once in its scope; write .Shared(\"stage\") for one set of weights in both places, or give one of them another name.",
            Said(Block.Named("stage").Then(Block.Named("stage")), (8, 9))[0]);
    }

    [Fact]
    public void No_sentence_of_a_misfit_is_long_however_large_the_network_is()
    {
        Layer huge = Enumerable.Range(0, 12).Aggregate(Conv(3, 3).Then(Relu), (net, i) => Residual(net.Then(Conv(3, 3)).Then(Relu)));
        Assert.All(Said(huge, (3, 90)), sentence => Assert.InRange(sentence.Length, 1, 500));
        Assert.All(Said(Sum(huge, Conv(3, 3)).Named("whole").Then(huge.Named("whole")), (3, 90)), sentence => Assert.InRange(sentence.Length, 1, 500));
    }

    [Fact]
    public void One_is_not_said_in_the_plural()
    {
        Assert.Equal("reflect padding of 1 needs more than 1 row", BlurPool().Infer((3, 1, 4)).Misfits[0].Needs);
        Assert.Equal("no items (rows: the truth; columns: the guess)", Confusion.Of(Labels.Of(), Labels.Of(), 2).ToString().Split('\n')[^1]);
        Assert.DoesNotContain("NaN", Confusion.Of(Labels.Of(), Labels.Of(), 2).Picture().ToString(), StringComparison.Ordinal);
        Assert.EndsWith(", 1 number", Layer.Of("bias", s => s, (x, at) => x + at.Weight("w", 1, Initializer.Zeros).PerChannel(x.Shape)).Init((1, 4)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "rows", "0 rows")]
    [InlineData(1, "rows", "1 row")]
    [InlineData(2, "rows", "2 rows")]
    [InlineData(1, "axes", "1 axis")]
    [InlineData(1, "batches", "1 batch")]
    [InlineData(1, "branches", "1 branch")]
    [InlineData(1, "classes", "1 class")]
    [InlineData(1, "losses", "1 loss")]
    [InlineData(1, "guesses", "1 guess")]
    [InlineData(1, "poses", "1 pose")]
    [InlineData(1_234_567, "cells", "1,234,567 cells")]
    [InlineData(-1, "cells", "-1 cells")]
    public void Amounts_agree_with_their_nouns(long n, string plural, string said) => Assert.Equal(said, Amount.Of(n, plural));
}
