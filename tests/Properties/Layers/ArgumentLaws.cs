// Arguments far beyond any map, nulls, and layers of one's own that lack a part: each gets one sentence and no number wraps around.
using FunctionalConv.Graphs;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class ArgumentLaws
{
    public static TheoryData<Func<Layer>, string> Impossible => new()
    {
        { () => Conv(2, 2, stride: int.MaxValue), "Conv needs a stride of at most 1,000,000; it was given 2147483647." },
        { () => Conv(2, (3, 2_000_000)), "Conv needs a window of at most 1,000,000; it was given 2000000." },
        { () => Conv(2, 3, padding: int.MaxValue), "Padding needs amounts of at most 1,000,000; it was given 2147483647." },
        { () => Conv(2, 3, padding: Padding.Sides((int.MaxValue, 0))), "Padding needs amounts of at most 1,000,000; it was given (2147483647, 0)." },
        { () => Pad([(int.MinValue, 0)]), "Pad needs amounts of at most 1,000,000; it was given (-2147483648, 0)." },
        { () => Shift(int.MinValue), "Shift needs a number of cells of at least -1000000; it was given -2147483648." },
        { () => BlurPool(1_000_000_000), "BlurPool needs taps of at most 1,000; it was given 1000000000." },
        { () => Layer.Of("a.b", shape => shape, (Node x) => x), "A layer's name is one word without dots, slashes or blanks; it was given \"a.b\"." },
    };

    public static TheoryData<Layer, Shape, string> TooLarge => new()
    {
        {
            Relu.Then(Upsample(65536)), (3, 8, 9),
            "layer 2, ResizeBy(65536, Resampling.Nearest), cannot take [3, 8, 9]: its output is too large: The shape [3, 524288, 589824] has 927,712,935,936 elements; an array holds at most 2,147,483,591; use smaller numbers, or a smaller input."
        },
        { AdaptiveMaxPool(int.MaxValue), (3, 16), "AdaptiveMaxPool(2147483647) cannot take [3, 16]: its output is too large: The shape [3, 2147483647] has 6,442,450,941 elements; an array holds at most 2,147,483,591; use smaller numbers, or a smaller input." },
        { Concat(Relu), Shape.Scalar, "Concat(Relu) cannot take []: it puts channels side by side, and a branch gives a single number; reshape to [1]." },
        { Layer.Of("last", shape => shape[3], (Node x) => x), (2, 4), "Layer.Of(\"last\", …) cannot take [2, 4]: The shape [2, 4] has no axis 3; its axes are 0 to 1; see the layer's own documentation." },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Numbers_far_beyond_any_map_are_refused_when_a_layer_is_made(Func<Layer> make, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(TooLarge))]
    public void An_output_beyond_an_array_is_a_misfit_of_its_layer(Layer layer, Shape input, string message)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Assert.Equal(message, layer.Check(input).Match(_ => "fits", misfits => string.Join(" | ", misfits)));
    }

    [Fact]
    public void The_sizes_that_a_wide_stride_can_undo_are_said_as_a_range() => Assert.Equal(
        "ConvTransposed(2, 3, stride: 100, size: 900) cannot take [1, 4]: no transposed convolution with this window gives 900 cells from 4; ask for one of 100 sizes from 303 to 402.",
        ConvTransposed(2, 3, stride: 100, size: 900).Check((1, 4)).Match(_ => "fits", misfits => string.Join(" | ", misfits)));

    [Fact]
    public void A_layer_of_ones_own_needs_all_its_parts()
    {
        Assert.Throws<ArgumentNullException>("name", () => Layer.Of(null!, shape => shape, (Node x) => x));
        Assert.Throws<ArgumentNullException>("shape", () => Layer.Of("a", null!, (Node x) => x));
        Assert.Throws<ArgumentNullException>("forward", () => Layer.Of("a", shape => shape, (Func<Node, Node>)null!));
        Assert.Throws<ArgumentNullException>("operation", () => Layer.Of("a", shape => shape, (IOperation)null!));
        Assert.Throws<ArgumentNullException>("pullback", () => Layer.Of("a", shape => shape, (Tensor<double> x) => x, null!));
    }

    [Fact]
    public void Freezing_does_not_rename_weights() => Assert.Equal(
        Pointwise(2).Named("stem").On((2, 4)).Weights.Select(w => w.Name),
        Pointwise(2).Named("stem").Frozen().On((2, 4)).Weights.Select(w => w.Name));
}
