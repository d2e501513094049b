// One number in several ways: dilation = a kernel with zeros, stride = subsampling, 1×1 = a matrix product, two convolutions = one, transposed = zero-stuffing.
using MathNet.Numerics.LinearAlgebra;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Convolution;

public class NumberLaws
{
    [Law(60, typeof(ConvCases))]
    public void Dilation_is_a_kernel_with_zeros_between_its_taps(ConvCase c)
    {
        Shape wide = Shape.Of([c.Filters, c.ChannelsPerGroup, .. c.Axes.Select(a => ((a.Taps - 1) * a.Dilation) + 1)]);
        Tensor<double> kernel = Tensor.Make(wide, i =>
        {
            int[] at = Vectors.Position(wide, i);
            return c.Axes.Select((a, axis) => at[axis + 2] % a.Dilation).Any(r => r != 0) ? 0 : c.W[[at[0], at[1], .. c.Axes.Select((a, axis) => at[axis + 2] / a.Dilation)]];
        });
        ConvCase plain = c with { Axes = [.. c.Axes.Select(a => a with { Taps = ((a.Taps - 1) * a.Dilation) + 1, Dilation = 1 })] };
        Vectors.Near(plain.Layer().Apply(c.X, kernel), c.Layer().Apply(c.X, c.W));
    }

    [Law(60, typeof(ConvCases))]
    public void A_stride_is_every_nth_cell_of_the_convolution_without_stride(ConvCase c)
    {
        ConvCase dense = c with { Axes = [.. c.Axes.Select(a => a with { Stride = 1 })] };
        Tensor<double> all = dense.Layer().Apply(c.X, c.W), strided = c.Layer().Apply(c.X, c.W);
        Vectors.Near(all.Gathered(strided.Shape, at => [.. at.Select((p, axis) => axis < 2 ? p : p * c.Axes[axis - 2].Stride)]), strided);
        for (int i = 0; i < c.Axes.Length; i++) Assert.Equal((all.Shape[i + 2] + c.Axes[i].Stride - 1) / c.Axes[i].Stride, strided.Shape[i + 2]);
    }

    [Fact]
    public void A_1x1_convolution_is_a_matrix_product_over_the_channels()
    {
        Tensor<double> x = Vectors.Draw((1, 5, 4, 6), 1), w = Vectors.Draw((7, 5, 1, 1), 2), b = Vectors.Draw(7, 3);
        Matrix<double> product = w.Reshape((7, 5)).ToMatrix() * x.Reshape((5, 24)).ToMatrix();
        Vectors.Near(Tensor.Make<double>((1, 7, 4, 6), i => product[i / 24, i % 24] + b.Values[i / 24]), Pointwise(7).Apply(x, w, b));
        Assert.Equal(Conv(7, 1), Pointwise(7));
    }

    [Law(40, typeof(ConvCases))]
    public void Two_convolutions_are_one_with_the_composed_kernel_when_the_second_pads_nothing(ConvCase c)
    {
        ConvCase first = c with { Groups = 1, Axes = [.. c.Axes.Select(a => a with { Stride = 1, Dilation = 1 })] };
        int rank = c.Axes.Length;
        Extent second = ConvCase.ToExtent([.. new[] { 2, 3, 1 }.Take(rank)]);
        Layer both = first.Layer().Then(Conv(2, second, bias: false));
        if (!both.Infer(first.X.Shape.Tail).Misfits.IsEmpty) return;
        Tensor<double> outer = Vectors.Draw(Shape.Of([2, first.Filters, .. new[] { 2, 3, 1 }.Take(rank)]), 9), composed = Composed(first.W, outer);
        ConvCase one = first with { FiltersPerGroup = 2, Axes = [.. first.Axes.Select((a, i) => a with { Taps = composed.Shape[i + 2] })] };
        Vectors.Near(one.Layer().Apply(first.X, composed), both.Apply(first.X, first.W, outer));
    }

