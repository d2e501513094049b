// Products of branches, layers of one's own, functions that lift, and what is dropped in training, each against its meaning written out here.
using FsCheck;
using FsCheck.Fluent;
using FunctionalConv.Graphs;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class CompositionLaws
{
    // In a namespace below FunctionalConv the record behind it would stand in front.
    private static Layer Identity => FunctionalConv.Layers.Identity;

    private static Layer SqueezeAndExcite(int channels) => Product(Identity, GlobalAveragePool.Then(Dense(2)).Then(Relu).Then(Dense(channels)).Then(Tanh));

    private static Layer Scaled { get; } = Layer.Of("scaled", shape => shape, (x, at) => x * at.Weight("by", x.Shape[1], Initializer.Ones).PerChannel(x.Shape));

    private static Layer Cubed { get; } = Layer.Map("cubed", v => v * v * v, v => 3 * v * v);

    /// <summary>Rounds, and lets the gradient through as if it had not.</summary>
    private static Layer Rounded { get; } = Layer.Of("rounded", shape => shape, (Node x) => x.Map(Unary.Of("round", Math.Round, _ => 0)), (Node x, Node dy) => dy);

    [Law(12)]
    public Property Compositions_keep_every_law() => Laws.All(SqueezeAndExcite(3), (3, 4, 5)).And(Laws.All(Product(Tanh, Identity, Tanh)))
        .And(Laws.All(Product(Pointwise(1).Then(Tanh), Identity), (3, 4, 5))).And(Laws.All(Scaled)).And(Laws.All(Cubed))
        .And(Laws.All(Dropout(0.4, byChannel: true))).And(Laws.All(StochasticDepth(0.4))).And(Laws.All(Residual(Pointwise(3).Then(StochasticDepth(0.5, wholeBatch: true))), (3, 4)))
        .And(Laws.SameAs(Product(Tanh, Identity), Layer.Of("same", s => s, x => x * x.Map(Unary.Tanh))));

    [Law(40)]
    public void A_product_repeats_a_factor_along_axes_where_it_has_one_cell_or_none(int seed)
    {
        Tensor<double> x = Tensor.Normal<double>((2, 3, 4, 5), seed);
        Layer plain = Layer.Of("doubled", s => s, v => v * 2), channel = GlobalAveragePool, row = Layer.Of("row", s => (1, 1, s[2]), v => v.Mean(Axes.Of(1, 2)).Reshape((v.Shape[0], 1, 1, v.Shape[3])));
        Tensor<double> y = Product(channel, plain, row).Init<double>((3, 4, 5)).Run(x);
        double Mean(IEnumerable<double> values) => values.Average();
        for (int n = 0; n < 2; n++)
            for (int c = 0; c < 3; c++)
                for (int h = 0; h < 4; h++)
                    for (int w = 0; w < 5; w++)
                    {
                        double gate = Mean(Enumerable.Range(0, 20).Select(i => x[n, c, i / 5, i % 5])), cell = Mean(Enumerable.Range(0, 12).Select(i => x[n, i / 4, i % 4, w]));
                        Agree.Within(1e-12, gate * 2 * x[n, c, h, w] * cell, y[n, c, h, w]);
                    }
        foreach (Layer gated in new[] { Product(Identity, GlobalAveragePool), Product(GlobalAveragePool, Identity) }) Assert.Equal("[3, ?, 5]", gated.Infer((3, -1, 5)).Shape.ToString());
    }

    [Fact]
    public void A_function_that_lifts_is_asked_for_every_element_in_both_precisions()
    {
        Tensor<double> x = Tensor.Of(3, -2.0, 0.5, 3.0), dy = Tensor.Of(3, 1.0, 10.0, 2.0);
        Assert.Equal(Tensor.Of(3, -8.0, 0.125, 27.0), Cubed.Init<double>(3).Run(x));
        Assert.Equal(Tensor.Of(3, -8f, 0.125f, 27f), Cubed.Init(3).Run(x.To<float>()));
        Assert.Equal(Tensor.Of((1, 3), 12.0, 7.5, 54.0), Cubed.Init<double>(3).Pullback(x, dy)["x"]);
        Assert.Equal("Layer.Map(\"cubed\", …)", Cubed.ToString());
        Graph once = Gradient.Of(Cubed.On(3).Graph(1), "y", a => a.Name == "x");
        Assert.Equal(
            "The derivative of 'cubed' is given as a function of numbers, so its second derivative is not known; write the layer with nodes (Layer.Of with a Func<Node, Node>) to have it.",
            Assert.Throws<NotSupportedException>(() => Gradient.Of(once, "d.x", a => a.Name == "x")).Message);
    }

    [Fact]
    public void A_pullback_of_ones_own_is_the_gradient()
    {
        Model<double> model = Dense(4).Then(Rounded).Then(Dense(2)).Init<double>(3, 1);
        Tensor<double> x = Tensor.Normal<double>((2, 3), 1), dy = Tensor.Normal<double>((2, 2), 2);
        Tensor<double> w1 = model["dense1.weight"], w2 = model["dense2.weight"], dx = model.Pullback(x, dy)["x"], y = model.Run(x);
        for (int n = 0; n < 2; n++)
        {
            for (int i = 0; i < 3; i++) Agree.Within(1e-12, Enumerable.Range(0, 4).Sum(k => w1[k, i] * (dy[n, 0] * w2[0, k] + dy[n, 1] * w2[1, k])), dx[n, i]);
            for (int o = 0; o < 2; o++) Agree.Within(1e-12, Enumerable.Range(0, 4).Sum(k => w2[o, k] * Math.Round(Enumerable.Range(0, 3).Sum(i => w1[k, i] * x[n, i]))), y[n, o]);
        }
        Assert.Equal("3×3", Conv(2, 3).Then(Rounded).Summary((1, 8, 8)).Rows[^1].Field.ToString());
        Layer wrong = Layer.Of("wrong", shape => shape, (Node v) => v * 2, (Node v, Node d) => d.Sum(Axes.Of(1)));
        Assert.Equal("The pullback of 'wrong' gave a cotangent of shape [1] where [1, 3] was expected.",
            Assert.Throws<InvalidOperationException>(() => wrong.Init<double>(3).Pullback(Tensor.Filled(3, 1.0), Tensor.Filled(3, 1.0))).Message);
        Assert.Throws<ArgumentNullException>("pullback", () => Layer.Of("a", shape => shape, (Node v) => v, null!));
        Assert.Throws<ArgumentNullException>("derivative", () => Layer.Map("a", v => v, null!));
    }

    [Law(20)]
    public void What_is_dropped_is_dropped_whole_and_the_rest_grows(int seed)
    {
        Shape item = (6, 3, 4);
        Tensor<double> x = Tensor.Normal<double>(item.Under(20), seed), dy = Tensor.Filled(x.Shape, 1.0);
        (int Together, Layer Layer)[] all = [(1, Dropout(0.25)), (12, Dropout(0.25, byChannel: true)), (72, StochasticDepth(0.25)), (20 * 72, StochasticDepth(0.25, wholeBatch: true))];
        foreach (var (together, layer) in all)
        {
            Model<double> model = layer.Init<double>(item);
            Assert.Equal(x, model.Run(x));
            Gradients<double> run = model.Pullback(x, dy, training: true, seed);
            int dropped = 0, parts = x.Count / together;
            for (int part = 0; part < parts; part++)
            {
                double factor = run["x"].Values[part * together];
                Assert.True(factor == 0 || Math.Abs(factor - (1 / 0.75)) < 1e-12, $"{layer} scales by {factor}");
                for (int i = part * together; i < (part + 1) * together; i++)
                {
                    Assert.Equal(factor, run["x"].Values[i]);
                    Agree.Within(1e-12, factor * x.Values[i], run.Output.Values[i], layer.ToString());
                }
                if (factor == 0) dropped++;
            }
            // Seven standard deviations of a binomial: no run of this law ends there by chance.
            Assert.True(Math.Abs(dropped - (0.25 * parts)) <= 7 * Math.Sqrt(0.1875 * parts), $"{layer} dropped {dropped} of {parts}");
            Assert.Equal(run.Output, model.Pullback(x, dy, training: true, seed).Output);
        }
    }

    [Fact]
    public void Arguments_of_dropping_are_refused_in_words()
    {
        Assert.Equal("StochasticDepth needs a rate from 0 to below 1; it was given 1.5. (Parameter 'rate')", Assert.Throws<ArgumentException>(() => StochasticDepth(1.5)).Message);
        Assert.Equal("Dropout(0.5, byChannel: true) cannot take []: it drops channels [C, …]; reshape first, or drop elements.", Assert.Throws<MisfitException>(() => Dropout(0.5, byChannel: true).On(Shape.Scalar)).Message);
    }
}
