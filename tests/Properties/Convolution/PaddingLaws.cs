// Amounts by name are amounts by number: Same, Full, Causal, found here by trying.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Convolution;

public class PaddingLaws
{
    [Fact]
    public void Same_is_the_least_padding_with_which_a_window_starts_at_every_strideth_cell()
    {
        for (int n = 1; n <= 9; n++)
            for (int k = 1; k <= 4; k++)
                for (int s = 1; s <= 4; s++)
                    for (int d = 1; d <= 2; d++)
                    {
                        int span = ((k - 1) * d) + 1, wanted = Enumerable.Range(0, n).Count(i => i % s == 0), total = 0;
                        while (Enumerable.Range(0, n + total).Count(i => i % s == 0 && i + span <= n + total) < wanted) total++;
                        Equal(Conv(1, k, s, Same, d, bias: false), Conv(1, k, s, Padding.Sides((total / 2, total - (total / 2))), d, bias: false), n);
                    }
    }

    [Fact]
    public void A_transposed_convolution_under_Same_makes_stride_cells_of_every_cell()
    {
        for (int m = 1; m <= 6; m++)
            for (int k = 1; k <= 4; k++)
                for (int s = 1; s <= 4; s++)
                    Assert.Equal((2, s * m), ConvTransposed(2, k, s, Same).On((1, m)).Output);
    }

    [Fact]
    public void Full_has_every_window_that_touches_the_map_and_causal_none_that_sees_later_cells()
    {
        for (int n = 1; n <= 6; n++)
            for (int k = 1; k <= 4; k++)
                for (int d = 1; d <= 3; d++)
                {
                    int reach = (k - 1) * d;
                    Equal(Conv(1, k, padding: Full, dilation: d, bias: false), Conv(1, k, padding: reach, dilation: d, bias: false), n);
                    Equal(Conv(1, k, padding: Causal, dilation: d, bias: false), Conv(1, k, padding: Padding.Sides((reach, 0)), dilation: d, bias: false), n);
                }
    }

    [Fact]
    public void No_output_of_a_causal_convolution_depends_on_a_later_input()
    {
        Tensor<double> x = Vectors.Draw((1, 1, 9), 1), w = Vectors.Draw((1, 1, 3), 2), y = Conv(1, 3, padding: Causal, dilation: 2, bias: false).Apply(x, w);
        for (int t = 0; t < 9; t++)
        {
            int now = t;
            Tensor<double> later = Conv(1, 3, padding: Causal, dilation: 2, bias: false).Apply(Tensor.Make(x.Shape, i => i > now ? 1e6 : x.Values[i]), w);
            for (int i = 0; i <= t; i++) Assert.Equal(y.Values[i], later.Values[i]);
        }
    }

    [Fact]
    public void Same_with_an_even_kernel_puts_the_odd_cell_after()
    {
        Tensor<double> x = Tensor.Of<double>((1, 1, 3), 1, 2, 3), w = Tensor.Of<double>((1, 1, 2), 10, 1);
        Assert.Equal(Tensor.Of<double>((1, 1, 3), 12, 23, 30), Conv(1, 2, padding: Same, bias: false).Apply(x, w));
    }

    private static void Equal(Layer named, Layer numbered, int n)
    {
        Shape map = (1, n);
        Fit fit = numbered.Infer(map);
        Assert.Equal(fit.Misfits.IsEmpty, named.Infer(map).Misfits.IsEmpty);
        if (!fit.Misfits.IsEmpty) return;
        Tensor<double> x = Vectors.Draw(map.Under(1), n), w = Vectors.Draw(numbered.On(map).Weights[0].Shape, n + 1);
        Assert.Equal(numbered.Apply(x, w), named.Apply(x, w));
    }
}
