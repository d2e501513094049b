// Where nearly equal numbers are subtracted, or many of one sign are added, digits are lost. Here each such formula is held against a definition that loses none: differences and
// sums in whole numbers, logarithms by their series. No oracle here shares its formula with the fast path or with the naive meaning.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using FunctionalConv.Properties.Layers;
using static FunctionalConv.Layers;
using static FunctionalConv.Losses;

namespace FunctionalConv.Properties.Numerics;

public class CancellationLaws
{
    private static readonly PlanOptions[] Ways = [Sheet.Naive, new(Backend.Simd, 1), new(Backend.Simd, 2), new(Backend.Managed, 1)];

    [Theory]
    [InlineData(0f)]
    [InlineData(1e3f)]
    [InlineData(-1e6f)]
    [InlineData(1e8f)]
    public void Equal_scores_have_equal_probabilities_whatever_they_are(float score)
    {
        foreach (PlanOptions way in Ways)
            foreach (int n in new[] { 2, 3, 31, 33, 700 })
            {
                Assert.All(Probabilities(Tensor.Filled((2, n), score), 1, way)["p"].Values.ToArray(), p => Assert.Equal(1.0 / n, p, 1e-6 / n));
                Assert.All(Probabilities(Tensor.Filled((2, n, 3), score), 1, way)["p"].Values.ToArray(), p => Assert.Equal(1.0 / n, p, 1e-6 / n));
            }
    }

    [Law(30)]
    public void Logarithms_of_probabilities_their_loss_and_its_gradient_are_their_definition_at_every_offset(int seed)
    {
        var random = new Random(seed);
        int n = new[] { random.Next(2, 12), random.Next(30, 36), random.Next(500, 600) }[random.Next(3)];
        Shape shape = random.Next(2) == 0 ? (3, n) : (2, n, random.Next(2, 5));
        Definition<float>(shape, Math.Pow(10, random.Next(0, 9)), random, 4e-7);
        Definition<double>(shape, Math.Pow(10, random.Next(0, 14)), random, 1e-14);
    }

    [Law(20)]
    public void A_logit_loss_and_its_gradient_keep_their_digits_where_they_are_small(int seed)
    {
        var random = new Random(seed);
        double[] scores = [.. Enumerable.Range(0, 60).Select(i => ((random.NextDouble() * 2) - 1) * Math.Pow(10, random.Next(-3, 3))), 30, -30, 17, -17];
        double[] truth = [.. scores.Select((_, i) => i % 3 == 2 ? random.NextDouble() : i % 3)];
        double weight = random.Next(2) == 0 ? 1 : 0.5 + random.NextDouble();
        Logits<float>(scores, truth, weight, 1e-6);
        Logits<double>(scores, truth, weight, 4e-15);
    }

    [Fact]
    public void A_logit_of_infinity_costs_nothing_where_it_is_right()
    {
        Tensor<double> x = Tensor.Of((1, 2), double.PositiveInfinity, double.NegativeInfinity);
        Assert.Equal(0, BinaryCrossEntropyWithLogits.Of(x, Tensor.Of((1, 2), 1.0, 0)).Values[0]);
        Assert.Equal(double.PositiveInfinity, BinaryCrossEntropyWithLogits.Of(x, Tensor.Of((1, 2), 0.0, 0)).Values[0]);
    }

