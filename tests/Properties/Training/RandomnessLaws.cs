// The masks of a training: every step draws its own, in every epoch anew, and a seed decides them all. Read off the weights that a training leaves behind.
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Training;

public class RandomnessLaws
{
    private const int Features = 64, Steps = 12;

    [Fact]
    public void Every_step_of_every_epoch_draws_a_mask_of_its_own()
    {
        int[][] kept = [.. Kept(seed: 1).Take(2)];
        foreach (int[] epoch in kept)
        {
            // One mask for all steps would keep a feature always or never; a coin of 12 tosses does so once in 2048.
            Assert.True(epoch.Count(n => n is > 0 and < Steps) > Features - 4, string.Join(' ', epoch));
            Assert.InRange(epoch.Sum(), (Features * Steps / 2) - 70, (Features * Steps / 2) + 70);
        }
        Assert.NotEqual(kept[0], kept[1]);
        Assert.Equal(kept, Kept(seed: 1).Take(2));
        Assert.NotEqual(kept[0], Kept(seed: 2).First());
    }

    /// <summary>
    /// How often each feature of a row of ones passed the dropout before a dense layer, epoch by epoch. The target is so far away that every step moves the weight
    /// of a feature that was kept by one amount: rate · 2 (y − target) · 2.
    /// </summary>
    private static IEnumerable<int[]> Kept(int seed)
    {
        const double Rate = 1e-7, Target = -1e4;
        DataSet ones = DataSet.Of("ones", Tensor.Filled((Steps, Features), 1f), Tensor.Filled((Steps, 1), (float)Target));
        Model<double> before = Dropout(0.5).Then(Dense(1, bias: false)).Init<double>(Features, 1);
        foreach (Epoch<double> epoch in before.Fit(ones, null, Sgd(Rate), 2, batch: 1, seed: seed))
        {
            Model<double> old = before;
            before = epoch.Model;
            yield return [.. Enumerable.Range(0, Features).Select(i => (int)Math.Round((old["dense1.weight"].Values[i] - epoch.Model["dense1.weight"].Values[i]) / (Rate * -Target * 4)))];
        }
    }
}
