// Pictures of runs: learning curves tell training from testing and loss from error; the stops of a moving convolution include its greatest value.
using System.Globalization;
using System.Xml.Linq;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Pictures;

public class RunPictureLaws
{
    [Fact]
    public void The_stops_of_a_moving_convolution_hit_its_peak_and_its_curve_is_drawn_finely()
    {
        static double Box(double t) => Math.Abs(t) <= 0.5 ? 1 : 0;
        static double Ramp(double t) => t is >= 0 and <= 1 ? 1 - t : 0;
        // The ramp with itself: ∫ (1 − s)² ds = 1/3 at t = 0. The box over the ramp holds all of it, ½, where t = ±½.
        Peak(Continuous.Autocorrelation(Ramp), 0, 1.0 / 3);
        Peak(Continuous.Convolution(Box, Ramp), 0.5, 0.5);
        Peak(Continuous.Correlation(Box, Ramp), 0.5, 0.5);
        Peak(Continuous.Autocorrelation(t => Math.Exp(-t * t), 3), 0, Math.Sqrt(Math.PI / 2));
        Peak(Continuous.Convolution(t => -Box(t), t => Box(t - 0.37)), 0.37, -1);
    }

    [Fact]
    public void Learning_curves_show_training_and_test_set_in_a_panel_of_losses_and_one_of_errors()
    {
        (DataSet train, DataSet test) = Digits.Draw(60, 20, 3);
        Epoch<float>[] epochs = [.. Flatten.Then(Dense(10)).Init(train.Item, 1).Fit(train, test, Adam(3e-3), 3)];
        XElement svg = XElement.Parse(epochs.Curves().ToString());
        Assert.Equal(epochs.SelectMany(e => new[] { e.Loss, e.TestLoss }).Order().Select(Mark.Figure), Drawn(svg, "loss"));
        Assert.Equal(epochs.SelectMany(e => new[] { 1 - e.TrainAccuracy, 1 - e.Accuracy }).Order().Select(Mark.Figure), Drawn(svg, "share that is wrong"));
        Assert.All(epochs, e => Assert.True(double.IsFinite(e.TestLoss) && e.TrainAccuracy is >= 0 and <= 1));
        string words = string.Join(' ', svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value));
        Assert.Contains("training set test set", words, StringComparison.Ordinal);

        DataSet numbers = DataSet.Of("line", Tensor.Of((2, 1), 1f, 2), Tensor.Of((2, 1), 2f, 4));
        XElement one = XElement.Parse(Dense(1).Init(1, 1).Fit(numbers, Adam(), 2).Curves().ToString());
        Assert.Equal(["loss"], one.Descendants().Attributes("data-panel").Select(a => a.Value));
        Assert.DoesNotContain("NaN", one.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Learning_curves_say_where_the_network_begins_to_learn_by_heart()
    {
        LearningCurves.Moment[] epochs = [new(1, 2, 2, 0.8, 0.8), new(2, 1, 1.5, 0.4, 0.6), new(3, 0.5, 1.9, 0.1, 0.65)];
        static string Words(Picture picture) => string.Join(' ', XElement.Parse(picture.ToString()).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value));
        Assert.Contains("Overfitting: the loss of the test set was least after epoch 2", Words(LearningCurves.Draw(epochs, "Run")), StringComparison.Ordinal);
        Assert.DoesNotContain("Overfitting", Words(LearningCurves.Draw(epochs[..2], "Run")), StringComparison.Ordinal);
    }

    /// <summary>The numbers of a panel's dots, sorted.</summary>
    private static string[] Drawn(XElement svg, string panel) => [.. svg.Descendants().Single(e => e.Attribute("data-panel")?.Value == panel).Descendants()
        .Where(e => e.Name.LocalName == "title").Select(e => e.Value.Split(": ")[1]).OrderBy(v => double.Parse(v, CultureInfo.InvariantCulture))];

    private static void Peak(Picture picture, double at, double area)
    {
        XElement svg = XElement.Parse(picture.ToString());
        (double T, double Area)[] stops = [.. svg.Descendants().Where(e => e.Attribute("data-area") is not null).Select(e => (Number(e, "data-t"), Number(e, "data-area")))];
        (double T, double Area) peak = stops.MaxBy(s => Math.Abs(s.Area));
        Assert.Equal(area, peak.Area, 2e-3);
        Assert.Equal(at, peak.T, 0.006);
        Assert.Equal(stops.OrderBy(s => s.T), stops);
        Assert.Contains(svg.Descendants(), e => e.Attribute("data-points") is { } points && int.Parse(points.Value, CultureInfo.InvariantCulture) >= 400);
    }

    private static double Number(XElement mark, string name) => double.Parse(mark.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