    [Law(20)]
    public void A_mean_is_that_of_exact_sums(int seed)
    {
        var random = new Random(seed);
        var shape = Shape.Of(random.Next(1, 300), random.Next(1, 20), random.Next(1, 20), random.Next(1, 20));
        float offset = new[] { 0f, 1e4f, -3e6f }[random.Next(3)];
        Tensor<float> x = Tensor.Make(shape, _ => offset + (float)random.NextDouble());
        var axes = new Axes(random.Next(1, 16));
        var builder = new GraphBuilder();
        Graph graph = builder.Build(("mean", builder.Argument("x", Role.Data, shape).Mean(axes)));
        double[] expected = ExactMeans(x, axes);
        foreach (PlanOptions way in Ways)
        {
            Tensor<float> got = new Plan<float>(graph, way).Run(new Arguments<float>().Set("x", x))["mean"];
            for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(got.Values[i] - expected[i]) <= 3e-7 * Math.Max(1, Math.Abs(offset)), $"over {axes} of {shape} at {offset}: {got.Values[i]:R} stands for {expected[i]:R}");
        }
    }

    [Theory]
    [InlineData("BatchNorm")]
    [InlineData("GroupNorm")]
    [InlineData("InstanceNorm")]
    [InlineData("LayerNorm")]
    public void What_is_normalized_is_exact_also_far_from_0_and_so_is_its_gradient(string name)
    {
        Layer layer = name switch { "BatchNorm" => BatchNorm(affine: false), "GroupNorm" => GroupNorm(2, affine: false), "InstanceNorm" => InstanceNorm(), _ => LayerNorm(affine: false) };
        Func<int[], string> key = name switch { "BatchNorm" => at => $"{at[1]}", "GroupNorm" => at => $"{at[0]} {at[1] / 8}", "InstanceNorm" => at => $"{at[0]} {at[1]}", _ => at => $"{at[0]}" };
        foreach (Shape item in new Shape[] { (16, 24, 24), (16, 50), name is "BatchNorm" or "LayerNorm" ? 16 : (16, 3) })
            foreach (int offset in new[] { 10_000, -10_000, 100_000 })
            {
                Shape batch = item.Under(item.Rank == 1 ? 500 : 20);
                Tensor<float> x = Tensor.Normal<float>(batch, 3), dy = Tensor.Normal<float>(batch, 4), far = Tensor.Make(batch, i => x.Values[i] + offset);
                Gradients<float> got = layer.Init<float>(item).Pullback(far, dy, training: true);
                Gradients<double> exact = layer.Init<double>(item).Pullback(Tensor.Make(batch, i => (double)far.Values[i] - offset), dy.To<double>(), training: true);
                foreach (var (mean, _, _) in Meaning.Moments(got.Output.To<double>(), key).Values) Assert.Equal(0, mean, 5e-4);
                Agree.Within(2e-4, exact.Output, got.Output.To<double>(), $"{name} of {batch} at {offset}");
                Agree.Within(2e-4, exact["x"], got["x"].To<double>(), $"the gradient of {name} of {batch} at {offset}");
            }
    }

    private static Results<float> Probabilities(Tensor<float> x, int axis, PlanOptions way)
    {
        var builder = new GraphBuilder();
        return new Plan<float>(builder.Build(("p", builder.Argument("x", Role.Data, x.Shape).Softmax(axis))), way).Run(new Arguments<float>().Set("x", x));
    }

    /// <summary>log p[i] = −log Σ e^(x[j] − x[i]), with the differences in whole numbers of 2^−60: no largest score, and no difference that is rounded.</summary>
    private static void Definition<T>(Shape shape, double offset, Random random, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T> x = Tensor.Make(shape, _ => T.CreateTruncating(offset + (8 * random.NextDouble()) - 4));
        int n = shape[1], cells = shape.Tail.Tail.Count;
        Labels labels = Labels.Of(shape.Without(Axes.Of(1)), [.. Enumerable.Range(0, shape[0] * cells).Select(_ => random.Next(n))]);
        BigInteger[] exact = [.. x.Values.ToArray().Select(v => (BigInteger)Math.ScaleB(double.CreateTruncating(v), 60))];
        double Log(int lane, int i) => -Math.Log(Enumerable.Range(0, n).Sum(j => Math.Exp(Math.ScaleB((double)(exact[lane + (j * cells)] - exact[lane + (i * cells)]), -60))));
        var builder = new GraphBuilder();
        Node scores = builder.Argument("x", Role.Data, shape);
        Graph forward = builder.Build(("log", scores.LogSoftmax(1)), ("y", CrossEntropy.Of(scores, builder.Argument("labels", Role.Data, labels.Shape, Element.Index))));
        Graph graph = Gradient.Of(forward, "y", a => a.Name == "x");
        foreach (PlanOptions way in Ways)
        {
            Results<T> got = new Plan<T>(graph, way).Run(new Arguments<T>().Set("x", x).Set("labels", labels));
            double loss = 0;
            for (int at = 0; at < labels.Count; at++)
            {
                int lane = (at / cells * n * cells) + (at % cells);
                loss -= Log(lane, labels[at]) / labels.Count;
                for (int i = 0; i < n; i++)
                {
                    double log = Log(lane, i), slope = (Math.Exp(log) - (labels[at] == i ? 1 : 0)) / labels.Count;
                    Near(log, got["log"].Values[lane + (i * cells)], tolerance, $"log p of {shape} at {offset}");
                    Near(slope, got["d.x"].Values[lane + (i * cells)], tolerance, $"the gradient on {shape} at {offset}");
                }
            }
            Near(loss, got["y"].Values[0], tolerance, $"cross-entropy of {shape} at {offset}");
        }
    }

    /// <summary>(1 − t) · log(1 + e^x) + w · t · log(1 + e^−x), each term with all its digits, and its gradient (1 − t) · σ(x) − w · t · σ(−x).</summary>
    private static void Logits<T>(double[] scores, double[] truth, double weight, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor<T> x = Tensor.Make((scores.Length, 1), i => T.CreateTruncating(scores[i])), t = Tensor.Make(x.Shape, i => T.CreateTruncating(truth[i]));
        var builder = new GraphBuilder();
        Graph forward = builder.Build(("y", BinaryCrossEntropyWithLogits.Positive(weight).Unreduced().Of(builder.Argument("x", Role.Data, x.Shape), builder.Argument("t", Role.Data, x.Shape))));
        Graph graph = Gradient.Of(forward, "y", a => a.Name == "x");
        foreach (PlanOptions way in Ways)
        {
            Results<T> got = new Plan<T>(graph, way).Run(new Arguments<T>().Set("x", x).Set("t", t).Set("d.y", Tensor.Filled(x.Shape, T.One)));
            for (int i = 0; i < scores.Length; i++)
            {
                double score = double.CreateTruncating(x.Values[i]), share = double.CreateTruncating(t.Values[i]);
                double wrong = (1 - share) * LogOnePlusExp(score), right = weight * share * LogOnePlusExp(-score), up = (1 - share) / (1 + Math.Exp(-score)), down = weight * share / (1 + Math.Exp(score));
                Assert.True(Math.Abs(double.CreateTruncating(got["y"].Values[i]) - wrong - right) <= (tolerance * (wrong + right)) + 1e-38, $"the loss of {score:R} against {share:R} is {got["y"].Values[i]}, expected {wrong + right:R}");
                Assert.True(Math.Abs(double.CreateTruncating(got["d.x"].Values[i]) - up + down) <= (tolerance * (up + down)) + 1e-38, $"the slope at {score:R} against {share:R} is {got["d.x"].Values[i]}, expected {up - down:R}");
            }
        }
    }

    /// <summary>log(1 + e^x): where e^x is small by the series of the logarithm.</summary>
    private static double LogOnePlusExp(double x)
    {
        if (x > 0) return x + LogOnePlusExp(-x);
        double u = Math.Exp(x), sum = 0, power = u;
        if (u > 0.1) return Math.Log(1 + u);
        for (int k = 1; k < 30; k++, power *= -u) sum += power / k;
        return sum;
    }

    /// <summary>Means over axes by sums of whole numbers: a float is a whole number of 2^−60 here.</summary>
    private static double[] ExactMeans(Tensor<float> x, Axes axes)
    {
        Shape shape = x.Shape, kept = shape.Without(axes);
        var sums = new BigInteger[kept.Count];
        for (int i = 0; i < x.Count; i++)
        {
            int at = 0, flat = i, stride = 1;
            for (int axis = shape.Rank - 1; axis >= 0; flat /= shape[axis], axis--)
            {
                if (axes.Has(axis)) continue;
                at += flat % shape[axis] * stride;
                stride *= shape[axis];
            }
            sums[at] += (BigInteger)Math.ScaleB((double)x.Values[i], 60);
        }
        return [.. sums.Select(s => Math.ScaleB((double)s, -60) / (x.Count / kept.Count))];
    }

    private static void Near<T>(double expected, T got, double tolerance, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Assert.True(Math.Abs(double.CreateTruncating(got) - expected) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: {got} stands for {expected:R}");
}
