// What convolutions refuse, as whole sentences: what is missing, and what to do.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Convolution;

public class ConvMisfits
{
    private static string Refusal(Layer layer, Shape input) => Assert.Single(layer.Infer(input).Misfits).ToString();

    private static string Thrown(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;

    [Fact]
    public void Groups_that_do_not_divide_the_channels()
    {
        Assert.Equal(
            "Conv(6, 3, groups: 3) cannot take [4, 8, 8]: its 3 groups do not divide 4 channels; use a number of groups that divides the channels.",
            Refusal(Conv(6, 3, groups: 3), (4, 8, 8)));
        Assert.Equal(
            "ConvTransposed(6, 3, groups: 3) cannot take [4, 8, 8]: its 3 groups do not divide 4 channels; use a number of groups that divides the channels.",
            Refusal(ConvTransposed(6, 3, groups: 3), (4, 8, 8)));
    }

    [Fact]
    public void A_reflect_padding_as_wide_as_the_map()
    {
        Assert.Equal(
            "Conv(1, 3, padding: Padding.By(4).Filled(Reflect)) cannot take [1, 6, 4]: reflect padding of 4 needs more than 4 columns; pad less than 4, or fill with Replicate or Zeros.",

            Refusal(Conv(1, 3, padding: Padding.By(4).Filled(Reflect)), (1, 6, 4)));
        Assert.Equal(
            "Conv(1, 3, padding: Padding.By(5).Filled(Circular)) cannot take [1, 4]: circular padding of 5 needs at least 5 columns; pad 4 or less, or fill with Zeros.",

            Refusal(Conv(1, 3, padding: Padding.By(5).Filled(Circular)), (1, 4)));
        Assert.Empty(Conv(1, 3, padding: Padding.By(3).Filled(Reflect)).Infer((1, 6, 4)).Misfits);
        Assert.Empty(Conv(1, 3, padding: Padding.By(4).Filled(Circular)).Infer((1, 4)).Misfits);
    }

    [Fact]
    public void A_window_that_fits_nowhere()
    {
        Assert.Equal("Conv(1, 5) cannot take [1, 4, 9]: its window needs at least 5 rows; use a window of 4 or less, or pad.", Refusal(Conv(1, 5), (1, 4, 9)));
        Assert.Equal(
            "Conv(1, 3, dilation: 3) cannot take [1, 2, 5, 9]: its window spans 7 cells and needs at least 7 planes; use a window of 1 or less, or pad.",
            Refusal(Conv(1, 3, dilation: 3), (1, 2, 5, 9)));
        Assert.Equal("[1, ?, 5]", Conv(1, 5).Infer((1, 4, 9)).Shape.ToString());
        Assert.Equal(
            "Conv(1, 3) cannot take [10]: it slides over 1 to 3 spatial axes after the channels; put it before Flatten, or reshape.",
            Refusal(Conv(1, 3), 10));
        Assert.Equal(
            "Conv(1, (3, 3)) cannot take [1, 9]: its window (3, 3) is made for 2-D data; give one number, or one per spatial axis.",
            Refusal(Conv(1, (3, 3)), (1, 9)));
    }

    [Fact]
    public void The_least_input_that_fits_is_in_the_cure()
    {
        MisfitException misfit = Assert.Throws<MisfitException>(() => Conv(4, 5).Then(Conv(4, 3, 2)).On((1, 6, 6)));
        Assert.Equal(
            "layer 2, Conv(4, 3, stride: 2), cannot take [4, 2, 2]: its window needs at least 3 rows; use a window of 2 or less, or pad; the least input that fits is [1, 7, 7].",
            misfit.Message);
    }

    [Fact]
    public void A_wanted_output_size_that_no_transposed_convolution_gives()
    {
        Assert.Equal(
            "ConvTransposed(1, 3, stride: 2, padding: 1, size: 8) cannot take [1, 3]: no transposed convolution with this window gives 8 cells from 3; ask for 5 or 6.",

            Refusal(ConvTransposed(1, 3, 2, 1, size: 8), (1, 3)));
        Assert.Equal(
            "ConvTransposed(1, 3, stride: 3, padding: Same, size: (7, 5)) cannot take [1, 3, 3]: no transposed convolution with this window gives 5 cells from 3; ask for 7 or 8 or 9.",

            Refusal(ConvTransposed(1, 3, 3, Same, size: (7, 5)), (1, 3, 3)));
        Assert.Equal(
            "ConvTransposed(1, 1, padding: 2) cannot take [1, 3]: its convolution takes no map to 3 cells; pad less, or use a larger window.",
            Refusal(ConvTransposed(1, 1, padding: 2), (1, 3)));
        foreach (int size in new[] { 5, 6 }) Assert.Equal<Shape>((1, size), ConvTransposed(1, 3, 2, 1, size: size).On((1, 3)).Output);
    }

    [Fact]
    public void Causal_padding_that_does_not_say_which_axis_is_time()
    {
        Assert.Equal(
            "Conv(1, 3, padding: Causal) cannot take [1, 8, 8]: Causal padding of 2-D data must say which axis is time; name it, for example Causal.Along(0).",
            Refusal(Conv(1, 3, padding: Causal), (1, 8, 8)));
        Assert.Empty(Conv(1, 3, padding: Causal).Infer((1, 8)).Misfits);
        Assert.Equal<Shape>((1, 8, 6), Conv(1, 3, padding: Causal.Along(0)).On((1, 8, 8)).Output);
    }

    [Fact]
    public void An_even_kernel_under_symmetric_same() => Assert.Equal(
        "Conv(1, 4, padding: Same.Symmetric) cannot take [1, 8]: Same.Symmetric needs an odd span, and its dilated kernel spans 4 cells; use Same, which puts the odd cell after, or an odd kernel.",
        Refusal(Conv(1, 4, padding: Same.Symmetric), (1, 8)));

    [Fact]
    public void Impossible_arguments_throw_at_construction()
    {
        Assert.Equal("Conv needs at least 1 filter; it was given 0. (Parameter 'filters')", Thrown(() => Conv(0, 3)));
        Assert.Equal("Conv needs a window of at least 1; it was given (3, 0).", Thrown(() => Conv(1, (3, 0))));
        Assert.Equal("Conv needs a stride of at least 1; it was given 0.", Thrown(() => Conv(1, 3, 0)));
        Assert.Equal("Conv needs a dilation of at least 1; it was given -1.", Thrown(() => Conv(1, 3, dilation: -1)));
        Assert.Equal("Conv needs groups that divide its filters; 2 groups do not divide 3 filters. (Parameter 'groups')", Thrown(() => Conv(3, 3, groups: 2)));
        Assert.Equal("Padding needs amounts of at least 0; it was given -1.", Thrown(() => Padding.By(-1)));
        Assert.Equal(
            "ConvTransposed takes a size or an outputPadding, not both. (Parameter 'outputPadding')",
            Thrown(() => ConvTransposed(1, 3, size: 5, outputPadding: 1)));
    }
}
