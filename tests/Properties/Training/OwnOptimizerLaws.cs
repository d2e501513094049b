// Optimizers of one's own and in chains: what an optimizer declares is its own, and what it keeps it finds again at the next step.
using FunctionalConv.Graphs;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Training;

public class OwnOptimizerLaws
{
    // Polyak's heavy ball: w − rate · g + momentum · (w − what w was before) is descent with momentum, without a direction to remember.
    [Fact]
    public void One_that_keeps_the_weights_as_they_were_is_descent_with_momentum()
    {
        Tensor<double> start = Tensor.Normal<double>((3, 2), 1);
        Course own = new(new HeavyBall(0.1, 0.8), [("w", start)]), known = new(Sgd(0.1, 0.8), [("w", start)]);
        for (int step = 0; step < 12; step++)
        {
            Tensor<double> gradient = Tensor.Normal<double>((3, 2), 10 + step);
            own.Advance([gradient]);
            known.Advance([gradient]);
            Agree.Within(1e-12, known["w"], own["w"], $"step {step}");
        }
    }

    [Fact]
    public void In_a_training_too()
    {
        DataSet set = DataSet.Of("noise", Tensor.Normal<float>((11, 4), 1), Labels.Of(0, 1, 2, 0, 1, 2, 2, 2, 1, 0, 0), 3);
        Model<double> model = FunctionalConv.Layers.Dense(3).Init<double>(4, 2);
        Model<double> own = model.Fit(set, new HeavyBall(0.2, 0.7), 3, 4).Last().Model, known = model.Fit(set, Sgd(0.2, 0.7), 3, 4).Last().Model;
        foreach (Weight weight in model.Network.Weights) Agree.Within(1e-12, known[weight.Name], own[weight.Name], weight.Name);
    }

    [Theory]
    [InlineData(0.3, 0.05)]
    [InlineData(0.02, 0.4)]
    public void In_a_chain_each_goes_by_its_own_numbers(double first, double second)
    {
        double[] w = [0.5, -2, 3];
        var course = new Course(Adam(first).Then(Adam(second, 0.8, 0.99)), [("w", Tensor.Of(3, w))]);
        var one = new PlainAdam(first, 0.9, 0.999);
        var two = new PlainAdam(second, 0.8, 0.99);
        for (int step = 0; step < 10; step++)
        {
            double[] gradient = Tensor.Normal<double>(3, step).Values.ToArray(), update = two.Step(one.Step(gradient));
            course.Advance([Tensor.Of(3, gradient)]);
            for (int i = 0; i < w.Length; i++) Agree.Within(1e-12, w[i] -= update[i], course["w"].Values[i], $"step {step}, weight {i}");
        }
    }

    private sealed record HeavyBall(double Rate, double Momentum) : Optimizer
    {
        protected override string Code => $"HeavyBall({Rate}, {Momentum})";

        public override Node[] Update(Node[] gradients, Node[] weights, Steps at) => [.. gradients.Select((g, i) => Step(g, weights[i], i, at))];

        private Node Step(Node g, Node w, int i, Steps at)
        {
            Node moved = w - at.Slot("before", i);
            at.Becomes("before", i, w);
            return (g * Rate) - (moved * at.Scalar("momentum", i, t => t == 1 ? 0 : Momentum));
        }
    }

    /// <summary>Adam on plain numbers, as in the paper.</summary>
    private sealed class PlainAdam(double rate, double beta1, double beta2)
    {
        private readonly double[] m = new double[3], v = new double[3];
        private int t;

        public double[] Step(double[] g)
        {
            t++;
            return [.. g.Select((d, i) =>
            {
                m[i] = (beta1 * m[i]) + ((1 - beta1) * d);
                v[i] = (beta2 * v[i]) + ((1 - beta2) * d * d);
                return rate * (m[i] / (1 - Math.Pow(beta1, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(beta2, t))) + 1e-8);
            })];
        }
    }
}
