// A suite for a layer of one's own: every law, the meaning of its values, what it refuses, and that it learns.
using FsCheck;
using FsCheck.Xunit;
using FunctionalConv;
using FunctionalConv.Graphs;
using Xunit;
using static FunctionalConv.Layers;

namespace Outside;

/// <summary>Swish, y = x · σ(b x), with one learned b per channel.</summary>
public static class MyLayers
{
    public static Layer Swish { get; } = Layer.Of("swish", shape => shape,
        (x, at) => x * (x * at.Weight("sharpness", x.Shape[1], Initializer.Ones).PerChannel(x.Shape)).Map(Unary.Sigmoid));
}

[Properties(Arbitrary = [typeof(Arbitraries)])]
public class SwishTests
{
    private static readonly Layer Swish = MyLayers.Swish;

    [Property(MaxTest = 30)]
    public Property It_keeps_what_every_layer_owes() => Laws.All(Swish);

    [Property(MaxTest = 30)]
    public Property It_keeps_it_in_a_network() => Laws.All(Conv(4, 3, stride: 2, padding: 1).Then(Swish).Then(Conv(2, 1)), (3, 9, 8));

    [Property(MaxTest = 100)]
    public bool It_keeps_every_shape(Shape shape) => Swish.On(shape).Output == shape;

    [Property(MaxTest = 50)]
    public bool It_follows_any_network_that_gives_channels(Fitting any) =>
        any.Layer.On(any.Input).Output is { Rank: 0 } || any.Layer.Then(Swish).On(any.Input).Output == any.Layer.On(any.Input).Output;

    [Fact]
    public void Its_values_are_those_of_the_formula()
    {
        Tensor<double> x = Tensor.Of((1, 3), -1.0, 0, 2), y = Swish.Init<double>((1, 3)).Run(x);
        for (int i = 0; i < x.Count; i++) Assert.Equal(x.Values[i] / (1 + Math.Exp(-x.Values[i])), y.Values[i], 12);
    }

    [Fact]
    public void It_has_one_weight_per_channel() =>
        Assert.Equal([("swish1.sharpness", (Shape)4)], Swish.On((4, 8, 8)).Weights.Select(weight => (weight.Name, weight.Shape)));

    [Fact]
    public void It_learns_with_its_network()
    {
        var (train, test) = Digits.Draw(train: 200, test: 50, seed: 3);
        Layer net = Conv(4, 5, stride: 3).Then(Swish).Then(Flatten).Then(Dense(10));
        Epoch<float>[] epochs = [.. net.Init(train.Item, seed: 1).Fit(train, test, Optimizers.Adam(1e-2), epochs: 4, batch: 20)];
        Assert.True(epochs[^1].Loss < 0.8 * epochs[0].Loss, $"{epochs[0]} became {epochs[^1]}");
        Assert.NotEqual(Tensor.Filled(4, 1f), epochs[^1].Model["swish1.sharpness"]);
    }
}
