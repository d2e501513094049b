// Every normalization agrees with its plain meaning over generated shapes, and its gradient with the central difference; moments and states are what they say.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class NormalizationLaws
{
    [Law(30)]
    public void Batch_norm_in_training_standardizes_every_channel_over_the_batch_and_moves_its_state(int seed)
    {
        var draw = new Draw(seed);
        double momentum = 0.3, epsilon = 1e-3;
        bool affine = draw.One(true, false);
        var check = new Checks(BatchNorm(momentum, epsilon, affine), draw.Tensor(draw.Item(3).Under(4), 1), draw, training: true);
        static string Channel(int[] at) => $"{at[1]}";
        Tensor<double> plain = Meaning.Standardized(check.X, epsilon, Channel);
        check.Near(affine ? Scaled(plain, check, "bn1", at => [at[1]]) : plain, check.Output(), "the output");
        var moments = Meaning.Moments(check.X, Channel);
        check.Near(Moved(check, "bn1.mean", momentum, c => moments[$"{c}"].Mean), check.Run()["bn1.mean'"], "the mean");
        check.Near(Moved(check, "bn1.variance", momentum, c => Unbiased(moments[$"{c}"])), check.Run()["bn1.variance'"], "the variance");
        check.GradientIsTheCentralDifference(draw);
    }

    [Law(30)]
    public void Running_statistics_are_what_inference_uses(int seed)
    {
        var draw = new Draw(seed);
        var (layer, name) = draw.One((BatchNorm(0.1, 1e-3), "bn1"), (InstanceNorm(1e-3, affine: true, running: true), "in1"));
        var check = new Checks(layer, draw.Tensor(draw.Item(3, least: 1).Under(2)), draw);
        Tensor<double> mean = check[$"{name}.mean"], variance = check[$"{name}.variance"];
        check.Near(Scaled(Meaning.At(check.X.Shape, at => (check.X[at] - mean[at[1]]) / Math.Sqrt(variance[at[1]] + 1e-3)), check, name, at => [at[1]]), check.Output(), "the output");
        check.GradientIsTheCentralDifference(draw);
    }

    [Law(30)]
    public void Group_norm_standardizes_every_group_of_every_item(int seed)
    {
        var draw = new Draw(seed);
        int groups = draw.One(1, 2, 3, 6);
        bool affine = draw.One(true, false);
        var check = new Checks(GroupNorm(groups, 1e-3, affine), draw.Tensor(draw.Item(6).Under(2), 1), draw, draw.One(true, false));
        Tensor<double> plain = Meaning.Standardized(check.X, 1e-3, at => $"{at[0]} {at[1] / (6 / groups)}");
        check.Near(affine ? Scaled(plain, check, "gn1", at => [at[1]]) : plain, check.Output(), "the output");
        check.GradientIsTheCentralDifference(draw);
    }

    [Law(30)]
    public void Instance_norm_standardizes_every_map_and_keeps_the_items_average_if_asked(int seed)
    {
        var draw = new Draw(seed);
        bool affine = draw.One(true, false), running = draw.One(true, false);
        var check = new Checks(InstanceNorm(1e-3, affine, running, 0.3), draw.Tensor(draw.Item(3).Under(4), 1), draw, training: true);
        Tensor<double> plain = Meaning.Standardized(check.X, 1e-3, at => $"{at[0]} {at[1]}");
        check.Near(affine ? Scaled(plain, check, "in1", at => [at[1]]) : plain, check.Output(), "the output");
        check.GradientIsTheCentralDifference(draw);
        if (!running) return;
        var moments = Meaning.Moments(check.X, at => $"{at[0]} {at[1]}");
        double Average(int c, Func<(double, double, int), double> of) => Enumerable.Range(0, 4).Average(n => of(moments[$"{n} {c}"]));
        check.Near(Moved(check, "in1.mean", 0.3, c => Average(c, m => m.Item1)), check.Run()["in1.mean'"], "the mean");
        check.Near(Moved(check, "in1.variance", 0.3, c => Average(c, Unbiased)), check.Run()["in1.variance'"], "the variance");
    }

    [Law(30)]
    public void Layer_norm_standardizes_the_trailing_axes_together(int seed)
    {
        var draw = new Draw(seed);
        Shape item = draw.Item(3);
        int axes = draw.Int(1, item.Rank);
        bool affine = draw.One(true, false), all = axes == item.Rank && draw.One(true, false);
        var check = new Checks(LayerNorm(all ? null : axes, 1e-3, affine), draw.Tensor(item.Under(2), 1), draw);
        Tensor<double> plain = Meaning.Standardized(check.X, 1e-3, at => string.Join(" ", at[..^axes]));
        check.Near(affine ? Scaled(plain, check, "ln1", at => at[^axes..]) : plain, check.Output(), "the output");
        check.GradientIsTheCentralDifference(draw);
    }

    [Law(20)]
    public void Layer_norm_gives_mean_0_and_variance_1(int seed)
    {
        var draw = new Draw(seed);
        var check = new Checks(LayerNorm(epsilon: 0, affine: false), draw.Tensor(draw.Item(3).Under(2), 5), draw);
        foreach (var (mean, variance, _) in Meaning.Moments(check.Output(), at => $"{at[0]}").Values)
        {
            Assert.Equal(0, mean, 1e-12);
            Assert.Equal(1, variance, 1e-12);
        }
    }

    [Law(30)]
    public void Local_response_norm_damps_by_the_channels_around(int seed)
    {
        var draw = new Draw(seed);
        int size = draw.Int(1, 7);
        double alpha = 0.3, beta = draw.One(0.5, 0.75, 1), k = draw.One(1.0, 2);
        Shape item = draw.One(draw.Item(5), 5);
        var check = new Checks(LocalResponseNorm(size, alpha, beta, k), draw.Tensor(item.Under(2)), draw);
        Tensor<double> expected = Meaning.At(check.X.Shape, at =>
        {
            double squares = 0;
            for (int c = 0; c < 5; c++)
                if (at[1] - (size / 2) <= c && c < at[1] - (size / 2) + size) squares += Math.Pow(check.X[Meaning.With(at, 1, c)], 2);
            return check.X[at] / Math.Pow(k + (alpha / size * squares), beta);
        });
        check.Near(expected, check.Output(), "the output");
        check.GradientIsTheCentralDifference(draw);
    }

    private static double Unbiased((double Mean, double Variance, int Count) m) => m.Variance * m.Count / (m.Count - 1);

    private static Tensor<double> Scaled(Tensor<double> x, Checks check, string name, Func<int[], int[]> own) =>
        Meaning.At(x.Shape, at => (x[at] * check[$"{name}.weight"][own(at)]) + check[$"{name}.bias"][own(at)]);

    private static Tensor<double> Moved(Checks check, string name, double momentum, Func<int, double> batch) =>
        Tensor.Make(check[name].Shape, c => ((1 - momentum) * check[name].Values[c]) + (momentum * batch(c)));
}
