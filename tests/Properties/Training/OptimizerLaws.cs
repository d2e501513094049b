// Optimizers are values: they print as the C# that makes them, refuse numbers that make no sense, and a whole training equals plain loops in double.
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Training;

public class OptimizerLaws
{
    [Fact]
    public void Equal_descriptions_are_equal_and_print_as_their_code()
    {
        Assert.Equal(Adam(), Adam(1e-3));
        Assert.Equal("Adam()", Adam().ToString());
        Assert.Equal("Adam(beta2: 0.99)", Adam(beta2: 0.99).ToString());
        Assert.Equal("Sgd(0.1, momentum: 0.9, nesterov: true, weightDecay: 0.5)", Sgd(0.1, 0.9, true, 0.5).ToString());
        Assert.Equal("Sgd(0.1, weightDecay: 0.5)", Sgd(0.1, weightDecay: 0.5).ToString());
        Assert.Equal(WeightDecay(0.1).Then(Sgd(1)), WeightDecay(0.1).Then(Sgd(1)));
        Assert.NotEqual(WeightDecay(0.1).Then(Sgd(1)), WeightDecay(0.2).Then(Sgd(1)));
    }

    [Fact]
    public void Impossible_numbers_are_refused_in_one_sentence()
    {
        Assert.Equal("Sgd needs a rate above 0; it was given 0. (Parameter 'rate')", Message(() => Sgd(0)));
        Assert.Equal("Sgd needs a rate above 0; it was given NaN. (Parameter 'rate')", Message(() => Sgd(double.NaN)));
        Assert.Equal("Sgd needs a momentum from 0 to below 1; it was given 1. (Parameter 'momentum')", Message(() => Sgd(0.1, 1)));
        Assert.Equal("Sgd needs a weightDecay of at least 0; it was given -0.5. (Parameter 'weightDecay')", Message(() => Sgd(0.1, weightDecay: -0.5)));
        Assert.Equal("Sgd with nesterov needs a momentum above 0; it was given 0. (Parameter 'momentum')", Message(() => Sgd(0.1, nesterov: true)));
        Assert.Equal("Adam needs a rate above 0; it was given -0.001. (Parameter 'rate')", Message(() => Adam(-1e-3)));
        Assert.Equal("Adam needs a beta1 from 0 to below 1; it was given 1. (Parameter 'beta1')", Message(() => Adam(beta1: 1)));
        Assert.Equal("Adam needs a beta2 from 0 to below 1; it was given -0.1. (Parameter 'beta2')", Message(() => Adam(beta2: -0.1)));
        Assert.Equal("Adam needs an epsilon above 0; it was given 0. (Parameter 'epsilon')", Message(() => Adam(epsilon: 0)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_training_of_softmax_regression_equals_plain_loops(bool adam)
    {
        const int n = 11, size = 6, classes = 3, batch = 4, epochs = 3;
        DataSet set = DataSet.Of("noise", Tensor.Normal<float>(Shape.Of(n, size), 5), Labels.Of([.. Enumerable.Range(0, n).Select(i => i * 7 % classes)]), classes);
        Model<double> model = Dense(classes).Init<double>(size, 3);
        Optimizer optimizer = adam ? Adam(0.05) : Sgd(0.2, 0.9);
        Epoch<double> last = model.Fit(set, optimizer, epochs, batch, seed: 9).Last();
        var plain = new SoftmaxRegression(model["dense1.weight"].Values.ToArray(), model["dense1.bias"].Values.ToArray(), size, classes);
        double loss = 0;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            int[] order = new RandomStream(9, RandomStream.Hash($"fit/order/{epoch}")).Permutation(n);
            loss = order.Chunk(batch).Sum(items => items.Length * plain.Step(set, items, adam)) / n;
        }
        Assert.Equal(loss, last.Loss, 1e-12);
        Assert.Equal(9, last.Updates);
        for (int i = 0; i < plain.W.Length; i++) Assert.Equal(plain.W[i], last.Model["dense1.weight"].Values[i], 1e-12);
        for (int i = 0; i < plain.B.Length; i++) Assert.Equal(plain.B[i], last.Model["dense1.bias"].Values[i], 1e-12);
    }

    [Fact]
    public void Two_weights_of_one_optimizer_share_a_number_and_a_chain_keeps_its_states_apart()
    {
        DataSet set = DataSet.Of("noise", Tensor.Normal<float>(Shape.Of(6, 4), 1), Labels.Of(0, 1, 0, 1, 1, 0), 2);
        Epoch<double> epoch = Dense(2).Init<double>(4).Fit(set, Sgd(1, 0.5).Then(Sgd(0.1, 0.5)), 1).Single();
        Assert.Equal(4, epoch.OptimizerState.Length);
    }

    private static string Message(Func<Optimizer> make) => Assert.Throws<ArgumentException>(make).Message;
}

/// <summary>Softmax regression with its gradient and its optimizers by hand; uses nothing of the library's graphs.</summary>
internal sealed class SoftmaxRegression(double[] w, double[] b, int size, int classes)
{
    private readonly double[] m = new double[w.Length + b.Length], v = new double[w.Length + b.Length];
    private int t;

    public double[] W => w;

    public double[] B => b;

    public double Step(DataSet set, int[] items, bool adam)
    {
        var g = new double[w.Length + b.Length];
        double loss = items.Sum(i => Gradient(set.Image<double>(i).Values.ToArray(), set.Labels[i], g, 1.0 / items.Length)) / items.Length;
        t++;
        for (int i = 0; i < g.Length; i++)
        {
            ref double at = ref i < w.Length ? ref w[i] : ref b[i - w.Length];
            if (!adam)
            {
                m[i] = (0.9 * m[i]) + g[i];
                at -= 0.2 * m[i];
                continue;
            }
            m[i] = (0.9 * m[i]) + (0.1 * g[i]);
            v[i] = (0.999 * v[i]) + (0.001 * g[i] * g[i]);
            at -= 0.05 * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, t))) + 1e-8);
        }
        return loss;
    }

    private double Gradient(double[] x, int label, double[] g, double share)
    {
        double[] scores = [.. Enumerable.Range(0, classes).Select(c => b[c] + Enumerable.Range(0, size).Sum(k => w[(c * size) + k] * x[k]))];
        double total = scores.Sum(Math.Exp);
        for (int c = 0; c < classes; c++)
        {
            double d = share * ((Math.Exp(scores[c]) / total) - (c == label ? 1 : 0));
            for (int k = 0; k < size; k++) g[(c * size) + k] += d * x[k];
            g[w.Length + c] += d;
        }
        return Math.Log(total) - scores[label];
    }
}
