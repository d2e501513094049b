// Losses against their formulas, term by term, in every reduction and with every option; their gradients against differences; their refusals in whole sentences.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using FunctionalConv.Properties.Numerics;
using static FunctionalConv.Layers;
using static FunctionalConv.Losses;

namespace FunctionalConv.Properties.Training;

public class LossLaws
{
    [Law(40)]
    public void A_loss_is_its_formula_in_every_reduction_and_its_gradient_is_that_of_differences(int seed)
    {
        var random = new Random(seed);
        Shape output = Shape.Of([random.Next(1, 4), random.Next(2, 5), .. Enumerable.Range(0, random.Next(0, 3)).Select(_ => random.Next(1, 4))]);
        foreach (Case c in Cases(random, output[1]))
            foreach (TermLoss loss in new TermLoss[] { c.Loss, c.Loss.Summed(), c.Loss.PerItem(), c.Loss.Unreduced() })
                Check(c with { Loss = loss }, new Sheet(seed), output, random);
    }

    [Fact]
    public void Equal_losses_are_equal_values_and_print_as_the_code_that_makes_them()
    {
        Assert.Equal(CrossEntropy.Weighted(1, 2).Ignoring(3).Summed(), CrossEntropy.Ignoring(3).Summed().Weighted(1, 2));
        Assert.NotEqual(CrossEntropy.Weighted(1, 2), CrossEntropy.Weighted(1, 3));
        Assert.Equal(Huber(2), Huber(2));
        Assert.Equal("CrossEntropy.Weighted(1, 0.5).Smoothed(0.1).Ignoring(255).Unreduced()", CrossEntropy.Ignoring(255).Weighted(1, 0.5).Smoothed(0.1).Unreduced().ToString());
        Assert.Equal("KullbackLeibler.OfLogarithms().PerItem()", KullbackLeibler.OfLogarithms().PerItem().ToString());
        Assert.Equal("Dice.OfScores().Smoothed(0.5)", Losses.Dice.OfScores().Smoothed(0.5).ToString());
        Assert.Equal("SmoothL1(2)", SmoothL1(2).ToString());
        Assert.Equal("Huber()", Huber().ToString());
    }

    [Fact]
    public void Terms_can_have_weights_of_their_own()
    {
        var builder = new GraphBuilder();
        Node x = builder.Argument("x", Role.Data, (2, 3)), t = builder.Argument("t", Role.Data, (2, 3)), w = builder.Argument("w", Role.Data, 3);
        Graph graph = builder.Build(("y", MeanAbsolute.Of(x, t, w)));
        Tensor<double> y = new Plan<double>(graph).Run(new Arguments<double>().Set("x", Tensor.Of((2, 3), 1.0, 2, 3, 4, 5, 6)).Set("t", Tensor.Filled((2, 3), 0.0)).Set("w", Tensor.Of(3, 1.0, 10, 100)))["y"];
        Assert.Equal((1 + 20 + 300 + 4 + 50 + 600) / 6.0, y.Values[0], 12);
    }

