// What a transposed convolution can make of m cells has one owner, whichever door it is asked through: by default, by size, by outputPadding. Held against the formula
//   n = (m − 1) · stride + span − before − after + more,   0 ≤ more < max(stride, dilation),   n ≥ 1
using FsCheck.Xunit;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Convolution;

public class TransposedSizes
{
    private static string Said(Layer layer, Shape input) => layer.Check(input).Match(network => $"{network.Output}", misfits => string.Join(" | ", misfits));

    [Fact]
    public void An_output_padding_beyond_the_stride_is_refused_with_what_is_possible()
    {
        Assert.Equal("ConvTransposed(1, 3, outputPadding: 1000) cannot take [1, 7]: an outputPadding of 1000 would give 1,009 cells from 7, and this window can give 9; give an outputPadding of 0.",
            Said(ConvTransposed(1, 3, outputPadding: 1000), (1, 7)));
        Assert.Equal("ConvTransposed(1, 3, stride: 3, outputPadding: 3) cannot take [1, 2]: an outputPadding of 3 would give 9 cells from 2, and this window can give 6 or 7 or 8; give an outputPadding of 0 or 1 or 2."
            .Replace("stride: 3, ", ConvTransposed(1, 3, stride: 3).ToString().Contains("stride", StringComparison.Ordinal) ? "stride: 3, " : "3, ", StringComparison.Ordinal),
            Said(ConvTransposed(1, 3, stride: 3, outputPadding: 3), (1, 2)));
    }

    [Fact]
    public void A_size_below_one_by_the_formula_is_a_misfit_and_not_another_size()
    {
        Layer layer = ConvTransposed(1, (3, 3), (3, 2), (2, 0));
        Assert.StartsWith($"{layer} cannot take [1, 1, 6]: its formula gives -1 cells for 1; pad less, or ask for a size of 1; ", Said(layer, (1, 1, 6)), StringComparison.Ordinal);
        Assert.Equal("[1, 1, 13]", Said(ConvTransposed(1, (3, 3), (3, 2), (2, 0), size: (1, 13)), (1, 1, 6)));
        Assert.Equal("[1, 1, 14]", Said(ConvTransposed(1, (3, 3), (3, 2), (2, 0), outputPadding: (2, 1)), (1, 1, 6)));
        Layer padded = ConvTransposed(1, (3, 3), (3, 2), (2, 0), outputPadding: (1, 0));
        Assert.StartsWith($"{padded} cannot take [1, 1, 6]: an outputPadding of 1 would give 0 cells from 1, and this window can give 1; give an outputPadding of 2; ", Said(padded, (1, 1, 6)), StringComparison.Ordinal);
        Assert.StartsWith("ConvTransposed(1, 2, padding: 3) cannot take [1, 3]: its convolution takes no map to 3 cells; pad less, or use a larger window", Said(ConvTransposed(1, 2, padding: 3), (1, 3)), StringComparison.Ordinal);
    }

    [Property(MaxTest = 500)]
    public void Both_doors_open_on_the_sizes_of_the_formula(byte m, byte taps, byte step, byte apart, byte before, byte after, byte more)
    {
        int cells = 1 + (m % 6), k = 1 + (taps % 4), stride = 1 + (step % 4), dilation = 1 + (apart % 3), extra = more % 7;
        Padding padding = Padding.Sides((before % 5, after % 5));
        int least = ((cells - 1) * stride) + ((k - 1) * dilation) + 1 - (before % 5) - (after % 5);
        bool possible = least + extra >= 1 && extra < Math.Max(stride, dilation);
        Layer byPadding = ConvTransposed(1, k, stride, padding, dilation, outputPadding: extra), byDefault = ConvTransposed(1, k, stride, padding, dilation);
        Assert.Equal(possible ? $"[1, {least + extra}]" : "", Size(byPadding, cells));
        if (least + extra >= 1) Assert.Equal(possible ? $"[1, {least + extra}]" : "", Size(ConvTransposed(1, k, stride, padding, dilation, size: least + extra), cells));
        Assert.Equal(least >= 1 ? $"[1, {least}]" : "", Size(byDefault, cells));
        for (int n = 1; n < 40; n++)
            if (Math.DivRem(n + (before % 5) + (after % 5) - (((k - 1) * dilation) + 1), stride, out int _) is var steps && n + (before % 5) + (after % 5) > (k - 1) * dilation && steps + 1 == cells)
                Assert.Equal($"[1, {n}]", Size(ConvTransposed(1, k, stride, padding, dilation, size: n), cells));
    }

    [Property(MaxTest = 100)]
    public void Under_same_every_size_that_it_takes_there_comes_back(byte m, byte taps, byte step)
    {
        int cells = 1 + (m % 6), k = 1 + (taps % 4), stride = 1 + (step % 4);
        Assert.Equal($"[1, {cells * stride}]", Size(ConvTransposed(1, k, stride, Same), cells));
        for (int n = 1; n < 40; n++)
            Assert.Equal((n + stride - 1) / stride == cells ? $"[1, {n}]" : "", Size(ConvTransposed(1, k, stride, Same, size: n), cells));
    }

    private static string Size(Layer layer, int cells) => layer.Check((1, cells)).Match(network => $"{network.Output}", _ => "");
}