    /// <summary>composed[m, c, t] = Σ over f and u + v = t of outer[m, f, u] · inner[f, c, v].</summary>
    private static Tensor<double> Composed(Tensor<double> inner, Tensor<double> outer)
    {
        Shape shape = Shape.Of([outer.Shape[0], inner.Shape[1], .. Enumerable.Range(2, inner.Shape.Rank - 2).Select(i => inner.Shape[i] + outer.Shape[i] - 1)]);
        return Tensor.Make(shape, i =>
        {
            int[] at = Vectors.Position(shape, i);
            double sum = 0;
            for (int j = 0; j < outer.Count; j++)
            {
                int[] u = Vectors.Position(outer.Shape, j);
                int[] v = [u[1], at[1], .. Enumerable.Range(2, at.Length - 2).Select(axis => at[axis] - u[axis])];
                if (u[0] == at[0] && v.Select((p, axis) => p >= 0 && p < inner.Shape[axis]).All(inside => inside)) sum += outer.Values[j] * inner[v];
            }
            return sum;
        });
    }

    [Law(60, typeof(ConvCases))]
    public void Transposed_is_stuffing_zeros_between_the_cells_and_convolving_with_the_flipped_kernel(ConvCase c)
    {
        ConvCase one = c with { Groups = 1, Axes = [.. c.Axes.Select(a => a with { Before = 0, After = 0 })] };
        Tensor<double> w = Vectors.Draw(Shape.Of([c.ChannelsPerGroup, c.FiltersPerGroup, .. c.Axes.Select(a => a.Taps)]), c.Seed);
        Layer transposed = ConvTransposed(c.FiltersPerGroup, c.Each(a => a.Taps), c.Each(a => a.Stride), dilation: c.Each(a => a.Dilation), bias: false);
        Tensor<double> stuffed = Vectors.Run(one.X, x => x.Along(axis => new AxisMap.Stuff(c.Axes[axis - (3 - c.Axes.Length)].Stride)));
        Tensor<double> swapped = w.Gathered(Shape.Of([w.Shape[1], w.Shape[0], .. w.Shape.Sizes[2..]]), at => [at[1], at[0], .. at[2..]]);
        ConvLayer direct = Conv(c.FiltersPerGroup, c.Each(a => a.Taps), padding: Full, dilation: c.Each(a => a.Dilation), bias: false);
        Vectors.Near(direct.Flipped().Apply(stuffed, swapped), transposed.Apply(one.X, w));
    }

    // Also where the padding is wider than what the windows cover, so that only the output padding leaves a cell.
    [Law(200, typeof(ConvCases))]
    public void Padding_crops_the_transposed_convolution_and_output_padding_gives_cells_back(ConvCase c)
    {
        int[] more = [.. c.Axes.Select((a, i) => (c.Seed + i) % Math.Max(a.Stride, a.Dilation))];
        int[] sizes = [.. c.Axes.Select((a, i) => ((a.Cells - 1) * a.Stride) + ((a.Taps - 1) * a.Dilation) + 1 - a.Before - a.After + more[i])];
        if (sizes.Any(n => n < 1)) return;
        Tensor<double> w = Vectors.Draw(Shape.Of([c.Channels, c.FiltersPerGroup, .. c.Axes.Select(a => a.Taps)]), c.Seed);
        Layer Transposed(Padding padding, Extent? extra) =>
            ConvTransposed(c.Filters, c.Each(a => a.Taps), c.Each(a => a.Stride), padding, c.Each(a => a.Dilation), c.Groups, bias: false, outputPadding: extra);
        Tensor<double> whole = Transposed(Valid, null).Apply(c.X, w), part = Transposed(c.Padding.Filled(Fill.Zeros), ConvCase.ToExtent(more)).Apply(c.X, w);
        Shape shape = Shape.Of([c.Batch, c.Filters, .. sizes]);
        Vectors.Near(Tensor.Make(shape, i =>
        {
            int[] at = [.. Vectors.Position(shape, i).Select((p, axis) => axis < 2 ? p : p + c.Axes[axis - 2].Before)];
            return at.Select((p, axis) => p < whole.Shape[axis]).All(inside => inside) ? whole[at] : 0;
        }), part);
    }
}