    [Fact]
    public void What_does_not_fit_is_said_in_whole_sentences()
    {
        Model<double> model = Dense(3).Init<double>(4);
        Tensor<double> x = Tensor.Normal<double>((2, 4), 1);
        static string Message(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("Label 3 at position 1 is outside the 3 classes 0 to 2; labels count from 0: give the network one score for each of them, or let the loss ignore this one.",
            Message(() => model.Differentiate(x, Labels.Of(0, 3))));
        Assert.Equal("BinaryCrossEntropy takes probabilities from 0 to 1; it was given 1.5; end the network in Sigmoid, or use BinaryCrossEntropyWithLogits.",
            Message(() => Identity.Init<double>(1).Differentiate(Tensor.Of((1, 1), 1.5), Tensor.Of((1, 1), 1.0), BinaryCrossEntropy)));
        Assert.Equal("BinaryCrossEntropyWithLogits takes probabilities from 0 to 1; it was given -1; give targets from 0 to 1.",
            Message(() => model.Differentiate(x, Tensor.Filled((2, 3), -1.0), BinaryCrossEntropyWithLogits)));
        Assert.Equal("CrossEntropy.Weighted(1, 2) has 2 class weights, and outputs [2, 3] have 3 classes; give one weight per class.", Message(() => model.Differentiate(x, Labels.Of(0, 1), CrossEntropy.Weighted(1, 2))));
        Assert.Equal("CrossEntropy takes outputs [N, classes, …]; it was given [2]; end the network in one score per class.", Message(() => CrossEntropy.Target(2)));
        Assert.Equal("MeanSquared.Unreduced() gives [2, 3], a number per term, and a gradient is that of a single number; leave the mean, or take Summed().",
            Message(() => model.Differentiate(x, Tensor.Filled((2, 3), 0.0), MeanSquared.Unreduced())));
        Assert.Equal("The loss CrossEntropy takes labels of shape [2] for this batch; it was given labels of shape [3].", Message(() => model.Differentiate(x, Labels.Of(0, 1, 2))));
        Assert.Equal("The loss MeanSquared takes numbers of shape [2, 3] for this batch; it was given numbers of shape [2].", Message(() => model.Differentiate(x, Tensor.Of(2, 0.0, 0.0), MeanSquared)));
        Assert.Equal("The loss MeanSquared takes numbers of shape [2, 3] for this batch; it was given labels of shape [2].", Message(() => model.Differentiate(x, Labels.Of(0, 1), MeanSquared)));
        Assert.Equal("Smoothed needs a share from 0 to 1; it was given 1.5. (Parameter 'share')", Message(() => CrossEntropy.Smoothed(1.5)));
        Assert.Equal("CrossEntropy needs class weights of at least 0; one is -1. (Parameter 'classes')", Message(() => CrossEntropy.Weighted(1, -1)));
        Assert.Equal("CrossEntropy needs a weight per class; none was given. (Parameter 'classes')", Message(() => CrossEntropy.Weighted()));
        Assert.Equal("Huber needs a delta above 0; it was given 0. (Parameter 'delta')", Message(() => Huber(0)));
        Assert.Equal("SmoothL1 needs a beta of at least 0; it was given -1. (Parameter 'beta')", Message(() => SmoothL1(-1)));
        Assert.Equal("Positive needs as many weights as [2, 1] has cells, 2; it was given 3. (Parameter 'weights')", Message(() => BinaryCrossEntropyWithLogits.Positive((2, 1), 1, 2, 3)));
    }

    [Fact]
    public void Probabilities_of_zero_and_one_cost_much_but_not_everything()
    {
        Gradients<double> d = Identity.Init<double>(2).Differentiate(Tensor.Of((1, 2), 0.0, 1.0), Tensor.Of((1, 2), 1.0, 0.0), BinaryCrossEntropy.Summed());
        Assert.Equal(200, d.Loss);
        Assert.Equal([-1e12, 1e12], d["x"].Values.ToArray());
        Assert.Equal(0, Identity.Init<double>(2).Differentiate(Tensor.Of((1, 2), 0.0, 1.0), Tensor.Of((1, 2), 0.0, 1.0), BinaryCrossEntropy).Loss);
    }

    [Fact]
    public void Scores_of_minus_infinity_cost_nothing_where_no_label_is()
    {
        Tensor<double> x = Tensor.Of((2, 3), 1.0, double.NegativeInfinity, 2, 0, 0, double.NegativeInfinity);
        Gradients<double> d = Identity.Init<double>(3).Differentiate(x, Labels.Of(0, 1), CrossEntropy);
        Assert.Equal((Math.Log(1 + Math.E) + Math.Log(2)) / 2, d.Loss, 14);
        Assert.Equal(0, d["x"].Values[1]);
        Assert.All(d["x"].Values.ToArray(), g => Assert.True(double.IsFinite(g)));
        Assert.Equal(double.PositiveInfinity, CrossEntropy.Of(x, Labels.Of(1, 0)).Values[0]);
        Assert.Equal(Math.Log(2), CrossEntropyOfProbabilities.Of(Tensor.Of((1, 3), 0.0, 0, double.NegativeInfinity), Tensor.Of((1, 3), 0.5, 0.5, 0)).Values[0], 14);
    }

    [Fact]
    public void Probabilities_that_rounding_put_outside_are_taken()
    {
        Tensor<float> above = Tensor.Of((1, 2), 1.0000001f, -1e-8f), ends = Tensor.Of((1, 2), 1f, 0f);
        foreach (TermLoss loss in new TermLoss[] { BinaryCrossEntropy, BinaryCrossEntropyWithLogits, KullbackLeibler, CrossEntropyOfProbabilities, Losses.Dice })
            Assert.Equal(loss.Of(ends, ends).Values[0], loss.Of(loss is BinaryCrossEntropyLoss or DiceLoss ? above : ends, above).Values[0], 1e-4f);
        Assert.Equal(100f, BinaryCrossEntropy.Summed().Of(above, Tensor.Of((1, 2), 0f, 0f)).Values[0], 1e-4f);
        Assert.Throws<ArgumentException>(() => BinaryCrossEntropy.Of(Tensor.Of((1, 1), 1.00001f), Tensor.Of((1, 1), 1f)));
    }

    [Fact]
    public void A_straight_line_is_learned_from_numbers()
    {
        Tensor<float> x = Tensor.Normal<float>((60, 2), 1), y = Tensor.Make((60, 1), i => (2 * x.Values[2 * i]) - (3 * x.Values[(2 * i) + 1]) + 1);
        DataSet set = DataSet.Of("line", x, y);
        Epoch<float> last = Dense(1).Init(2, 1).Fit(set, set, Optimizers.Adam(0.05), 60, 7).Last();
        Assert.Equal([2f, -3f], last.Model["dense1.weight"].Values.ToArray(), (a, b) => Math.Abs(a - b) < 0.02);
        Assert.Equal(MeanSquared.Of(last.Model.Run(x), y).Values[0], last.TestLoss, 1e-6);
        Assert.Equal(last.Model.LossOn(set, MeanAbsolute.Summed(), 13) * 60, MeanAbsolute.Summed().Of(last.Model.Run(x), y).Values[0], 1e-3);
        Assert.Contains("test loss ", last.ToString(), StringComparison.Ordinal);
        Assert.True(double.IsNaN(last.Accuracy));
        static string Message(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("line has numbers to give for every item, no classes; run the model on its items, or ask for LossOn.", Message(() => last.Model.Evaluate(set)));
        Assert.Equal("CrossEntropy takes labels [] for every item, and line has numbers; use a loss of numbers, as MeanSquared, or make the set with labels.",
            Message(() => last.Model.Fit(set, null, Optimizers.Adam(), 1, loss: CrossEntropy)));
        Assert.Equal("MeanSquared takes numbers [3] for every item of this network; line has [1]. End the network in [1], or make the set with targets [3].", Message(() => Dense(3).Init(2).Fit(set, Optimizers.Adam(), 1)));
    }

    [Fact]
    public void An_ignored_label_teaches_nothing_and_is_not_counted()
    {
        Tensor<float> x = Tensor.Normal<float>((40, 1, 3, 3), 1);
        int[] classes = [.. x.Values.ToArray().Select(v => v > 0 ? 1 : 0)];
        DataSet Set(int[] at) => DataSet.Of("pixels", x, Labels.Of((40, 3, 3), [.. classes.Select((c, i) => at.Contains(i % 9) ? 255 : c)]), 2, ignored: 255);
        Epoch<float> last = Pointwise(2).Init((1, 3, 3), 1).Fit(Set([0, 4]), Set([8]), Optimizers.Adam(0.1), 20, 9).Last();
        Assert.True(last.Accuracy > 0.95, last.ToString());
        Assert.Equal(40 * 8, last.Model.Evaluate(Set([8])).Count);
        Assert.Equal(last.Model.LossOn(Set([1]), CrossEntropy.Ignoring(255).Summed()) * 40, CrossEntropy.Ignoring(255).Summed().Of(last.Model.Run(x), Set([1]).Labels).Values[0], 1e-3);
    }

    [Fact]
    public void Pixels_with_a_label_each_are_learned_predicted_and_evaluated()
    {
        Tensor<float> x = Tensor.Normal<float>((30, 1, 4, 5), 1);
        Labels labels = Labels.Of((30, 4, 5), [.. x.Values.ToArray().Select(v => v > 0.3f ? 2 : v > -0.5f ? 1 : 0)]);
        DataSet set = DataSet.Of("pixels", x, labels, 3);
        Model<float> model = Pointwise(8).Then(Tanh).Then(Pointwise(3)).Init((1, 4, 5), 1);
        Epoch<float> last = model.Fit(set, set, Optimizers.Adam(0.05), 40, 7, loss: CrossEntropy.Smoothed(0.01)).Last();
        Assert.True(last.Accuracy > 0.9, last.ToString());
        Assert.Equal((Shape)(30, 4, 5), last.Model.Predict(set).Shape);
        Assert.Equal(last.Model.Predict(set), last.Model.Predict(x));
        Assert.Equal(600, last.Model.Evaluate(set).Count);
        Assert.Equal((Shape)(7, 4, 5), set.Take(7).Labels.Shape);
        Assert.Equal("pixels has labels [4, 5] for every item, so classes need scores [3, 4, 5]; this network gives [3, 2, 3]. End it in Pointwise(3) on maps of that size.",
            Assert.Throws<ArgumentException>(() => Conv(3, 3).Init((1, 4, 5)).Fit(set, Optimizers.Adam(), 1)).Message);
        Assert.Equal("MeanSquared takes numbers [3, 4, 5] for every item, and pixels has labels; use a loss of labels, as CrossEntropy, or make the set with numbers.",
            Assert.Throws<ArgumentException>(() => model.Fit(set, null, Optimizers.Adam(), 1, loss: MeanSquared)).Message);
    }

    private static Layer Identity => FunctionalConv.Layers.Identity;

    private enum From
    {
        Scores,
        Logarithms,
        Probabilities,
        Numbers,
    }

    /// <summary>A loss, what its outputs and targets are, and its terms: given batch, class and cell of a term (class −1 for terms per label), the value and what it counts.</summary>
    private sealed record Case(TermLoss Loss, From Output, From Target, bool PerClass, Func<Numbers, int, int, int, (double Value, double Counted)> Term, bool Counts = false, bool OverSpace = false);

    private sealed record Numbers(double[] X, double[] T, int[] Labels, int Classes, int Cells)
    {
        public double Output(int n, int c, int s) => X[(((n * Classes) + c) * Cells) + s];

        public double Target(int n, int c, int s) => T[(((n * Classes) + c) * Cells) + s];

        public int Label(int n, int s) => Labels[(n * Cells) + s];

        public double Log(int n, int c, int s) => Output(n, c, s) - Math.Log(Enumerable.Range(0, Classes).Sum(k => Math.Exp(Output(n, k, s))));

        public double Over(Func<int, double> each) => Enumerable.Range(0, Classes).Sum(each);
    }

    private static IEnumerable<Case> Cases(Random random, int classes)
    {
        double[] w = [.. Enumerable.Range(0, classes).Select(_ => random.NextDouble() + 0.1)];
        int ignored = random.Next(-1, classes);
        double e = random.NextDouble(), a = 0.3 + random.NextDouble();
        yield return new(CrossEntropy, From.Scores, From.Scores, false, (v, n, _, s) => (-v.Log(n, v.Label(n, s), s), 1));
        yield return new(CrossEntropy.Weighted(w).Ignoring(ignored).Smoothed(e), From.Scores, From.Scores, false, (v, n, _, s) => v.Label(n, s) == ignored ? (0, 0)
            : (((1 - e) * -v.Log(n, v.Label(n, s), s) * w[v.Label(n, s)]) + (e / classes * v.Over(c => -w[c] * v.Log(n, c, s))), w[v.Label(n, s)]), Counts: true);
        yield return new(CrossEntropy.Smoothed(e).Ignoring(ignored), From.Scores, From.Scores, false, (v, n, _, s) => v.Label(n, s) == ignored ? (0, 0)
            : (((1 - e) * -v.Log(n, v.Label(n, s), s)) + (e / classes * v.Over(c => -v.Log(n, c, s))), 1), Counts: true);
        yield return new(NegativeLogLikelihood.Weighted(w), From.Logarithms, From.Scores, false, (v, n, _, s) => (-w[v.Label(n, s)] * v.Output(n, v.Label(n, s), s), w[v.Label(n, s)]), Counts: true);
        yield return new(CrossEntropyOfProbabilities.Weighted(w).Smoothed(e), From.Scores, From.Probabilities, false,
            (v, n, _, s) => (v.Over(c => -w[c] * ((v.Target(n, c, s) * (1 - e)) + (e / classes)) * v.Log(n, c, s)), 1));
        yield return new(BinaryCrossEntropy, From.Probabilities, From.Probabilities, true,
            (v, n, c, s) => (-((v.Target(n, c, s) * Math.Log(v.Output(n, c, s))) + ((1 - v.Target(n, c, s)) * Math.Log(1 - v.Output(n, c, s)))), 1));
        yield return new(BinaryCrossEntropyWithLogits.Positive(w), From.Scores, From.Probabilities, true, (v, n, c, s) => 1 / (1 + Math.Exp(-v.Output(n, c, s))) is var p
            ? (-((w[c] * v.Target(n, c, s) * Math.Log(p)) + ((1 - v.Target(n, c, s)) * Math.Log(1 - p))), 1) : default);
        yield return new(MeanSquared, From.Scores, From.Numbers, true, (v, n, c, s) => (Math.Pow(v.Output(n, c, s) - v.Target(n, c, s), 2), 1));
        yield return new(MeanAbsolute, From.Scores, From.Numbers, true, (v, n, c, s) => (Math.Abs(v.Output(n, c, s) - v.Target(n, c, s)), 1));
        yield return new(Huber(a), From.Scores, From.Numbers, true, (v, n, c, s) => Math.Abs(v.Output(n, c, s) - v.Target(n, c, s)) is var d && d <= a ? (d * d / 2, 1) : (a * (d - (a / 2)), 1));
        yield return new(SmoothL1(a), From.Scores, From.Numbers, true, (v, n, c, s) => Math.Abs(v.Output(n, c, s) - v.Target(n, c, s)) is var d && d < a ? (d * d / 2 / a, 1) : (d - (a / 2), 1));
        yield return new(SmoothL1(0), From.Scores, From.Numbers, true, (v, n, c, s) => (Math.Abs(v.Output(n, c, s) - v.Target(n, c, s)), 1));
        yield return new(KullbackLeibler, From.Logarithms, From.Probabilities, true, (v, n, c, s) => (v.Target(n, c, s) * (Math.Log(v.Target(n, c, s)) - v.Output(n, c, s)), 1));
        yield return new(KullbackLeibler.OfLogarithms(), From.Logarithms, From.Logarithms, true, (v, n, c, s) => (Math.Exp(v.Target(n, c, s)) * (v.Target(n, c, s) - v.Output(n, c, s)), 1));
        yield return new(Losses.Dice.Smoothed(a), From.Probabilities, From.Probabilities, true, (v, n, c, _) => (1 - Overlap(v, a, s => v.Output(n, c, s), s => v.Target(n, c, s)), 1), OverSpace: true);
        yield return new(Losses.Dice.OfScores(), From.Scores, From.Scores, true, (v, n, c, _) => (1 - Overlap(v, 1, s => Math.Exp(v.Log(n, c, s)), s => v.Label(n, s) == c ? 1 : 0), 1), OverSpace: true);
    }

    private static double Overlap(Numbers v, double smooth, Func<int, double> p, Func<int, double> t)
    {
        int[] cells = [.. Enumerable.Range(0, v.Cells)];
        return ((2 * cells.Sum(s => p(s) * t(s))) + smooth) / (cells.Sum(p) + cells.Sum(t) + smooth);
    }

    private static void Check(Case c, Sheet sheet, Shape output, Random random)
    {
        Node x = sheet.Real("x", output), t = c.Loss.TargetElement == Element.Real ? sheet.Real("t", output) : sheet.Index("labels", c.Loss.Target(output), output[1]);
        sheet["x"] = Draw(c.Output, output, random);
        if (c.Loss.TargetElement == Element.Real) sheet["t"] = Draw(c.Target, output, random);
        Graph graph = sheet.Builder.Build(("y", c.Loss.Of(x, t)));
        Tensor<double> got = sheet.Run<double>(graph, new(Backend.Simd, 2))["y"], naive = sheet.Run<double>(graph, Sheet.Naive)["y"];
        int[] labels = c.Loss.TargetElement == Element.Index ? sheet.Labels("labels").Values.ToArray() : [];
        var numbers = new Numbers(sheet["x"].Values.ToArray(), c.Loss.TargetElement == Element.Real ? sheet["t"].Values.ToArray() : [], labels, output[1], output.Tail.Tail.Count);
        double[] expected = Expected(c, numbers, output[0]);
        Assert.Equal(expected.Length, got.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(expected[i].Equals(got.Values[i]) || Math.Abs(expected[i] - got.Values[i]) <= 1e-12 * Math.Max(1, Math.Abs(expected[i])), $"{c.Loss} on {output}: term {i} is {got.Values[i]:R}, expected {expected[i]:R}");
            Assert.True(naive.Values[i].Equals(got.Values[i]) || Math.Abs(naive.Values[i] - got.Values[i]) <= 1e-12, $"{c.Loss} by plain loops");
        }
        if (got.Shape.Rank > 0 || !double.IsFinite(got.Values[0]) || c.Target == From.Numbers) return;
        Tensor<double> direction = Tensor.Normal<double>(output, random.Next());
        double slope = Probe.Dot(sheet.Run<double>(sheet.Differentiated(graph), Sheet.Naive)["d.x"], direction);
        Agree.Within(1e-6, sheet.Slope(graph, "x", direction, 1e-4), slope, $"{c.Loss} on {output}, the gradient");
    }

    private static double[] Expected(Case c, Numbers v, int items)
    {
        int[] cells = c.OverSpace ? [0] : [.. Enumerable.Range(0, v.Cells)], classes = c.PerClass ? [.. Enumerable.Range(0, v.Classes)] : [-1];
        (double Value, double Counted)[] terms = [.. from n in Enumerable.Range(0, items) from k in classes from s in cells select c.Term(v, n, k, s)];
        return c.Loss.Reduction switch
        {
            LossReduction.None => [.. terms.Select(t => t.Value)],
            LossReduction.Sum => [terms.Sum(t => t.Value)],
            LossReduction.PerItem => [terms.Sum(t => t.Value) / items],
            _ => [terms.Sum(t => t.Value) / (c.Counts ? terms.Sum(t => t.Counted) : terms.Length)],
        };
    }

    /// <summary>Numbers of a kind: probabilities stay away from 0 and 1, where logarithms bend too much for differences.</summary>
    private static Tensor<double> Draw(From kind, Shape shape, Random random)
    {
        Tensor<double> any = Tensor.Make(shape, _ => (4 * random.NextDouble()) - 2);
        return Tensor.Make(shape, i => kind switch
        {
            From.Probabilities => 0.1 + (0.2 * (any.Values[i] + 2)),
            From.Logarithms => any.Values[i] - 2.1,
            _ => any.Values[i],
        });
    }
}
