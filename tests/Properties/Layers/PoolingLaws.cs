// Sliding poolings mean what plain loops mean, under every fill, stride, dilation and ceil; their gradients are slopes; linear ones have exact adjoints.
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class PoolingLaws
{
    private static MaxPoolLayer Max(PoolingCase c) => MaxPool(c.Window, c.Stride, c.Padding, c.Dilation, c.Ceil);

    private static Layer Average(PoolingCase c, bool count = true, int? divisor = null) => AveragePool(c.Window, c.Stride, c.Padding, c.Ceil, count, divisor);

    [Law(150, typeof(PoolingCases))]
    public void Max_pooling_keeps_the_largest_under_every_window(PoolingCase c) =>
        PoolingCheck.Gives(Max(c), c.Maps, PoolingMeaning.Pool(c.Maps, PoolingMeaning.Windows(c), (cells, _, _) => PoolingMeaning.Largest(cells)));

    [Law(150, typeof(PoolingCases))]
    public void Max_pooling_of_few_values_and_holes_finds_the_first_largest(PoolingCase c)
    {
        Tensor<double> x = Tensor.Make(c.Maps.Shape, i => (int)(c.Maps.Values[i] * 2) is var v && v == 2 ? double.NaN : v);
        var (values, positions) = Pooling.MaxWithPositions(x, Max(c));
        PoolingCheck.Equal(PoolingMeaning.Pool(x, PoolingMeaning.Windows(c), (cells, _, _) => PoolingMeaning.Largest(cells)), values, 0, $"{Max(c)}");
        Tensor<double> places = PoolingMeaning.Pool(x, PoolingMeaning.Windows(c), (cells, _, _) => PoolingMeaning.Place(cells));
        PoolingCheck.Equal(places, Tensor.Make(positions.Shape, i => (double)positions[i]), 0, $"positions of {Max(c)}");
    }

    [Law(150, typeof(PoolingCases))]
    public void Average_pooling_is_the_mean_under_every_window(PoolingCase drawn)
    {
        PoolingCase c = drawn.Dense;
        PoolingCheck.Gives(Average(c), c.Maps, PoolingMeaning.Pool(c.Maps, PoolingMeaning.Windows(c), (cells, pads, _) => cells.Sum(x => x.Value) / (cells.Length + pads)));
        PoolingCheck.Gives(Average(c, divisor: -3), c.Maps, PoolingMeaning.Pool(c.Maps, PoolingMeaning.Windows(c), (cells, _, _) => cells.Sum(x => x.Value) / -3));
    }

    [Law(150, typeof(PoolingCases))]
    public void A_constant_fill_takes_part_in_the_mean(PoolingCase drawn)
    {
        PoolingCase c = drawn.Dense with { Fill = Fill.Constant(1.75) };
        PoolingCheck.Gives(Average(c), c.Maps, PoolingMeaning.Pool(c.Maps, PoolingMeaning.Windows(c), (cells, pads, _) => (cells.Sum(x => x.Value) + (1.75 * pads)) / (cells.Length + pads)));
        PoolingCheck.Gives(Average(c, divisor: 5), c.Maps, PoolingMeaning.Pool(c.Maps, PoolingMeaning.Windows(c), (cells, pads, _) => (cells.Sum(x => x.Value) + (1.75 * pads)) / 5));
        PoolingCheck.Adjoint(Average(c), c.Maps);
    }

    [Law(150, typeof(PoolingCases))]
    public void Padding_that_does_not_count_leaves_the_mean_of_the_map(PoolingCase drawn)
    {
        PoolingCase c = drawn.Dense.Each(a => a with { Before = Math.Min(a.Before, a.K - 1), After = Math.Min(a.After, a.K - 1) }) with { Fill = Fill.Zeros };
        if (c.Axes.Any(a => a.N + a.Before + a.After < a.Span)) return;
        PoolingCheck.Gives(Average(c, count: false), c.Maps, PoolingMeaning.Pool(c.Maps, PoolingMeaning.Windows(c), (cells, _, _) => cells.Average(x => x.Value)));
        PoolingCheck.Adjoint(Average(c, count: false), c.Maps);
    }

    [Law(150, typeof(PoolingCases))]
    public void Power_pooling_is_the_norm_of_every_window(PoolingCase drawn)
    {
        PoolingCase c = drawn.Dense.Unpadded;
        if (c.Axes.Any(a => a.N < a.Span)) return;
        foreach (double p in new[] { 1, 2, 4, 0.5, 2.5 })
        {
            Tensor<double> x = Tensor.Make(c.Maps.Shape, i => p is 1 or 2 or 4 ? c.Maps.Values[i] : Math.Abs(c.Maps.Values[i]) + 0.1);
            Layer layer = LpPool(p, c.Window, c.Stride, c.Ceil);
            PoolingCheck.Gives(layer, x, PoolingMeaning.Pool(x, PoolingMeaning.Windows(c), (cells, _, taps) => Math.Pow(cells.Average(v => Math.Pow(v.Value, p)) * taps, 1 / p)));
            PoolingCheck.Slopes(layer, x, tolerance: 1e-5);
        }
    }

    [Law(150, typeof(PoolingCases))]
    public void Gradients_are_slopes_and_threads_change_no_bit(PoolingCase c)
    {
        if (!PoolingCheck.Run(Max(c), c.Maps).Values.Contains(double.NegativeInfinity)) PoolingCheck.Slopes(Max(c), c.Maps);
        PoolingCheck.Slopes(Average(c.Dense), c.Maps);
        PoolingCheck.Adjoint(Average(c.Dense), c.Maps);
        PoolingCheck.Threads(Max(c), c.Maps);
        PoolingCheck.Threads(Average(c.Dense), c.Maps);
    }

    [Law(30, typeof(PoolingCases))]
    public Property Poolings_keep_every_law(PoolingCase c) => Prop.ForAll(Arb.From(Generators.Poolings(c.Items)), layer => Laws.All(layer, c.Items));

    [Fact]
    public void A_window_larger_than_the_map_counts_in_ceil_mode_when_the_stride_reaches_it()
    {
        Assert.Equal((Shape)(1, 1), MaxPool(5, 3, ceil: true).On((1, 3)).Output);
        Assert.Equal("MaxPool(5, stride: 2, ceil: true) cannot take [1, 3]: its window needs at least 4 columns; use a window of 4 or less, or pad.",
            Assert.Single(MaxPool(5, 2, ceil: true).Infer((1, 3)).Misfits).ToString());
    }

    [Fact]
    public void The_gradient_of_a_norm_is_zero_where_the_sum_is_zero()
    {
        Tensor<double> x = Tensor.Of((1, 1, 4), 0.0, 0, 3, 4), ones = Tensor.Filled((1, 1, 2), 1.0);
        PoolingCheck.Equal(Tensor.Of((1, 1, 4), 0, 0, 0.6, 0.8), PoolingCheck.Pull(LpPool(2, 2), x, ones), 1e-15, "the gradient of LpPool(2, 2)");
    }

    [Fact]
    public void A_window_that_sees_only_padding_gives_minus_infinity_and_no_gradient()
    {
        Tensor<double> x = Tensor.Of((1, 1, 2), 3.0, 4);
        Layer pool = MaxPool(1, padding: 1);
        Assert.Equal([double.NegativeInfinity, 3, 4, double.NegativeInfinity], PoolingCheck.Run(pool, x).Values.ToArray());
        Assert.Equal([1, 1], PoolingCheck.Pull(pool, x, Tensor.Filled((1, 1, 4), 1.0)).Values.ToArray());
    }
}
