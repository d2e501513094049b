// What a set costs does not depend on how it is cut into batches: sums over all its labels are divided once. Batches in which no label counts change nothing.
using static FunctionalConv.Layers;
using static FunctionalConv.Losses;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Training;

public class BatchSizeLaws
{
    private static readonly double[] Classes = [1, 5, 9];

    [Law(8)]
    public void The_loss_of_a_set_is_one_quotient_for_every_size_of_batch(int seed)
    {
        var random = new Random(seed);
        int count = random.Next(5, 24), cells = random.Next(1, 4);
        double[] w = [.. Enumerable.Range(0, 3).Select(_ => random.Next(3) * random.NextDouble()), .. new[] { 1.5 }];
        Tensor<float> x = Tensor.Normal<float>((count, 2, cells), seed);
        int[] labels = [.. Enumerable.Range(0, count * cells).Select(i => i == 0 ? 3 : random.Next(5))];
        DataSet set = DataSet.Of("cells", x, Labels.Of((count, cells), labels), 4, ignored: 4);
        Model<double> model = Pointwise(4).Init<double>((2, cells), 1);
        Tensor<double> scores = model.Run(x.To<double>());
        double Log(int i, int c) => scores[i / cells, c, i % cells] - Math.Log(Enumerable.Range(0, 4).Sum(k => Math.Exp(scores[i / cells, k, i % cells])));
        int[] counting = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] < 4)];
        double total = counting.Sum(i => -w[labels[i]] * Log(i, labels[i])), mean = total / counting.Sum(i => w[labels[i]]), plain = counting.Average(i => -Log(i, labels[i]));
        foreach (var (loss, expected) in new (Loss, double)[] { (CrossEntropy.Weighted(w).Ignoring(4), mean), (CrossEntropy.Ignoring(4), plain), (CrossEntropy.Weighted(w).Ignoring(4).Summed(), total / count), (CrossEntropy.Weighted(w).Ignoring(4).PerItem(), total / count) })
            foreach (int batch in new[] { 1, 2, 3, 7, count, count + 5 })
            {
                Assert.Equal(expected, model.LossOn(set, loss, batch), 1e-12);
                Epoch<double> epoch = model.Fit(set, set, Sgd(1e-300), 1, batch, loss: loss).Single();
                Assert.Equal(expected, epoch.Loss, 1e-12);
                Assert.Equal(expected, epoch.TestLoss, 1e-12);
            }
    }

    [Fact]
    public void Rare_classes_weigh_what_they_weigh_in_the_whole_set()
    {
        DataSet set = DataSet.Of("six", Tensor.Filled((6, 1), 1f), Labels.Of(0, 0, 1, 2, 2, 2), 3);
        Model<double> model = Dense(3).Init<double>(1).With("dense1.weight", Tensor.Of((3, 1), 0.0, 1, 2));
        // −log p of the classes 0, 1, 2 is log(1 + e + e²) less 0, 1, 2.
        double log = Math.Log(1 + Math.E + (Math.E * Math.E)), expected = ((2 * log) + (5 * (log - 1)) + (27 * (log - 2))) / 34;
        for (int batch = 1; batch <= 7; batch++)
        {
            Assert.Equal(expected, model.LossOn(set, CrossEntropy.Weighted(Classes), batch), 1e-12);
            Assert.Equal(expected, model.Fit(set, null, Sgd(1e-300), 1, batch, loss: CrossEntropy.Weighted(Classes)).Single().Loss, 1e-12);
        }
    }

    [Fact]
    public void A_batch_in_which_no_label_counts_has_no_loss_and_gradients_of_zero()
    {
        Tensor<double> x = Tensor.Normal<double>((2, 3), 1);
        foreach (TermLoss loss in new TermLoss[] { CrossEntropy.Ignoring(255), CrossEntropy.Ignoring(255).Smoothed(0.2).Weighted(1, 2, 3), NegativeLogLikelihood.Ignoring(255) })
        {
            Gradients<double> d = Dense(3).Init<double>(3, 1).Differentiate(x, Labels.Of(255, 255), loss);
            Assert.True(double.IsNaN(d.Loss), $"{loss} is {d.Loss}");
            foreach (string name in d.Names) Assert.All(d[name].Values.ToArray(), g => Assert.Equal(0, g));
        }
    }

    [Fact]
    public void A_batch_in_which_no_label_counts_changes_nothing_and_training_goes_on()
    {
        Tensor<float> x = Tensor.Normal<float>((12, 3), 1);
        DataSet Set(params int[] labels) => DataSet.Of("some", x, Labels.Of(labels), 3, ignored: 255);
        int[] known = [0, 1, 2, 0, 1, 2];
        Optimizer optimizer = WeightDecay(1e-4).Then(Adam(0.05));
        // Every second item is known, and batches of two come in an order that the seed decides: in some no label counts.
        Epoch<float>[] epochs = [.. Dense(8).Then(Tanh).Then(Dense(3)).Init(3, 1).Fit(Set([.. Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? known[i / 2] : 255)]), null, optimizer, 20, 2)];
        Assert.All(epochs, e => Assert.True(double.IsFinite(e.Loss)));
        Assert.True(epochs[^1].Loss < 0.8 * epochs[0].Loss, $"{epochs[0]}; {epochs[^1]}");
        Assert.InRange(epochs[^1].Updates, 60, 119);
        Model<float> model = Dense(4).Then(BatchNorm()).Then(Dense(3)).Init(3, 1);
        Epoch<float> nothing = model.Fit(Set([.. Enumerable.Repeat(255, 12)]), null, optimizer, 2, 5).Last();
        Assert.Equal(model.Fingerprint(), nothing.Model.Fingerprint());
        Assert.All(nothing.OptimizerState, slot => Assert.All(slot.Values.ToArray(), v => Assert.Equal(0, v)));
        Assert.True(double.IsNaN(nothing.Loss));
        Assert.Equal(0, nothing.Updates);
    }

    [Fact]
    public void A_divergence_is_found_also_where_labels_are_ignored()
    {
        float[] x = [1, 2, float.NaN, 4];
        DataSet set = DataSet.Of("noise", Tensor.Of((4, 1), x), Labels.Of(0, 255, 1, 1), 2, ignored: 255);
        Assert.Contains("because item 2 of noise holds a number that is not finite", Assert.Throws<DivergedException>(() => Dense(2).Init(1).Fit(set, Adam(), 1, 4).Last()).Message, StringComparison.Ordinal);
        DataSet sound = DataSet.Of("sound", Tensor.Of((4, 1), 1f, 2, 3, 4), Labels.Of(0, 255, 1, 1), 2, ignored: 255);
        Assert.Contains("lower the learning rate", Assert.Throws<DivergedException>(() => Dense(2).Init(1).Fit(sound, Sgd(1e38), 9, 1).Last()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_set_of_labels_has_its_loss_beside_its_accuracy()
    {
        (DataSet train, DataSet test) = FitLaws.Drawn;
        Epoch<float> epoch = FitLaws.Model().Fit(train, test, Adam(3e-3), 1, loss: CrossEntropy.Smoothed(0.1)).Single();
        Assert.Equal(CrossEntropy.Smoothed(0.1).Of(epoch.Model.Run(test.Images<float>([.. Enumerable.Range(0, test.Count)])), test.Labels).Values[0], epoch.TestLoss, 1e-5);
        Assert.Equal(epoch.Model.Evaluate(test).Accuracy, epoch.Accuracy);
        // In one batch every item meets the weights from before: the share that they get right in training mode, by hand.
        Model<float> model = Flatten.Then(Dense(10)).Init(train.Item, 1);
        Assert.Equal(model.Evaluate(train).Accuracy, model.Fit(train, null, Adam(), 1, train.Count).Single().TrainAccuracy);
    }
}
