// Summaries: whole tables.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Analysis;

public class SummaryTests
{
    private static readonly Layer LeNet = Conv(6, 5, padding: Same).Then(Relu).Then(MaxPool(2)).Then(Conv(16, 5)).Then(Relu).Then(MaxPool(2))
        .Then(Flatten).Then(Dense(120)).Then(Relu).Then(Dense(84)).Then(Relu).Then(Dense(10));

    [Fact]
    public void The_table_of_LeNet()
    {
        Summary summary = LeNet.Summary((1, 28, 28));
        Assert.Equal("""
            layer                          output        weights     MACs  field  jump  start
            input                          [1, 28, 28]
            1   Conv(6, 5, padding: Same)  [6, 28, 28]       156  117,600  5×5    1     −2
            2   Relu                       [6, 28, 28]                     5×5    1     −2
            3   MaxPool(2)                 [6, 14, 14]                     6×6    2     −2
            4   Conv(16, 5)                [16, 10, 10]    2,416  240,000  14×14  2     −2
            5   Relu                       [16, 10, 10]                    14×14  2     −2
            6   MaxPool(2)                 [16, 5, 5]                      16×16  4     −2
            7   Flatten                    [400]                           all
            8   Dense(120)                 [120]          48,120   48,000  all
            9   Relu                       [120]                           all
            10  Dense(84)                  [84]           10,164   10,080  all
            11  Relu                       [84]                            all
            12  Dense(10)                  [10]              850      840  all

            weights  61,706 trainable; 246,824 bytes in float
            MACs     416,520 per item; 833,040 FLOPs, two for each
            memory   63,144 bytes of activations per item in float; largest layer 37,632
            """, summary.ToString());
        Assert.Equal(61_706, summary.Trainable);
    }

    [Fact]
    public void The_table_of_nested_layers()
    {
        Layer net = Conv(4, 3, padding: Same, bias: false).Frozen()
            .Then(Residual(BatchNorm().Then(Relu).Then(Conv(4, 3, padding: Same))))
            .Then(Concat(MaxPool(3, stride: 2), Conv(2, 3, stride: 2).Then(Tanh)).Named("reduce"));
        Assert.Equal("""
            layer                                      output       weights    MACs  field  jump  start
            input                                      [3, 16, 16]
            1  Conv(4, 3, padding: Same, bias: false)  [4, 16, 16]      108  27,648  3×3    1     −1
                 .Frozen()
            2  residual1:                              [4, 16, 16]                   5×5    1     −2
              2.2  body:                               [4, 16, 16]                   5×5    1     −2
                2.2.1  BatchNorm()                     [4, 16, 16]       16          3×3    1     −1
                2.2.2  Relu                            [4, 16, 16]                   3×3    1     −1
                2.2.3  Conv(4, 3, padding: Same)       [4, 16, 16]      148  36,864  5×5    1     −2
            3  reduce:                                 [6, 7, 7]                     7×7    2     −2
              3.1  MaxPool(3, stride: 2)               [4, 7, 7]                     7×7    2     −2
              3.2  branch2:                            [2, 7, 7]                     7×7    2     −2
                3.2.1  Conv(2, 3, stride: 2)           [2, 7, 7]         74   3,528  7×7    2     −2
                3.2.2  Tanh                            [2, 7, 7]                     7×7    2     −2

            weights  230 trainable + 108 frozen + 8 state; 1,384 bytes in float
            MACs     68,040 per item; 136,080 FLOPs, two for each
            memory   21,024 bytes of activations per item in float; largest layer 8,192
            note: 3.1  MaxPool(3, stride: 2): no window reads the last of 16 rows and the last of 16 columns.
            note: 3.2.1  Conv(2, 3, stride: 2): no window reads the last of 16 rows and the last of 16 columns.
            """, net.Summary((3, 16, 16)).ToString());
    }

    [Fact]
    public void Markdown() => Assert.Equal("""
        | | layer | output | weights | MACs | receptive field | jump | start |
        |---|---|---|---:|---:|---|---|---|
        | | input | [1, 8] |  |  |  |  |  |
        | 1 | `Conv(2, 3)` | [2, 6] | 8 | 36 | 3 | 1 | 0 |
        | 2 | `Relu` | [2, 6] |  |  | 3 | 1 | 0 |

        weights  8 trainable; 32 bytes in float  
        MACs     36 per item; 72 FLOPs, two for each  
        memory   128 bytes of activations per item in float; largest layer 96
        """, Conv(2, 3).Then(Relu).Summary((1, 8)).ToMarkdown());

    [Fact]
    public void Cells_that_no_window_reads_are_named_and_lines_fit_100_columns()
    {
        string text = Conv(8, 3, stride: 2, padding: Padding.Sides((0, 0), (1, 0)), dilation: (1, 2)).Then(MaxPool(2)).Summary((3, 28, 27)).ToString();
        Assert.All(text.Split('\n').Where(line => !line.StartsWith("note", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 100));
        Assert.Contains("no window reads the last of 28 rows", text, StringComparison.Ordinal);
        Assert.Contains("2  MaxPool(2): no window reads the last of 13 rows", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_layer_stands_whole_however_long_it_is()
    {
        Layer layer = Conv(128, (5, 7), stride: (3, 2), padding: Padding.Sides((1, 0), (2, 2)).Filled(Circular), dilation: (1, 2), groups: 2, bias: false);
        string[] lines = layer.Then(Relu).Summary((64, 40, 40)).ToString().Split('\n');
        int first = Array.FindIndex(lines, line => line.StartsWith("1  Conv", StringComparison.Ordinal)), next = Array.FindIndex(lines, line => line.StartsWith("2  Relu", StringComparison.Ordinal));
        string whole = string.Concat(lines[first..next].Select((line, i) => i == 0 ? line[3..line.IndexOf("  [", StringComparison.Ordinal)].Trim() : line.Trim() is ['.', ..] call ? call : $" {line.Trim()}"));
        Assert.Equal($"{layer}", whole);
        Assert.All(lines[..next], line => Assert.InRange(line.Length, 0, 100));
        foreach (Layer net in new[] { Zoo.ResNet18(), Zoo.UNet() }) Assert.DoesNotContain("…", net.Summary((3, 64, 64)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tied_layers_count_their_weights_once_and_their_work_twice()
    {
        Layer tied = Conv(2, 3, padding: Same).Shared("tied");
        Summary summary = Conv(2, 1).Then(tied).Then(tied).Summary((2, 8));
        Assert.Equal([6L, 14, 0], summary.Rows.Select(r => r.Weights));
        Assert.Equal([32L, 96, 96], summary.Rows.Select(r => r.Macs));
        Assert.Equal(summary.Macs, summary.Rows.Sum(r => r.Macs));
    }

    [Fact]
    public void Flops_are_two_for_each_multiply_accumulate_and_memory_is_the_outputs()
    {
        Summary summary = Conv(2, 3).Then(Relu).Summary((1, 8));
        Assert.Equal((72, 4 * (8 + 12 + 12), 4 * (12 + 12)), (summary.Flops, summary.ActivationBytes, summary.PeakBytes));
        Assert.Contains("<td class=\"n\">36</td>", summary.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("data-path=\"conv1\"", summary.ToHtml(), StringComparison.Ordinal);
    }
}
