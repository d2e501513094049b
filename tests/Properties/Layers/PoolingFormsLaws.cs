// Poolings that fit any map, positions and the way back, blur pooling.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class PoolingFormsLaws
{
    /// <summary>The sizes wanted: the drawn windows, stretched by the strides.</summary>
    private static (Extent Size, List<int[]>[] Windows) Wanted(PoolingCase c)
    {
        int[] m = [.. c.Axes.Select(a => a.K * a.Stride)];
        Extent size = m.Length switch { 1 => m[0], 2 => (m[0], m[1]), _ => (m[0], m[1], m[2]) };
        return (size, [.. c.Axes.Select((a, i) => PoolingMeaning.Adaptive(a.N, m[i]))]);
    }

    [Law(100, typeof(PoolingCases))]
    public void Adaptive_pooling_has_the_size_wanted(PoolingCase c)
    {
        var (size, windows) = Wanted(c);
        PoolingCheck.Gives(AdaptiveAveragePool(size), c.Maps, PoolingMeaning.Pool(c.Maps, windows, (cells, _, _) => cells.Average(x => x.Value)));
        PoolingCheck.Gives(AdaptiveMaxPool(size), c.Maps, PoolingMeaning.Pool(c.Maps, windows, (cells, _, _) => PoolingMeaning.Largest(cells)));
        PoolingCheck.Slopes(AdaptiveMaxPool(size), c.Maps);
        PoolingCheck.Adjoint(AdaptiveAveragePool(size), c.Maps);
        PoolingCheck.Threads(AdaptiveMaxPool(size), c.Maps);
        var (values, positions) = Pooling.AdaptiveMaxWithPositions(c.Maps, size);
        Assert.Equal(PoolingCheck.Run(AdaptiveMaxPool(size), c.Maps), values);
        Tensor<double> places = PoolingMeaning.Pool(c.Maps, windows, (cells, _, _) => PoolingMeaning.Place(cells));
        PoolingCheck.Equal(places, Tensor.Make(positions.Shape, i => (double)positions[i]), 0, "positions");
    }

    [Law(100, typeof(PoolingCases))]
    public void Global_pooling_ignores_the_order_of_cells(PoolingCase c)
    {
        int plane = c.Items.Tail.Count;
        int[] order = [.. Enumerable.Range(0, plane)];
        new Random(c.Seed).Shuffle(order);
        Tensor<double> shuffled = Tensor.Make(c.Maps.Shape, i => c.Maps.Values[(i / plane * plane) + order[i % plane]]);
        Assert.Equal(PoolingCheck.Run(GlobalMaxPool, c.Maps), PoolingCheck.Run(GlobalMaxPool, shuffled));
        PoolingCheck.Equal(PoolingCheck.Run(GlobalAveragePool, c.Maps), PoolingCheck.Run(GlobalAveragePool, shuffled), 1e-12, "shuffled");
        PoolingCheck.Gives(GlobalMaxPool, c.Maps, Tensor.Make((c.Batch, c.Channels), i => c.Maps.Values.Slice(i * plane, plane).ToArray().Max()));
        PoolingCheck.Gives(GlobalAveragePool, c.Maps, Tensor.Make((c.Batch, c.Channels), i => c.Maps.Values.Slice(i * plane, plane).ToArray().Average()));
        PoolingCheck.Slopes(GlobalMaxPool, c.Maps);
        PoolingCheck.Adjoint(GlobalAveragePool, c.Maps);
        Assert.Equal((Shape)3, GlobalMaxPool.Then(Dense(3)).On(c.Items).Output);
    }

    [Law(100, typeof(PoolingCases))]
    public void Unpooling_puts_the_largest_back_where_they_stood(PoolingCase drawn)
    {
        PoolingCase c = drawn.Unpadded.Each(a => a with { Dilation = 1, K = Math.Min(a.K, a.N), Stride = Math.Max(a.Stride, a.K) });
        MaxPoolLayer pool = MaxPool(c.Window, c.Stride, ceil: c.Ceil);
        Tensor<double> back = PoolingCheck.Run(pool.Unpooling(FunctionalConv.Layers.Identity), c.Maps);
        for (int i = 0; i < back.Count; i++) Assert.True(back.Values[i] == 0 || back.Values[i] == c.Maps.Values[i]);
        Tensor<double> pooled = PoolingCheck.Run(pool, c.Maps);
        Assert.Equal(pooled.Values.ToArray().Order(), back.Values.ToArray().Where(v => v != 0).Order());
        var (values, positions) = Pooling.MaxWithPositions(c.Maps, pool);
        Assert.Equal(back, Pooling.Unpool(values, positions, c.Maps.Shape));
    }

    [Law(100, typeof(PoolingCases))]
    public void Unpooling_has_slopes_for_gradients_even_where_windows_overlap(PoolingCase c) =>
        PoolingCheck.Slopes(MaxPool(c.Window, c.Stride, c.Padding, c.Dilation, c.Ceil).Unpooling(Tanh), c.Maps);

    [Law(100, typeof(PoolingCases))]
    public void Blur_pooling_is_a_depthwise_binomial_filter(PoolingCase drawn)
    {
        int taps = drawn.Axes[0].K;
        double[] row = taps switch { 1 => [1], 2 => [0.5, 0.5], 3 => [0.25, 0.5, 0.25], _ => [0.125, 0.375, 0.375, 0.125] };
        PoolingCase c = drawn.Each(a => a with { N = a.N + 2, K = taps, Dilation = 1, Before = (taps - 1) / 2, After = taps / 2 }) with { Fill = Fill.Reflect, Ceil = false };
        int[][] places = [.. PoolingMeaning.Product(c.Axes.Select(_ => Enumerable.Range(0, taps).ToArray()))];
        double[] weights = [.. places.Select(t => t.Aggregate(1.0, (w, i) => w * row[i]))];
        PoolingCheck.Gives(BlurPool(taps, c.Stride), c.Maps, PoolingMeaning.Pool(c.Maps, PoolingMeaning.Windows(c), (cells, _, _) => cells.Select((x, i) => x.Value * weights[i]).Sum()));
        PoolingCheck.Adjoint(BlurPool(taps, c.Stride, drawn.Fill == Fill.Zeros ? null : Same.Filled(drawn.Fill)), c.Maps);
        Assert.Equal(c.Axes.Select(a => (a.N + a.Stride - 1) / a.Stride), BlurPool(taps, c.Stride).On(c.Items).Output.Sizes.ToArray().Skip(1));
    }

    [Fact]
    public void Positions_from_outside_the_map_are_refused() => Assert.Equal(
        "Position 9 lies outside a map of 9 cells; positions run from 0 to 8, and −1 stands for none.",
        Assert.Throws<ArgumentException>(() => Pooling.Unpool(Tensor.Of((1, 1, 2), 1.0, 2.0), Labels.Of((1, 1, 2), -1, 9), (1, 1, 9))).Message);
}
