// What training refuses, in whole sentences: before the first step what does not fit, and at the step that broke what became infinite.
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Training;

public class RefusalLaws
{
    private static readonly DataSet Train = Digits.Draw(65, 0, 3).Train;

    [Fact]
    public void What_does_not_fit_is_said_before_the_first_step()
    {
        Model<float> model = Flatten.Then(Dense(10)).Init((1, 28, 28));
        Assert.Equal("Fit needs at least 1 epoch; it was given 0. (Parameter 'epochs')", Message(() => model.Fit(Train, Adam(), 0)));
        Assert.Equal("Fit needs at least 1 item per batch; it was given 0. (Parameter 'batch')", Message(() => model.Fit(Train, Adam(), 1, 0)));
        Assert.Equal("drawn digits, training has no items; give a set of at least 1.", Message(() => model.Fit(Train.Take(0), Adam(), 1)));
        Assert.Equal("This network takes items [784]; drawn digits, training has items [1, 28, 28]. Make the network for [1, 28, 28].",
            Message(() => Dense(10).Init(784).Fit(Train, Adam(), 1)));
        Assert.Equal("This network gives 3 scores; drawn digits, training has 10 classes. End the network in Dense(10).",
            Message(() => Flatten.Then(Dense(3)).Init((1, 28, 28)).Fit(Train, Adam(), 1)));
        Assert.Equal("Classes need one score per class, [classes]; this network gives [10, 24, 24]. End it in Flatten and Dense(classes).",
            Message(() => Conv(10, 5).Init((1, 28, 28)).Fit(Train, Adam(), 1)));
        Assert.Equal("There is nothing to train: Flatten.Then(Dense(10).Frozen()) has no weight that its loss depends on and that is not frozen.",
            Message(() => Flatten.Then(Dense(10).Frozen()).Init((1, 28, 28)).Fit(Train, Adam(), 1)));
    }

    [Fact]
    public void A_last_batch_that_a_layer_cannot_take_is_refused_early()
    {
        Model<float> model = Flatten.Then(Dense(10)).Then(BatchNorm()).Init((1, 28, 28));
        Assert.Equal("layer 3, BatchNorm(), cannot take [10]: in training it needs more than one value per channel; train with a batch of 2 or more, or on larger maps; the last batch of an epoch has 1 item: Fit leaves it out by dropLast: true.",
            Assert.Throws<MisfitException>(() => model.Fit(Train, Adam(), 1)).Message);
        Assert.Single(model.Fit(Train, Adam(), 1, 65));
        Epoch<float> epoch = Assert.Single(model.Fit(Train, null, Adam(), 1, dropLast: true));
        Assert.Equal(Train.Count / 64, epoch.Updates);
        Assert.Equal($"{Train.Name} has {Train.Count} items, fewer than a batch of 1000, so that dropLast leaves none; use a smaller batch. (Parameter 'dropLast')",
            Assert.Throws<ArgumentException>(() => model.Fit(Train, null, Adam(), 1, 1000, dropLast: true)).Message);
    }

    [Fact]
    public void A_loss_that_is_no_number_names_epoch_batch_and_layer()
    {
        Layer net = Conv(2, 5).Then(Relu).Then(Layer.Of("Broken", s => s, x => (x - 1e30).Map(Graphs.Unary.Log))).Then(Flatten).Then(Dense(10));
        DivergedException e = Assert.Throws<DivergedException>(() => net.Init((1, 28, 28)).Fit(Train, Adam(), 1).First());
        Assert.Equal($"Epoch 1, batch 1: the loss is NaN, and the first layer whose output is not finite is layer 3, {net.On((1, 28, 28)).Rows[2].Layer} ({e.Layer}); lower the learning rate, or scale the input to about 0..1.", e.Message);
        Assert.Equal((1, 1), (e.Epoch, e.Batch));
    }

    [Fact]
    public void A_learning_rate_far_too_high_is_found_and_cured_by_a_lower_one()
    {
        Model<float> model = Conv(4, 5).Then(Relu).Then(Flatten).Then(Dense(10)).Init((1, 28, 28));
        DivergedException e = Assert.Throws<DivergedException>(() => model.Fit(Train, Sgd(1e30), 5, 16).Last());
        Assert.Contains("lower the learning rate", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, e.Epoch);
        Assert.InRange(e.Batch, 2, 5);
        Assert.True(double.IsFinite(model.Fit(Train, Sgd(1e-2), 5, 16).Last().Loss));
    }

    [Fact]
    public void A_broken_image_is_named()
    {
        float[] pixels = new float[20 * 4];
        pixels[(13 * 4) + 2] = float.NaN;
        DataSet set = DataSet.Of("noise", Tensor.Of((20, 4), pixels), Labels.Of([.. Enumerable.Range(0, 20).Select(i => i % 2)]), 2);
        DivergedException e = Assert.Throws<DivergedException>(() => Dense(2).Init(4).Fit(set, Adam(), 1, 20).First());
        Assert.Equal("Epoch 1, batch 1: the loss is NaN, because item 13 of noise holds a number that is not finite; take it out or mend it.", e.Message);
    }

    [Fact]
    public void A_weight_that_the_last_update_breaks_is_found_though_no_loss_shows_it()
    {
        DivergedException e = Assert.Throws<DivergedException>(() => Flatten.Then(Dense(10)).Init((1, 28, 28)).Fit(Train, new Endless(), 1, 65).First());
        Assert.Equal("Epoch 1, batch 1: the loss is finite, but the update made the weight dense1.weight infinite or NaN; lower the learning rate, or scale the input to about 0..1.", e.Message);
    }

    private static string Message(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;

    private sealed record Endless : Optimizer
    {
        protected override string Code => "Endless";

        public override Graphs.Node[] Update(Graphs.Node[] gradients, Graphs.Node[] weights, Steps at) => [.. gradients.Select(g => g.Map(new Graphs.Unary.Power(0)) * 1e300 * 1e300)];
    }
}
