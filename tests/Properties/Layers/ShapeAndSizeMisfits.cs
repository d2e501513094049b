// What the layers of shape and size refuse, word by word.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class ShapeAndSizeMisfits
{
    public static TheoryData<Layer, Shape, string> Sentences => new()
    {
        { Pad(3, Reflect), (1, 3), "Pad(3, Reflect) cannot take [1, 3]: reflect padding of 3 needs more than 3 columns; pad less than 3, or fill with Replicate or Zeros." },
        { Pad((1, 4), Circular), (1, 5, 3), "Pad((1, 4), Circular) cannot take [1, 5, 3]: circular padding of 4 needs at least 4 columns; pad 3 or less, or fill with Zeros." },
        { Pad((1, 1)), (1, 5), "Pad((1, 1)) cannot take [1, 5]: its padding names 2 axes and the data has 1; give one pair (before, after), or one per spatial axis." },
        { Pad(1), 7, "Pad(1) cannot take [7]: it works along 1 to 3 spatial axes after the channels; put it before Flatten, or reshape." },
        { Crop(Padding.Sides((2, 1))), (1, 9, 3), "Crop(Padding.Sides((2, 1))) cannot take [1, 9, 3]: cropping 3 columns leaves none of 3; crop 2 or less in all." },
        { Pad([(-2, 3)], Reflect), (1, 4), "Pad([(-2, 3)], Reflect) cannot take [1, 4]: reflect padding of 3 needs more than 3 columns; pad less than 2, or fill with Replicate or Zeros." },
        { Shift((1, 2)), (1, 5), "Shift((1, 2)) cannot take [1, 5]: its shift (1, 2) is made for 2-D data; give one number, or one per spatial axis." },
        { Shift(-5, Reflect), (1, 5), "Shift(-5, Reflect) cannot take [1, 5]: a shift of 5 with a reflect fill needs more than 5 columns; shift by less than 5, or fill with Circular, Replicate or Zeros." },
        { ResizeBy(0.3), (1, 3), "ResizeBy(0.3) cannot take [1, 3]: a scale of 0.3 leaves nothing of 3 columns; scale by 1/3 or more, or use ResizeTo." },
        { ResizeTo((2, 3)), (1, 5), "ResizeTo((2, 3)) cannot take [1, 5]: its size (2, 3) is made for 2-D data; give one number, or one per spatial axis." },
        { PixelShuffle(2), (6, 5, 5), "PixelShuffle(2) cannot take [6, 5, 5]: its blocks need a number of channels that 4 divides; use 8 channels or 4, or another block." },
        { PixelUnshuffle(3), (1, 6, 7), "PixelUnshuffle(3) cannot take [1, 6, 7]: its blocks need a number of columns that 3 divides; use 9 columns or 6, or another block." },
        { ChannelShuffle(4), (6, 5), "ChannelShuffle(4) cannot take [6, 5]: its 4 groups do not divide 6 channels; use a number of groups that divides the channels." },
        { Reshape((4, -1)), (3, 3), "Reshape((4, -1)) cannot take [3, 3]: its 9 numbers are no multiple of 4; name axes whose product divides them." },
        { Reshape((4, 2)), (3, 3), "Reshape((4, 2)) cannot take [3, 3]: its 9 numbers are not 8; give a shape of 9 numbers, or leave one axis as -1." },
        { Permute(1, 0), (3, 3, 3), "Permute(1, 0) cannot take [3, 3, 3]: it orders 2 axes and the input has 3; name every axis of an item once, without the batch." },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_misfit_says_what_is_lacking_and_what_to_do(Layer layer, Shape input, string sentence) => Assert.Equal(sentence, Misfits.Of(layer, input));

    [Fact]
    public void Impossible_numbers_throw_when_the_layer_is_made()
    {
        foreach (var (make, message) in new (Func<Layer>, string)[]
        {
            (() => Pad(Same), "Pad needs amounts; Same depends on a window: give it to the layer that has the window."),
            (() => Crop(Padding.By(1).Filled(Reflect)), "Crop adds no cells, so it takes no fill; it was given Padding.By(1).Filled(Reflect)."),
            (() => Pad([]), "Pad takes one pair (before, after) per spatial axis, 1 to 3 of them; it was given 0."),
            (() => ResizeTo(0), "ResizeTo needs sizes of at least 1; it was given 0."),
            (() => ResizeBy((1, 0)), "ResizeBy needs a finite scale above 0; it was given (1, 0)."),
            (() => ResizeBy(double.NaN), "ResizeBy needs a finite scale above 0; it was given NaN."),
            (() => ResizeTo(4, Resampling.Nearest, alignCorners: true), "ResizeTo aligns corners in the modes Linear and Cubic; Nearest has none to align."),
            (() => Upsample(0), "Upsample needs factors of at least 1; it was given 0."),
            (() => PixelShuffle(0), "PixelShuffle needs factors of at least 1; it was given 0."),
            (() => ChannelShuffle(0), "ChannelShuffle needs at least 1 group; it was given 0."),
            (() => Reshape((-1, -1)), "Reshape needs axes of 1 or more, at most one of them unknown; it was given [?, ?]."),
            (() => Permute(0, 2), "An order of 2 axes names each of 0 to 1 once; it was given (0, 2)."),
        })
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => _ = make()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cure_names_the_least_input_that_fits_where_a_larger_one_does()
    {
        Assert.Equal("layer 1, Pad(3, Reflect), cannot take [1, 3, 3]: reflect padding of 3 needs more than 3 rows; pad less than 3, or fill with Replicate or Zeros; the least input that fits is [1, 4, 4].",
            Assert.Throws<MisfitException>(() => Pad(3, Reflect).Then(Crop(1)).On((1, 3, 3))).Message);
        Assert.Equal("layer 1, ChannelShuffle(4), cannot take [6, 5, 5, 5]: its 4 groups do not divide 6 channels; use a number of groups that divides the channels.",
            Assert.Throws<MisfitException>(() => ChannelShuffle(4).Then(Crop(1)).On((6, 5, 5, 5))).Message);
    }

    [Fact]
    public void What_is_still_known_goes_on()
    {
        Assert.Equal(Shape.Of(8, Shape.Unknown, 3), Pad([(-4, 0), (0, 0)]).Infer((8, 4, 3)).Shape);
        Assert.Equal(Shape.Of(8, 5, 5), ResizeTo(5).Infer(Shape.Of(8, Shape.Unknown, 3)).Shape);
        Assert.Equal(Shape.Of(Shape.Unknown, 10, 6), PixelShuffle(2).Infer((6, 5, 3)).Shape);
        Assert.Equal(Shape.Of(4, Shape.Unknown), Reshape((4, -1)).Infer(Shape.Of(Shape.Unknown, 3)).Shape);
    }
}
