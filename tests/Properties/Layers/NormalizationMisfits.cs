// What normalizations refuse, word by word.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class NormalizationMisfits
{
    [Fact]
    public void Groups_divide_the_channels() => Assert.Equal(
        "GroupNorm(4) cannot take [6, 5, 5]: its 4 groups do not divide 6 channels; use a number of groups that divides the channels.",
        Misfits.Of(GroupNorm(4), (6, 5, 5)));

    [Fact]
    public void Batch_norm_needs_more_than_one_value_per_channel_in_training() => Assert.Equal(
        "layer 1, BatchNorm(), cannot take [3, 1, 1]: in training it needs more than one value per channel; train with a batch of 2 or more, or on larger maps.",
        Assert.Throws<MisfitException>(() => BatchNorm().On((3, 1, 1)).Graph(1, training: true)).Message);

    [Fact]
    public void Group_norm_needs_more_than_one_value_per_group_in_training() => Assert.Equal(
        "layer 1, GroupNorm(3), cannot take [3, 1]: in training it needs more than one value per group; use fewer groups, train with a batch of 2 or more, or on larger maps.",
        Assert.Throws<MisfitException>(() => GroupNorm(3).On((3, 1)).Graph(1, training: true)).Message);

    [Fact]
    public void Instance_norm_needs_more_than_one_cell_per_channel() => Assert.Equal(
        "InstanceNorm() cannot take [3, 1, 1]: it needs more than one cell per channel; put it before the maps shrink to one cell, or use BatchNorm or GroupNorm.",
        Misfits.Of(InstanceNorm(), (3, 1, 1)));

    [Fact]
    public void Instance_norm_with_running_statistics_needs_them_only_in_training()
    {
        Network network = InstanceNorm(running: true).On((3, 1));
        Assert.Equal((3, 1), network.Output);
        Assert.Equal(
            "layer 1, InstanceNorm(running: true), cannot take [3, 1]: in training it needs more than one cell per channel; put it before the maps shrink to one cell, or use BatchNorm or GroupNorm.",
            Assert.Throws<MisfitException>(() => network.Graph(4, training: true)).Message);
    }

    [Fact]
    public void Layer_norm_normalizes_axes_that_are_there() => Assert.Equal(
        "LayerNorm(axes: 3) cannot take [4, 5]: it normalizes the last 3 axes and the input has 2; normalize fewer axes, or leave their number out for all.",
        Misfits.Of(LayerNorm(3), (4, 5)));

    [Fact]
    public void Impossible_numbers_throw_when_the_layer_is_made()
    {
        Assert.StartsWith("GroupNorm needs at least 1 group; it was given 0.", Assert.Throws<ArgumentException>(() => GroupNorm(0)).Message, StringComparison.Ordinal);
        Assert.StartsWith("LayerNorm needs at least 1 axis; it was given 0.", Assert.Throws<ArgumentException>(() => LayerNorm(0)).Message, StringComparison.Ordinal);
        Assert.StartsWith("BatchNorm needs a momentum from 0 to 1; it was given 2.", Assert.Throws<ArgumentException>(() => BatchNorm(2)).Message, StringComparison.Ordinal);
        Assert.StartsWith("InstanceNorm needs an epsilon of at least 0; it was given -1.", Assert.Throws<ArgumentException>(() => InstanceNorm(-1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("LocalResponseNorm needs a size of at least 1; it was given 0.", Assert.Throws<ArgumentException>(() => LocalResponseNorm(0)).Message, StringComparison.Ordinal);
    }
}

internal static class Misfits
{
    /// <summary>The only misfit of a layer on items of a shape, as a sentence.</summary>
    public static string Of(Layer layer, Shape input) => Assert.Single(layer.Infer(input).Misfits).ToString();
}
