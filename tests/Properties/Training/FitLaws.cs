// Fit is a lazy fold: nothing before it is asked, the same bits every time, for any number of threads; it can be kept, stopped, and gone on with.
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Training;

public class FitLaws
{
    internal static readonly (DataSet Train, DataSet Test) Drawn = Digits.Draw(300, 100, 3);

    /// <summary>Everything that could depend on chance or carry state: dropout, batch normalization, max-pooling, a last batch that is smaller.</summary>
    private static readonly Layer Net = Conv(4, 5, stride: 2).Then(BatchNorm()).Then(Relu).Then(MaxPool(2)).Then(Flatten).Then(Dropout(0.2)).Then(Dense(10));

    internal static Model<float> Model(int threads = 2) => Net.Init((1, 28, 28), 1).Using(Backend.Simd, threads);

    private static Training<float> Fit(int threads = 2, int epochs = 3, IProgress<Pace>? progress = null, int seed = 4, CancellationToken cancel = default) =>
        Model(threads).Fit(Drawn.Train, Drawn.Test, Adam(3e-3), epochs, 64, seed, progress: progress, cancel: cancel);

    [Fact]
    public void Nothing_is_trained_before_it_is_asked_for()
    {
        var steps = new Counter();
        Training<float> training = Fit(progress: steps);
        Assert.Empty(steps.Seen);
        Assert.Equal(1, training.First().Number);
        Assert.Equal(5, steps.Seen.Count);
        Assert.Equal(new Pace(1, 3, 5, 5, steps.Seen[^1].Loss), steps.Seen[^1]);
    }

    [Fact]
    public void Training_twice_gives_the_same_bits_and_another_seed_others()
    {
        Training<float> training = Fit();
        string[] once = Prints(training), twice = Prints(training);
        Assert.Equal(once, twice);
        Assert.Equal(3, once.Distinct().Count());
        Assert.NotEqual(once[0], Prints(Fit(epochs: 1, seed: 5))[0]);
    }

    [Fact]
    public void One_thread_and_two_give_the_same_bits() => Assert.Equal(Prints(Fit(1)), Prints(Fit(2)));

    [Fact]
    public void The_loss_falls_and_the_network_learns()
    {
        Epoch<float>[] epochs = [.. Fit(epochs: 6)];
        Assert.True(epochs[^1].Loss < 0.8 * epochs[0].Loss, $"{epochs[0]}; {epochs[^1]}");
        Assert.InRange(epochs[^1].Accuracy, 0.2, 1);
        Assert.Equal(epochs[^1].Accuracy, epochs[^1].Model.Evaluate(Drawn.Test).Accuracy);
    }

    [Fact]
    public void Memo_trains_once_and_keeps_the_epochs()
    {
        var steps = new Counter();
        IEnumerable<Epoch<float>> kept = Fit(progress: steps).Memo();
        Assert.Empty(steps.Seen);
        Epoch<float> second = kept.ElementAt(1);
        Assert.Equal(10, steps.Seen.Count);
        Assert.Equal([1, 2, 3], kept.Select(e => e.Number));
        Assert.Same(second, kept.ElementAt(1));
        Assert.Equal(15, steps.Seen.Count);
    }

    [Fact]
    public void A_token_stops_after_the_step_under_way()
    {
        using var stop = new CancellationTokenSource();
        var steps = new Counter { Then = pace => { if (pace is { Epoch: 2, Batch: 3 }) stop.Cancel(); } };
        var seen = new List<int>();
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (Epoch<float> epoch in Fit(progress: steps, cancel: stop.Token)) seen.Add(epoch.Number);
        });
        Assert.Equal([1], seen);
        Assert.Equal(8, steps.Seen.Count);
        Assert.Throws<OperationCanceledException>(() => Fit(progress: steps, cancel: stop.Token).First());
        Assert.Equal(8, steps.Seen.Count);
    }

    [Fact]
    public void Training_goes_on_exactly_from_any_epoch()
    {
        Training<float> training = Fit();
        Epoch<float> first = training.First();
        Assert.Equal(Prints(training).Skip(1), Prints(training.After(first)));
        Assert.Equal([2, 3], training.After(first).Select(e => e.Number));
        Assert.Equal("After goes on from an epoch of this training; it was given one of another network or optimizer. (Parameter 'epoch')",
            Assert.Throws<ArgumentException>(() => Model().Fit(Drawn.Train, Sgd(0.1), 2).After(first)).Message);
    }

    [Fact]
    public void Frozen_weights_stay_and_states_move()
    {
        Layer net = Flatten.Then(Dense(12).Frozen()).Then(BatchNorm()).Then(Dense(10));
        Model<float> before = net.Init((1, 28, 28)), after = before.Fit(Drawn.Train, Sgd(0.1), 1).Single().Model;
        Assert.Equal(before["dense1.weight"], after["dense1.weight"]);
        Assert.NotEqual(before["dense2.weight"], after["dense2.weight"]);
        Assert.NotEqual(before["bn1.mean"], after["bn1.mean"]);
    }

    private static string[] Prints(IEnumerable<Epoch<float>> epochs) => [.. epochs.Select(e => $"{e.Model.Fingerprint()} {e.Loss:R} {e.Accuracy:R}")];

    private sealed class Counter : IProgress<Pace>
    {
        public List<Pace> Seen { get; } = [];

        public Action<Pace> Then { get; init; } = _ => { };

        public void Report(Pace value)
        {
            Seen.Add(value);
            Then(value);
        }
    }
}
