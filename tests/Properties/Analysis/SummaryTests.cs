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
        Assert.Equal("TABLE", summary.ToString());
        Assert.Equal(61_706, summary.Trainable);
    }

    [Fact]
    public void The_table_of_nested_layers()
    {
        Layer net = Conv(4, 3, padding: Same, bias: false).Frozen()
            .Then(Residual(BatchNorm().Then(Relu).Then(Conv(4, 3, padding: Same))))
            .Then(Concat(MaxPool(3, stride: 2), Conv(2, 3, stride: 2).Then(Tanh)).Named("reduce"));
        Assert.Equal("TABLE", net.Summary((3, 16, 16)).ToString());
    }

    [Fact]
    public void Markdown() => Assert.Equal("TABLE", Conv(2, 3).Then(Relu).Summary((1, 8)).ToMarkdown());

    [Fact]
    public void Cells_that_no_window_reads_are_named_and_lines_fit_100_columns()
    {
        string text = Conv(8, 3, stride: 2, padding: Padding.Sides((0, 0), (1, 0)), dilation: (1, 2)).Then(MaxPool(2)).Summary((3, 28, 27)).ToString();
        Assert.All(text.Split('\n').Where(line => !line.StartsWith("note", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 100));
        Assert.Contains("no window reads the last 1 of 28 rows", text, StringComparison.Ordinal);
        Assert.Contains("2  MaxPool(2): no window reads the last 1 of 13 rows", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tied_layers_count_their_weights_once_and_their_work_twice()
    {
        Layer tied = Conv(2, 3, padding: Same).Named("tied");
        Summary summary = Conv(2, 1).Then(tied).Then(tied).Summary((2, 8));
        Assert.Equal([6L, 14, 0], summary.Rows.Select(r => r.Weights));
        Assert.Equal([32L, 96, 96], summary.Rows.Select(r => r.Macs));
        Assert.Equal(summary.Macs, summary.Rows.Sum(r => r.Macs));
    }
}
