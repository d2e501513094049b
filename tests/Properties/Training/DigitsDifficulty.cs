// Digits are hard enough: a linear classifier trained to convergence, at the best of three rates, stays below 93 %, where LeNet passes 98 %.
using Xunit.Abstractions;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Training;

public class DigitsDifficulty(ITestOutputHelper output)
{
    private static readonly (DataSet Train, DataSet Test) Drawn = Digits.Draw();

    [Fact]
    public void A_linear_classifier_stays_below_93_percent()
    {
        Model<float> linear = Flatten.Then(Dense(10)).Init((1, 28, 28), 1);
        double best = new[] { 3e-4, 1e-3, 3e-3 }.Max(rate =>
        {
            Epoch<float>[] epochs = [.. linear.Fit(Drawn.Train, Drawn.Test, Adam(rate), 25, 128)];
            output.WriteLine($"rate {rate}: {epochs[^1]}; best {epochs.Max(e => e.Accuracy)}");
            return epochs.Max(e => e.Accuracy);
        });
        Assert.InRange(best, 0.3, 0.93);
    }

    [Fact]
    public void LeNet_passes_98_percent()
    {
        Layer lenet = Conv(6, 5, padding: Same).Then(Relu).Then(MaxPool(2)).Then(Conv(16, 5)).Then(Relu).Then(MaxPool(2))
            .Then(Flatten).Then(Dense(120)).Then(Relu).Then(Dense(84)).Then(Relu).Then(Dense(10));
        double best = lenet.Init((1, 28, 28), 1).Fit(Drawn.Train, Drawn.Test, Adam(), 6).Select(epoch =>
        {
            output.WriteLine($"{epoch}");
            return epoch.Accuracy;
        }).First(accuracy => accuracy > 0.98);
        Assert.InRange(best, 0.98, 1);
    }
}
