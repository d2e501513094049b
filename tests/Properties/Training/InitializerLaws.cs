// How weights begin, by what it is for: He keeps the mean square of a map through a product and a relu; Glorot strikes the mean between the way forward and the way back.
// Measured on drawn maps around which the window goes, so that no border counts; no fan is computed here.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Training;

public class InitializerLaws
{
    private static readonly Padding Around = Same.Filled(Circular);

    public static TheoryData<Layer, Shape> Products => new()
    {
        { Conv(64, 3, padding: Around), (32, 12, 13) },
        { Conv(48, (3, 5), padding: Around), (64, 10, 11) },
        { Conv(96, 7, padding: Around, dilation: 2), (24, 40) },
        { Conv(32, (2, 3, 3), padding: Around), (24, 5, 6, 7) },
        { Dense(400), 300 },
    };

    public static TheoryData<Layer, Shape> InGroups => new()
    {
        { Conv(48, (3, 5), padding: Around, groups: 2), (64, 10, 11) },
        { DepthwiseConv(5, padding: Around, multiplier: 2), (64, 9, 8) },
    };

    [Theory]
    [MemberData(nameof(Products))]
    [MemberData(nameof(InGroups))]
    public void He_keeps_the_mean_square_through_a_relu(Layer product, Shape input)
    {
        ArgumentNullException.ThrowIfNull(product);
        Tensor<double> y = product.Then(Relu).Init<double>(input, seed: 3).Run(Tensor.Normal<double>(input.Under(8), 4));
        Assert.InRange(MeanSquare(y), 0.85, 1.15);
    }

    // y has n · v of the square of x and dx has m · v of that of dy, where v = 2 / (n + m): together 2.
    [Theory]
    [MemberData(nameof(Products))]
    public void Glorot_gives_the_way_forward_and_the_way_back_two_together(Layer product, Shape input)
    {
        ArgumentNullException.ThrowIfNull(product);
        Network network = product.On(input);
        Weight weight = network.Weights[0];
        Tensor<double> drawn = Initializer.Glorot.Make<double>(weight.Shape, 3, weight.Name), x = Tensor.Normal<double>(input.Under(8), 4), dy = Tensor.Normal<double>(network.Output.Under(8), 5);
        Gradients<double> back = network.Init<double>().With(weight.Name, drawn).Pullback(x, dy);
        Assert.InRange(MeanSquare(back.Output) + MeanSquare(back["x"]), 1.8, 2.2);
        // Uniform: the greatest is √3 of the deviation, and nothing lies beyond it.
        Assert.InRange(drawn.Values.ToArray().Max(Math.Abs) / Math.Sqrt(MeanSquare(drawn)), 1.65, 1.78);
    }

    [Fact]
    public void Numbers_begin_around_zero_another_for_every_layer_and_a_layer_elsewhere_changes_none()
    {
        Model<double> one = Conv(16, 3).Then(Flatten).Then(Dense(9)).Init<double>((8, 9), seed: 2), more = Conv(16, 3).Then(Relu).Then(Flatten).Then(Dense(9)).Then(Dense(4)).Init<double>((8, 9), seed: 2);
        Assert.Equal(one["conv1.weight"], more["conv1.weight"]);
        Assert.Equal(one["dense1.weight"], more["dense1.weight"]);
        Model<double> twins = Dense(5).Then(Dense(5)).Then(Dense(5).Named("head")).Init<double>(5, seed: 2);
        Assert.Equal(3, new[] { twins["dense1.weight"], twins["dense2.weight"], twins["head.weight"] }.Distinct().Count());
        Assert.NotEqual(one["conv1.weight"], Conv(16, 3).Init<double>((8, 9), seed: 3)["conv1.weight"]);
        Assert.InRange(Dense(300).Init<double>(400).Values[0].Values.ToArray().Average(), -1e-3, 1e-3);
    }

    private static double MeanSquare(Tensor<double> x) => x.Values.ToArray().Average(v => v * v);
}
