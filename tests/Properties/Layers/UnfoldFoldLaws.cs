// Unfold lays every window out as a column, Fold is its adjoint, and a convolution is a matrix times the columns.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class UnfoldFoldLaws
{
    private static Layer Columns(PoolingCase c) => Unfold(c.Window, c.Stride, c.Padding, c.Dilation);

    private static Layer Maps(PoolingCase c) => Fold(c.Sizes, c.Window, c.Stride, c.Padding, c.Dilation);

    [Law(150, typeof(PoolingCases))]
    public void Unfolding_reads_every_window_into_a_column(PoolingCase drawn)
    {
        PoolingCase c = drawn with { Ceil = false };
        int[][][] windows = [.. PoolingMeaning.Product(PoolingMeaning.Windows(c).Select(a => a.ToArray()))];
        int[][][] stops = [.. windows.Select(w => PoolingMeaning.Product(w).ToArray())];
        int taps = stops[0].Length, plane = c.Items.Tail.Count;
        double Cell(int map, int[] at) => at.Any(i => i < 0) ? 0 : c.Maps.Values[(map * plane) + at.Select((i, axis) => (i, axis)).Aggregate(0, (flat, p) => (flat * c.Axes[p.axis].N) + p.i)];
        Tensor<double> expected = Tensor.Make((c.Batch, c.Channels * taps, stops.Length), i => Cell(i / (taps * stops.Length), stops[i % stops.Length][i / stops.Length % taps]));
        PoolingCheck.Gives(Columns(c), c.Maps, expected);
        PoolingCheck.Threads(Columns(c), c.Maps);
    }

    [Law(150, typeof(PoolingCases))]
    public void Folding_is_the_adjoint_of_unfolding_under_every_padding(PoolingCase c)
    {
        Tensor<double> columns = PoolingCheck.Run(Columns(c), c.Maps), y = Tensor.Normal<double>(columns.Shape, 3);
        Tensor<double> folded = PoolingCheck.Run(Maps(c), y);
        Assert.Equal(c.Maps.Shape, folded.Shape);
        Assert.Equal(PoolingCheck.Dot(columns, y), PoolingCheck.Dot(c.Maps, folded), 1e-10);
        PoolingCheck.Adjoint(Columns(c), c.Maps);
        PoolingCheck.Adjoint(Maps(c), y);
        PoolingCheck.Threads(Maps(c), y);
    }

    [Law(150, typeof(PoolingCases))]
    public void A_convolution_is_its_filter_bank_times_the_columns(PoolingCase drawn)
    {
        PoolingCase c = drawn with { Batch = 1 };
        Layer conv = Conv(2, c.Window, c.Stride, c.Padding, c.Dilation, bias: false);
        Model<double> model = conv.Init<double>(c.Items, seed: 4);
        Tensor<double> item = c.Maps.Pick(0), columns = PoolingCheck.Run(Columns(c), c.Maps).Pick(0);
        var bank = model.Values[0].Reshape((2, columns.Shape[0])).ToMatrix();
        var product = bank * columns.ToMatrix();
        Tensor<double> expected = Tensor.Make((2, columns.Shape[1]), i => product[i / columns.Shape[1], i % columns.Shape[1]]);
        PoolingCheck.Equal(expected, model.Run(item).Reshape(expected.Shape), 1e-11, $"{conv}");
    }

    [Fact]
    public void A_constant_fill_stands_in_the_columns() =>
        PoolingCheck.Gives(Unfold(2, padding: Padding.By(1).Filled(Fill.Constant(9))), Tensor.Of((1, 1, 2), 1.0, 2), Tensor.Of((1, 2, 3), 9.0, 1, 2, 1, 2, 9));
}
