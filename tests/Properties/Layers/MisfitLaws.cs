// Every misfit by its whole sentence, and what refusing costs.
using System.Globalization;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class MisfitLaws
{
    // In a namespace below FunctionalConv the record behind it would stand in front.
    private static Layer Identity => FunctionalConv.Layers.Identity;

    private static readonly (Layer Layer, Shape Input, string Sentence)[] All =
    [
        (Conv(4, 3), 8, "it slides over 1 to 3 spatial axes after the channels; put it before Flatten, or reshape"),
        (Conv(4, 3), (1, 2, 3, 4, 5), "it slides over 1 to 3 spatial axes after the channels; reshape to [C, W], [C, H, W] or [C, D, H, W]"),
        (Conv(4, (3, 3)), (2, 9), "its window (3, 3) is made for 2-D data; give one number, or one per spatial axis"),
        (Conv(4, 3, stride: (1, 2, 1)), (2, 9), "its stride (1, 2, 1) is made for 3-D data; give one number, or one per spatial axis"),
        (Conv(4, 3, dilation: (1, 2)), (2, 9, 9, 9), "its dilation (1, 2) is made for 2-D data; give one number, or one per spatial axis"),
        (Conv(4, 3, padding: (1, 2)), (2, 9), "its padding (1, 2) is made for 2-D data; give one number, or one per spatial axis"),
        (Conv(4, 3, padding: Padding.Sides((1, 0), (0, 1))), (2, 9), "its padding names 2 axes and the data has 1; give one pair (before, after), or one per spatial axis"),
        (Conv(4, 3, padding: Causal), (2, 9, 9), "Causal padding of 2-D data must say which axis is time; name it, for example Causal.Along(0)"),
        (Conv(4, 3, padding: Causal.Along(1)), (2, 9), "Causal padding names axes {1} and the data has 1; name axes below 1"),
        (Conv(4, 4, padding: Same.Symmetric), (2, 9), "Same.Symmetric needs an odd span, and its dilated kernel spans 4 cells; use Same, which puts the odd cell after, or an odd kernel"),
        (Conv(4, 5), (2, 9, 4), "its window needs at least 5 columns; use a window of 4 or less, or pad; the least input that fits is [2, 5, 5]"),
        (Conv(4, 3, dilation: 2, padding: 1), (2, 2, 9, 9), "its window spans 5 cells and needs at least 3 planes; use a window of 2 or less, or pad; the least input that fits is [2, 3, 3, 3]"),
        (Conv(4, 3, groups: 2), (3, 9), "its 2 groups do not divide 3 channels; use a number of groups that divides the channels"),
        (Conv(4, 7, padding: Padding.By(3).Filled(Reflect)), (3, 3), "reflect padding of 3 needs more than 3 columns; pad less than 3, or fill with Replicate or Zeros; the least input that fits is [3, 4]"),
        (Conv(4, 7, padding: Padding.By(3).Filled(Circular)), (3, 2), "circular padding of 3 needs at least 3 columns; pad 2 or less, or fill with Zeros; the least input that fits is [3, 3]"),
        (MaxPool(3), (1, 2, 9), "its window needs at least 3 rows; use a window of 2 or less, or pad; the least input that fits is [1, 3, 3]"),
        (Dense(3), (2, 4), "it takes a vector [features]; put Flatten before it"),
        (BatchNorm(), Shape.Scalar, "it takes channels [C, …]; reshape first"),
        (Residual(Conv(4, 3)), (3, 9), "branch 1 gives [3, 9] and branch 2 gives [4, 7]; give Residual a shortcut that changes the shape alike, for example a 1×1 Conv with the same stride"),
        (Sum(Tanh, Conv(3, 3)), (3, 9), "branch 1 gives [3, 9] and branch 2 gives [3, 7]; make the branches end in one shape"),
        (Concat(Tanh, Conv(3, 3)), (3, 9), "branch 1 gives [3, 9] and branch 2 gives [3, 7]; pad the branches alike, or crop the larger one"),
        (Product(Tanh, GlobalAveragePool.Then(Dense(2))), (3, 9), "branch 1 gives [3, 9] and branch 2 gives [2]; make the branches end in one shape, or a gate in one number per channel, [3], or per cell, [1, …]"),
        (Product(Tanh, Conv(1, 3)), (3, 9), "branch 1 gives [3, 9] and branch 2 gives [1, 7]; make the branches end in one shape, or a gate in one number per channel, [3], or per cell, [1, …]"),
        (Skip(MaxPool(2)), (3, 9), "branch 1 gives [3, 9] and branch 2 gives [3, 4]; pad the branches alike, or crop the larger one"),
        (Layer.Of("half", s => s[0] % 2 == 0 ? s.With(0, s[0] / 2) : throw new ArgumentException("it halves the channels, so their number is even."), x => x), (3, 9), "it halves the channels, so their number is even; see the layer's own documentation"),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_layer_says_what_it_needs_and_what_to_do(int number)
    {
        var (layer, input, sentence) = All[number];
        Assert.Equal($"{layer} cannot take {input}: {sentence}.", Assert.Throws<MisfitException>(() => layer.On(input)).Message);
    }

    [Fact]
    public void LeNet_on_a_map_that_is_too_small_is_told_the_least_that_fits()
    {
        Layer lenet = Conv(6, 5, padding: Same).Then(Relu).Then(MaxPool(2)).Then(Conv(16, 5)).Then(Relu).Then(MaxPool(2))
            .Then(Flatten).Then(Dense(120)).Then(Relu).Then(Dense(84)).Then(Relu).Then(Dense(10));
        Assert.Equal(
            "layer 4, Conv(16, 5), cannot take [6, 4, 4]: its window needs at least 5 rows; use a window of 4 or less, or pad; the least input that fits is [1, 12, 12].",
            Assert.Throws<MisfitException>(() => lenet.On((1, 9, 9))).Message);
        Assert.Equal(Shape.Of(10), lenet.On((1, 12, 12)).Output);
        Assert.Throws<MisfitException>(() => lenet.On((1, 11, 12)));
    }

    [Fact]
    public void Misfits_that_do_not_depend_on_each_other_are_all_named_in_order_and_in_their_places()
    {
        Layer network = Conv(6, 9).Then(Skip(Conv(8, 3, groups: 4, padding: Same).Then(Relu))).Then(MaxPool((2, 2, 2))).Then(Conv(4, 3, padding: Causal)).Named("body").Then(Dense(3));
        Assert.Equal(
            """
            layer 1, layer 1, Conv(6, 9), cannot take [1, 5, 8]: its window needs at least 9 rows; use a window of 5 or less, or pad.
            layer 1, layer 2, branch 2, layer 1, Conv(8, 3, padding: Same, groups: 4), cannot take [6, ?, ?]: its 4 groups do not divide 6 channels; use a number of groups that divides the channels.
            layer 1, layer 3, MaxPool((2, 2, 2)), cannot take [14, ?, ?]: its window (2, 2, 2) is made for 3-D data; give one number, or one per spatial axis.
            layer 1, layer 4, Conv(4, 3, padding: Causal), cannot take [14, ?, ?]: Causal padding of 2-D data must say which axis is time; name it, for example Causal.Along(0).
            layer 2, Dense(3), cannot take [4, ?, ?]: it takes a vector [features]; put Flatten before it.
            """.ReplaceLineEndings(),
            Assert.Throws<MisfitException>(() => network.On((1, 5, 8))).Message);
    }

    [Fact]
    public void Refusing_a_network_whose_weights_would_be_a_gigabyte_allocates_less_than_a_megabyte()
    {
        Layer network = Flatten.Then(Dense(16384)).Then(Relu).Then(Conv(3, 3));
        _ = network.Check((1, 4, 4));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var refused = network.Check((1, 128, 128));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(refused.IsFail);
        Assert.True(allocated < 1_000_000, string.Create(CultureInfo.InvariantCulture, $"{allocated} bytes"));
        before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(16384, Flatten.Then(Dense(16384)).On((1, 128, 128)).Output[0]);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void Impossible_arguments_are_refused_when_a_layer_is_made()
    {
        static string Message(Func<object> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
        Assert.Equal("Conv needs at least 1 filter; it was given 0. (Parameter 'filters')", Message(() => Conv(0, 3)));
        Assert.Equal("Conv needs at least 1 group; it was given 0. (Parameter 'groups')", Message(() => Conv(4, 3, groups: 0)));
        Assert.Equal("Conv needs groups that divide its filters; 3 groups do not divide 4 filters. (Parameter 'groups')", Message(() => Conv(4, 3, groups: 3)));
        Assert.Equal("Conv needs a window of at least 1; it was given 0.", Message(() => Conv(4, 0)));
        Assert.Equal("Conv needs a stride of at least 1; it was given (1, -2).", Message(() => Conv(4, 3, stride: (1, -2))));
        Assert.Equal("Conv needs a dilation of at least 1; it was given 0.", Message(() => Conv(4, 3, dilation: 0)));
        Assert.Equal("MaxPool needs a window of at least 1; it was given (2, 0, 2).", Message(() => MaxPool((2, 0, 2), 1)));
        Assert.Equal("Dense needs at least 1 output; it was given 0. (Parameter 'outputs')", Message(() => Dense(0)));
        Assert.Equal("BatchNorm needs a momentum from 0 to 1; it was given 1.5. (Parameter 'momentum')", Message(() => BatchNorm(1.5)));
        Assert.Equal("BatchNorm needs a momentum from 0 to 1; it was given NaN. (Parameter 'momentum')", Message(() => BatchNorm(double.NaN)));
        Assert.Equal("BatchNorm needs an epsilon of at least 0; it was given -1. (Parameter 'epsilon')", Message(() => BatchNorm(epsilon: -1)));
        Assert.Equal("Dropout needs a rate from 0 to below 1; it was given 1. (Parameter 'rate')", Message(() => Dropout(1)));
        Assert.Equal("Concat needs at least one branch. (Parameter 'branches')", Message(() => Concat()));
        Assert.Equal("Sum needs at least one branch. (Parameter 'branches')", Message(() => Sum()));
        Assert.Equal("Product needs at least one branch. (Parameter 'branches')", Message(() => Product()));
        Assert.Equal("Repeat needs at least 0 times; it was given -1. (Parameter 'n')", Message(() => Relu.Repeat(-1)));
        Assert.Equal("A layer's name is one word without dots, slashes or blanks; it was given \"a b\". (Parameter 'name')", Message(() => Relu.Named("a b")));
        Assert.Equal("One fill serves all axes; fill the whole padding, as in Causal.Along(0).Filled(Circular). (Parameter 'others')", Message(() => Causal.Along(0, Same.Filled(Circular))));
        Assert.Equal("A network needs an input whose axes are all 1 or more; it was given [0, 3]. (Parameter 'input')", Message(() => Identity.On((0, 3))));
    }
}
