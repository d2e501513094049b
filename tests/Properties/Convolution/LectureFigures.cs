// The figures of a lecture on convolution in neural networks: sizes, weights, costs, receptive fields.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Convolution;

public class LectureFigures
{
    [Fact]
    public void Six_filters_3x5x5_on_3x32x32_give_6x28x28_with_456_weights()
    {
        Network network = Conv(6, 5).On((3, 32, 32));
        Assert.Equal<Shape>((6, 28, 28), network.Output);
        Assert.Equal(456, network.Weights.Sum(w => w.Shape.Count));
        Assert.Equal<Shape>((6, 3, 5, 5), network.Weights[0].Shape);
        Assert.Equal<Shape>((6, 28, 28), network.Init<float>().Run(Tensor.Normal<float>((3, 32, 32), 1)).Shape);
    }

    [Fact]
    public void One_cell_is_a_product_of_two_75_vectors_and_a_bias()
    {
        Tensor<double> x = Vectors.Draw((1, 3, 32, 32), 1), w = Vectors.Draw((6, 3, 5, 5), 2), b = Vectors.Draw(6, 3), y = Conv(6, 5).Apply(x, w, b);
        foreach (var (filter, row, column) in new[] { (0, 0, 0), (2, 11, 27), (5, 27, 3) })
        {
            Tensor<double> patch = x.Gathered((3, 5, 5), at => [0, at[0], row + at[1], column + at[2]]).Reshape(75), weights = w.Pick(filter).Reshape(75);
            Vectors.Near(Vectors.Dot(weights, patch) + b.Values[filter], y[0, filter, row, column], 1e-12);
        }
    }

    [Fact]
    public void Permuting_the_filters_permutes_the_maps()
    {
        int[] order = [4, 2, 0, 5, 1, 3];
        Tensor<double> x = Vectors.Draw((2, 3, 9, 8), 1), w = Vectors.Draw((6, 3, 3, 3), 2), b = Vectors.Draw(6, 3), y = Conv(6, 3).Apply(x, w, b);
        Tensor<double> permuted = Conv(6, 3).Apply(x, w.Gathered(w.Shape, at => [order[at[0]], at[1], at[2], at[3]]), b.Gathered(b.Shape, at => [order[at[0]]]));
        Vectors.Near(y.Gathered(y.Shape, at => [at[0], order[at[1]], at[2], at[3]]), permuted, 1e-12);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 5)]
    [InlineData(4, 9)]
    public void A_dilated_3x3_spans_more_cells_with_as_many_weights(int dilation, int span)
    {
        Layer layer = Conv(1, 3, dilation: dilation, bias: false);
        Assert.Equal(9, layer.On((1, 12, 12)).Weights.Sum(w => w.Shape.Count));
        Assert.Equal([span, span], Seen(layer, (1, 12, 12)));
        Assert.Empty(layer.Infer((1, span, span)).Misfits);
        Assert.Single(layer.Infer((1, span - 1, span)).Misfits);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_stride_s_costs_one_part_in_s_squared(int stride)
    {
        Shape map = (3, 48, 48);
        Assert.Equal(Conv(8, 5, padding: Same).On(map).Graph(1).Macs, stride * stride * Conv(8, 5, stride, Same).On(map).Graph(1).Macs);
        double share = (double)Conv(8, 5, stride).On(map).Graph(1).Macs / Conv(8, 5).On(map).Graph(1).Macs;
        Assert.InRange(share * stride * stride, 0.9, 1.2);
    }

    [Fact]
    public void A_convolution_costs_its_taps_for_every_cell_of_the_output() =>
        Assert.Equal(28L * 28 * 6 * 75, Conv(6, 5).On((3, 32, 32)).Graph(1).Macs);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(5, 3)]
    [InlineData(3, 4)]
    public void The_receptive_field_of_L_layers_is_1_plus_L_times_K_minus_1(int layers, int kernel)
    {
        int field = 1 + (layers * (kernel - 1));
        Assert.Equal([field], Seen(Conv(2, kernel, padding: Same).Repeat(layers), (1, 40)));
        Assert.Equal([field, field], Seen(Conv(2, kernel, padding: Same).Repeat(layers), (1, 25, 27)));
    }

    [Fact]
    public void Strides_multiply_what_later_layers_see()
    {
        Assert.Equal([1 + 2 + (2 * 2)], Seen(Conv(1, 3, 2).Then(Conv(1, 3)), (1, 21)));
        Assert.Equal([1 + 2 + (2 * 2) + (6 * 4)], Seen(Conv(1, 3, 2).Then(Conv(1, 3, 3)).Then(Conv(1, 5)), (1, 90)));
    }

    /// <summary>The receptive field of the middle cell of the first map, per spatial axis: the support of its gradient for positive weights.</summary>
    private static int[] Seen(Layer layer, Shape map)
    {
        Network network = layer.On(map);
        Shape output = network.Output.Under(1);
        int[] middle = [.. output.Sizes.ToArray().Select((n, axis) => axis < 2 ? 0 : n / 2)];
        Tensor<double> dy = Tensor.Make(output, i => Vectors.Position(output, i).SequenceEqual(middle) ? 1.0 : 0.0);
        Tensor<double> x = Vectors.Zeros(map.Under(1));
        Tensor<double> seen = layer.Pull(x, dy, [.. network.Weights.Select(w => Tensor.Filled(w.Shape, 1.0))])[0];
        int[][] cells = [.. Enumerable.Range(0, seen.Count).Where(i => seen.Values[i] != 0).Select(i => Vectors.Position(seen.Shape, i))];
        return [.. Enumerable.Range(2, map.Rank - 1).Select(axis => cells.Max(c => c[axis]) - cells.Min(c => c[axis]) + 1)];
    }
}
