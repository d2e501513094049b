// Depthwise and separable convolution: groups, side by side, fewer weights; and separable kernels.
using FsCheck;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Convolution;

public class SeparableLaws
{
    [Law(15)]
    public Property They_keep_every_law() => Laws.All(DepthwiseConv((3, 2), (1, 2), Same, multiplier: 2).Then(SeparableConv(3, 2, dilation: 2, bias: false)));

    [Law(60, typeof(ConvCases))]
    public void Groups_are_separate_convolutions_side_by_side(ConvCase c)
    {
        Tensor<double> whole = c.Layer().Apply(c.X, c.W);
        ConvCase one = c with { Groups = 1 };
        for (int g = 0; g < c.Groups; g++)
        {
            Tensor<double> x = Channels(c.X, g * c.ChannelsPerGroup, c.ChannelsPerGroup, axis: 1), w = Channels(c.W, g * c.FiltersPerGroup, c.FiltersPerGroup, axis: 0);
            Vectors.Near(Channels(whole, g * c.FiltersPerGroup, c.FiltersPerGroup, axis: 1), one.Layer().Apply(x, w));
        }
    }

    [Law(60, typeof(ConvCases))]
    public void Depthwise_is_a_convolution_with_as_many_groups_as_channels(ConvCase c)
    {
        ConvCase d = c with { Groups = c.Channels, ChannelsPerGroup = 1 };
        Layer depthwise = DepthwiseConv(d.Each(a => a.Taps), d.Each(a => a.Stride), d.Padding, d.Each(a => a.Dilation), d.FiltersPerGroup);
        Vectors.Near(PlainConvolution.Of(d, d.X, d.W, d.B), depthwise.Apply(d.X, d.W, d.B));
        Assert.Equal(depthwise.On(d.X.Shape.Tail).Output, depthwise.Apply(d.X, d.W, d.B).Shape.Tail);
    }

    [Law(30, typeof(ConvCases))]
    public void Separable_is_one_convolution_whose_kernel_is_the_product_of_its_parts(ConvCase c)
    {
        ConvCase d = c with { Groups = c.Channels, ChannelsPerGroup = 1, Fill = Zeros };
        Tensor<double> pointwise = Vectors.Draw(Shape.Of([2, d.Filters, .. d.Axes.Select(_ => 1)]), 5), bias = Vectors.Draw(2, 6);
        Layer separable = SeparableConv(2, d.Each(a => a.Taps), d.Each(a => a.Stride), d.Padding, d.Each(a => a.Dilation), d.FiltersPerGroup);
        Shape full = Shape.Of([2, d.Channels, .. d.W.Shape.Sizes[2..]]);
        Tensor<double> product = Tensor.Make(full, i =>
        {
            int[] at = Vectors.Position(full, i);
            double sum = 0;
            for (int j = 0; j < d.FiltersPerGroup; j++)
                sum += pointwise[[at[0], (at[1] * d.FiltersPerGroup) + j, .. d.Axes.Select(_ => 0)]] * d.W[[(at[1] * d.FiltersPerGroup) + j, 0, .. at[2..]]];
            return sum;
        });
        ConvCase dense = d with { Groups = 1, ChannelsPerGroup = d.Channels, FiltersPerGroup = 2 };
        Vectors.Near(PlainConvolution.Of(dense, d.X, product, bias), separable.Apply(d.X, d.W, pointwise, bias));
    }

    [Fact]
    public void A_kernel_of_rank_one_is_a_column_then_a_row()
    {
        Tensor<double> x = Vectors.Draw((2, 1, 9, 8), 1), column = Vectors.Draw((1, 1, 4, 1), 2), row = Vectors.Draw((1, 1, 1, 3), 3);
        Tensor<double> outer = column.Gathered((1, 1, 4, 3), at => [0, 0, at[2], 0]);
        outer = Tensor.Make(outer.Shape, i => outer.Values[i] * row[0, 0, 0, i % 3]);
        Vectors.Near(Conv(1, (4, 3), bias: false).Apply(x, outer), Conv(1, (4, 1), bias: false).Then(Conv(1, (1, 3), bias: false)).Apply(x, column, row));
    }

    [Fact]
    public void Separable_needs_fewer_weights()
    {
        Assert.Equal((32 * 9) + (64 * 32) + 64, SeparableConv(64, 3, padding: Same).On((32, 16, 16)).Weights.Sum(w => w.Shape.Count));
        Assert.Equal((64 * 32 * 9) + 64, Conv(64, 3, padding: Same).On((32, 16, 16)).Weights.Sum(w => w.Shape.Count));
    }

    [Fact]
    public void They_print_as_the_code_that_makes_them()
    {
        Assert.Equal("DepthwiseConv(3)", DepthwiseConv(3).ToString());
        Assert.Equal("DepthwiseConv((3, 5), padding: Same, multiplier: 2, bias: false)", DepthwiseConv((3, 5), padding: Same, multiplier: 2, bias: false).ToString());
        Assert.Equal("DepthwiseConv(3, stride: 2, bias: false).Then(Conv(8, 1))", SeparableConv(8, 3, 2).ToString());
        Assert.Equal(DepthwiseConv(3, padding: Same), DepthwiseConv(3, padding: Same));
        Assert.NotEqual(DepthwiseConv(3), DepthwiseConv(3, multiplier: 2));
    }

    [Fact]
    public void Impossible_arguments_throw_and_shapes_that_do_not_fit_are_misfits()
    {
        Assert.Equal("DepthwiseConv needs a multiplier of at least 1; it was given 0. (Parameter 'multiplier')", Assert.Throws<ArgumentException>(() => DepthwiseConv(3, multiplier: 0)).Message);
        Assert.Equal("SeparableConv needs at least 1 filter; it was given 0. (Parameter 'filters')", Assert.Throws<ArgumentException>(() => SeparableConv(0, 3)).Message);
        Assert.Equal("DepthwiseConv needs a window of at least 1; it was given 0.", Assert.Throws<ArgumentException>(() => DepthwiseConv(0)).Message);
        Fit fit = DepthwiseConv(5, multiplier: 2).Infer((3, 8, 4));
        Assert.Equal("DepthwiseConv(5, multiplier: 2) cannot take [3, 8, 4]: its window needs at least 5 columns; use a window of 4 or less, or pad.", Assert.Single(fit.Misfits).ToString());
        Assert.Equal("[6, 4, ?]", fit.Shape.ToString());
    }

    private static Tensor<double> Channels(Tensor<double> x, int from, int count, int axis) =>
        x.Gathered(x.Shape.With(axis, count), at => [.. at.Select((p, i) => i == axis ? p + from : p)]);
}
