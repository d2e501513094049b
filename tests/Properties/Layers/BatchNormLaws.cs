// Batch normalization against its formula written out here, and dropout's masks.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class BatchNormLaws
{
    [Law(40)]
    public void Training_normalizes_by_the_batch_and_moves_the_running_statistics(Shape map, byte items, int seed)
    {
        ArgumentNullException.ThrowIfNull(map);
        const double Momentum = 0.3, Epsilon = 1e-3;
        Network network = BatchNorm(Momentum, Epsilon).On(map);
        Model<double> model = Probe.Weighted(network, seed);
        int n = 2 + (items % 3), plane = map.Tail.Count, count = n * plane;
        Tensor<double> x = Tensor.Normal<double>(map.Under(n), seed), dy = Tensor.Normal<double>(map.Under(n), seed + 1);
        Gradients<double> run = model.Pullback(x, dy, training: true);
        Tensor<double> inference = model.Run(x);
        for (int c = 0; c < map[0]; c++)
        {
            double[] values = [.. Enumerable.Range(0, count).Select(i => x.Values[Position(i, c)])];
            double mean = values.Average(), variance = values.Average(v => (v - mean) * (v - mean));
            double weight = model["bn1.weight"].Values[c], bias = model["bn1.bias"].Values[c], oldMean = model["bn1.mean"].Values[c], oldVariance = model["bn1.variance"].Values[c];
            Agree.Within(1e-12, (0.7 * oldMean) + (0.3 * mean), run.Next("bn1.mean").Values[c], "running mean");
            Agree.Within(1e-12, (0.7 * oldVariance) + (0.3 * variance * count / (count - 1)), run.Next("bn1.variance").Values[c], "running variance, unbiased");
            for (int i = 0; i < count; i++)
            {
                Agree.Within(1e-10, ((values[i] - mean) / Math.Sqrt(variance + Epsilon) * weight) + bias, run.Output.Values[Position(i, c)], "training");
                Agree.Within(1e-10, ((values[i] - oldMean) / Math.Sqrt(oldVariance + Epsilon) * weight) + bias, inference.Values[Position(i, c)], "inference");
            }
        }
        int Position(int i, int c) => (((i / plane * map[0]) + c) * plane) + (i % plane);
    }

    [Fact]
    public void One_value_per_channel_cannot_be_normalized_in_training()
    {
        Model<double> model = Conv(2, 3).Then(BatchNorm()).Init<double>((1, 3));
        Tensor<double> x = Tensor.Normal<double>((1, 1, 3), 1), dy = Tensor.Normal<double>((1, 2, 1), 2);
        Assert.Equal((1, 2, 1), model.Run(x).Shape is { Rank: 3 } y ? (y[0], y[1], y[2]) : default);
        Assert.Equal(
            "layer 2, BatchNorm(), cannot take [2, 1]: in training it needs more than one value per channel; train with a batch of 2 or more, or on larger maps.",
            Assert.Throws<MisfitException>(() => model.Pullback(x, dy, training: true)).Message);
    }

    [Fact]
    public void Dropout_keeps_its_share_scales_what_it_keeps_and_pulls_back_through_the_same_mask()
    {
        foreach (double rate in new[] { 0.1, 0.5, 0.8 })
        {
            Model<double> model = Dropout(rate).Init<double>((10, 30, 40));
            Tensor<double> x = Tensor.Filled((1, 10, 30, 40), -2.0), dy = Tensor.Normal<double>((1, 10, 30, 40), 3);
            Gradients<double> run = model.Pullback(x, dy, training: true, seed: 5), again = model.Pullback(x, dy, training: true, seed: 5), other = model.Pullback(x, dy, training: true, seed: 1L << 40);
            int kept = 0;
            for (int i = 0; i < x.Count; i++)
            {
                double share = run.Output.Values[i] / -2;
                Assert.True(share == 0 || Math.Abs(share - (1 / (1 - rate))) < 1e-12);
                Agree.Within(1e-12, dy.Values[i] * share, run["x"].Values[i], "pullback");
                if (share != 0) kept++;
            }
            Assert.InRange(kept, (12000 * (1 - rate)) - (4 * Math.Sqrt(12000 * rate * (1 - rate))), (12000 * (1 - rate)) + (4 * Math.Sqrt(12000 * rate * (1 - rate))));
            Assert.Equal(run.Output, again.Output);
            Assert.NotEqual(run.Output, other.Output);
            Assert.Equal(x, model.Run(x));
        }
    }

    [Fact]
    public void Two_dropouts_of_one_network_draw_different_masks()
    {
        Model<double> model = Concat(Dropout(0.5), Dropout(0.5)).Init<double>((1, 200));
        Tensor<double> y = model.Pullback(Tensor.Filled((1, 1, 200), 1.0), Tensor.Filled((1, 2, 200), 1.0), training: true).Output;
        Assert.False(y.Values[..200].SequenceEqual(y.Values[200..]));
    }
}
