// What poolings print and refuse, whole.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class PoolingTexts
{
    public static TheoryData<Layer, string> Texts => new()
    {
        { MaxPool(2), "MaxPool(2)" },
        { MaxPool(3, 2, 1, 2, true), "MaxPool(3, stride: 2, padding: 1, dilation: 2, ceil: true)" },
        { MaxPool((3, 2), ceil: true), "MaxPool((3, 2), ceil: true)" },
        { MaxPool(3, 1, Same.Filled(Reflect)), "MaxPool(3, stride: 1, padding: Same.Filled(Reflect))" },
        { MaxPool(2).Unpooling(Conv(4, 3, padding: Same).Then(Relu)), "MaxPool(2).Unpooling(Conv(4, 3, padding: Same).Then(Relu))" },
        { AveragePool(2), "AveragePool(2)" },
        { AveragePool(3, 2, 1, true, false), "AveragePool(3, stride: 2, padding: 1, ceil: true, countPadding: false)" },
        { AveragePool(3, padding: Same, divisor: 7), "AveragePool(3, padding: Same, divisor: 7)" },
        { LpPool(2.5, 3, ceil: true), "LpPool(2.5, 3, ceil: true)" },
        { GlobalMaxPool, "GlobalMaxPool" },
        { GlobalAveragePool, "GlobalAveragePool" },
        { AdaptiveMaxPool(4), "AdaptiveMaxPool(4)" },
        { AdaptiveAveragePool((4, 5)), "AdaptiveAveragePool((4, 5))" },
        { BlurPool(), "BlurPool()" },
        { BlurPool(5, 3), "BlurPool(5, stride: 3)" },
        { BlurPool(stride: (1, 2), padding: Same), "BlurPool(stride: (1, 2), padding: Same)" },
        { Unfold(3), "Unfold(3)" },
        { Unfold(3, padding: Same.Filled(Circular), dilation: 2), "Unfold(3, padding: Same.Filled(Circular), dilation: 2)" },
        { Fold((5, 6), 3, 2, 1), "Fold((5, 6), 3, stride: 2, padding: 1)" },
    };

    public static TheoryData<Layer, Shape, string> Misfits => new()
    {
        { MaxPool(4), (16, 3, 3), "MaxPool(4) cannot take [16, 3, 3]: its window needs at least 4 rows; use a window of 3 or less, or pad." },
        { AveragePool(2), 8, "AveragePool(2) cannot take [8]: it slides over 1 to 3 spatial axes after the channels; put it before Flatten, or reshape." },
        { LpPool(2, (2, 3)), (1, 9), "LpPool(2, (2, 3)) cannot take [1, 9]: its window (2, 3) is made for 2-D data; give one number, or one per spatial axis." },
        { MaxPool(3, padding: Padding.By(2).Filled(Reflect)), (1, 2), "MaxPool(3, padding: Padding.By(2).Filled(Reflect)) cannot take [1, 2]: reflect padding of 2 needs more than 2 columns; pad less than 2, or fill with Replicate or Zeros." },
        { GlobalMaxPool, 8, "GlobalMaxPool cannot take [8]: it takes maps [C, …] of 1 to 3 spatial axes; put it before Flatten, or reshape." },
        { AdaptiveAveragePool((2, 2)), (3, 8), "AdaptiveAveragePool((2, 2)) cannot take [3, 8]: its size (2, 2) is made for 2-D data; give one number, or one per spatial axis." },
        { BlurPool(), (3, 1, 4), "BlurPool() cannot take [3, 1, 4]: reflect padding of 1 needs more than 1 row; pad less than 1, or fill with Replicate or Zeros." },
        { MaxPool(2).Unpooling(Conv(8, 3)), (4, 8, 8), "MaxPool(2).Unpooling(Conv(8, 3)) cannot take [4, 8, 8]: its body makes [8, 2, 2] of the pooled [4, 4, 4]; end the body in [4, 4, 4], whose positions are remembered." },
        { MaxPool(4).Unpooling(Relu), (4, 3), "pooling, MaxPool(4), cannot take [4, 3]: its window needs at least 4 columns; use a window of 3 or less, or pad." },
        { Unfold(3, padding: Causal), (4, 8, 8), "Unfold(3, padding: Causal) cannot take [4, 8, 8]: Causal padding of 2-D data must say which axis is time; name it, for example Causal.Along(0)." },
        { Fold((5, 6), (2, 3)), (13, 16), "Fold((5, 6), (2, 3)) cannot take [13, 16]: its windows have 6 taps, which do not divide 13 rows; give C · 6 rows." },
        { Fold((5, 6), (2, 3)), (12, 15), "Fold((5, 6), (2, 3)) cannot take [12, 15]: its windows over (5, 6) have 16 stops, and there are 15 columns; give 16 columns, or another size or stride." },
        { Fold(7, 3), (3, 5, 5), "Fold(7, 3) cannot take [3, 5, 5]: it takes columns [C · 3, 5]; reshape to rows and columns, or put Unfold before it." },
    };

    public static TheoryData<Func<Layer>, string> Refusals => new()
    {
        { () => MaxPool(0), "MaxPool needs a window of at least 1; it was given 0." },
        { () => MaxPool(2, padding: Padding.By(1).Filled(Fill.Constant(2))), "MaxPool's padding never wins, so the fill Fill.Constant(2) has no meaning; pad in a layer of its own before it for cells that take part. (Parameter 'padding')" },
        { () => AveragePool(2, divisor: 0), "AveragePool cannot divide by a divisor of 0. (Parameter 'divisor')" },
        { () => AveragePool(2, padding: Same.Filled(Reflect), countPadding: false), "AveragePool without countPadding leaves its padding out, so the fill Reflect has no meaning; leave one of the two. (Parameter 'countPadding')" },
        { () => LpPool(0, 2), "LpPool needs a finite power above 0; it was given 0. For an infinite one, use MaxPool. (Parameter 'p')" },
        { () => AdaptiveMaxPool((2, 0)), "AdaptiveMaxPool needs a size of at least 1; it was given (2, 0)." },
        { () => BlurPool(0), "BlurPool needs taps of at least 1; it was given 0." },
        { () => Fold(2, 3), "Fold cannot fill the size 2: its window needs at least 3 columns; use a window of 2 or less, or pad. (Parameter 'size')" },
        { () => Fold((5, 5), (1, 2, 3)), "Fold cannot fill the size (5, 5) with a window for 3-D data; give one number, or one per spatial axis. (Parameter 'size')" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_pooling_prints_as_the_code_that_makes_it(Layer layer, string code) => Assert.Equal(code, layer.ToString());

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_shape_that_does_not_fit_is_a_misfit_with_its_cure(Layer layer, Shape input, string message) =>
        Assert.Equal(message, Assert.Single(layer.Infer(input).Misfits).ToString());

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Impossible_arguments_are_refused_at_once(Func<Layer> make, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);

    [Fact]
    public void Shapes_are_known_as_far_as_they_can_be_after_a_misfit()
    {
        Assert.Equal(Shape.Of(4, Shape.Unknown, 3), MaxPool(2).Infer(Shape.Of(4, Shape.Unknown, 6)).Shape);
        Assert.Equal((Shape)4, GlobalAveragePool.Infer(Shape.Of(4, Shape.Unknown)).Shape);
        Assert.Equal((Shape)(4, 2, 2), AdaptiveMaxPool(2).Infer(Shape.Of(4, Shape.Unknown, 6)).Shape);
        Assert.Equal(Shape.Of(36, Shape.Unknown), Unfold(3).Infer(Shape.Of(4, Shape.Unknown, 6)).Shape);
        Assert.Equal((Shape)(4, 5, 5), Fold((5, 5), 3).Infer(Shape.Of(36, Shape.Unknown)).Shape);
    }
}
