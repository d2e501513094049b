// Charts and tiles: kernels are banks of filters, small charts share one scale, bars stand on their ticks, legends show what is drawn.
using System.Globalization;
using System.Xml.Linq;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Pictures;

public class ChartLaws
{
    [Fact]
    public void A_kernel_is_a_bank_of_filters_and_a_volume_a_volume()
    {
        Model<float> model = Zoo.LeNet5().Init((1, 28, 28));
        Picture drawn = model["conv1.weight"].Picture();
        Assert.Equal("A bank of 6 filters 1×5×5", drawn.Title);
        Assert.Equal("A bank of 6 filters 1×5×5, channels first; blue is negative, orange positive.", drawn.Description);
        Assert.Equal(drawn.Title, model.Differentiate(Tensor.Normal<float>((1, 1, 28, 28), 1), Labels.Of(1))["conv1.weight"].Picture().Title);
        Assert.Equal(drawn.Title, model.With("conv1.weight", Tensor.Filled((6, 1, 5, 5), 1f))["conv1.weight"].Picture().Title);
        Assert.StartsWith("A volume of 5 slices of 6 rows and 7 columns", Tensor.Normal<float>((2, 5, 6, 7), 1).Picture().Description, StringComparison.Ordinal);
        Assert.StartsWith("Tensor [2, 3, 8]", Assert.IsType<Picture>(Tensor.Normal<float>((2, 3, 8), 1).Picture()).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Small_charts_share_one_scale_and_hold_their_numbers()
    {
        XElement svg = XElement.Parse(Tensor.Make((3, 5), i => i - 4.0).Maps().ToString());
        Assert.Equal(("3", "-5", "10"), (svg.Attribute("data-charts")!.Value, svg.Attribute("data-low")!.Value, svg.Attribute("data-high")!.Value));
        double[][] ys = [.. svg.Descendants().Where(e => e.Attribute("data-cells")?.Value == "5").Select(e => e.Attribute("d")!.Value.Split('M', 'L').Skip(1).Select(p => double.Parse(p.Split(' ')[1], CultureInfo.InvariantCulture)).ToArray())];
        XElement[] frames = [.. svg.Descendants().Where(e => e.Attribute("class")?.Value == "fc-cell")];
        for (int c = 0; c < 3; c++)
            for (int i = 0; i < 5; i++)
            {
                double top = double.Parse(frames[c].Attribute("y")!.Value, CultureInfo.InvariantCulture), height = double.Parse(frames[c].Attribute("height")!.Value, CultureInfo.InvariantCulture);
                Assert.Equal((c * 5) + i - 4, -5 + (15 * (top + height - ys[c][i]) / height), 0.01);
            }
    }

    [Fact]
    public void A_bar_stands_on_the_tick_of_its_number()
    {
        XElement svg = XElement.Parse(Tensor.Of(5, 1.0, 2, 3, 2, 1).Picture().ToString());
        double[] bars = [.. svg.Descendants().Where(e => e.Attribute("class")?.Value == "fc-bar").Select(e => double.Parse(e.Attribute("x")!.Value, CultureInfo.InvariantCulture) + (double.Parse(e.Attribute("width")!.Value, CultureInfo.InvariantCulture) / 2))];
        var ticks = svg.Descendants().Where(e => e.Attribute("class")?.Value == "s m").ToDictionary(e => int.Parse(e.Value, CultureInfo.InvariantCulture), e => double.Parse(e.Attribute("x")!.Value, CultureInfo.InvariantCulture));
        Assert.Equal([0, 1, 2, 3, 4], ticks.Keys.Order());
        Assert.All(ticks, tick => Assert.Equal(bars[tick.Key], tick.Value, 0.02));
    }

    [Fact]
    public void A_legend_shows_a_series_as_it_is_drawn()
    {
        XElement bars = XElement.Parse(Conv(2, 3, padding: Same).Then(MaxPool(2)).Init<double>((1, 12, 12)).ShiftPicture().ToString());
        Assert.Equal(2, bars.Descendants().Count(e => e.Name.LocalName == "rect" && e.Attribute("class")?.Value == "fc-sample"));
        Assert.DoesNotContain(bars.Descendants(), e => e.Attribute("class")?.Value == "fc-curve");
        XElement signals = XElement.Parse(Tensor.Normal<float>((2, 50), 1).Picture().ToString());
        foreach (var curves in signals.Descendants().Where(e => e.Attribute("class")?.Value == "fc-curve").GroupBy(e => e.Attribute("stroke")!.Value))
            Assert.Single(curves.Select(e => e.Attribute("stroke-dasharray")?.Value).Distinct());
        Assert.Equal(4, signals.Descendants().Count(e => e.Attribute("class")?.Value == "fc-curve"));
    }
}
