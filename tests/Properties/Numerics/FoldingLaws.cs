// Scales and shifts of channels after a product fold into its weights, whichever side of the sign the channel's numbers stand on; what they mean stays.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Numerics;

public class FoldingLaws
{
    private static readonly (string Sign, Func<Node, Node, Node> Of)[] Signs = [("+", (a, b) => a + b), ("−", (a, b) => a - b), ("×", (a, b) => a * b), ("÷", (a, b) => a / b)];

    public static TheoryData<Layer, Shape> Products => new()
    {
        { Conv(4, 3), (3, 7) },
        { Conv(4, (2, 3), padding: 1, groups: 2), (2, 5, 6) },
        { ConvTransposed(4, 2, stride: 2), (3, 4, 3) },
        { ConvTransposed(4, 2, groups: 2), (2, 4, 3) },
        { Dense(4), 5 },
        { Tanh, (4, 5) },
    };

    // Two steps, each by one of four signs, the channel's numbers on the left or on the right: 64 ways, each after every product.
    [Theory]
    [MemberData(nameof(Products))]
    public void Numbers_of_channels_on_either_side_of_every_sign_mean_what_is_written(Layer product, Shape input)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(input);
        Tensor<double> x = Tensor.Normal<double>(input.Under(2), 1);
        foreach (var first in Signs)
            foreach (var second in Signs)
                for (int sides = 0; sides < 4; sides++)
                {
                    Layer net = product.Then(Step("a", first.Of, sides % 2 == 0)).Then(Step("b", second.Of, sides / 2 == 0));
                    Network network = net.On(input);
                    Model<double> model = Probe.Weighted(network, 3);
                    var arguments = new Arguments<double>().Set("x", x);
                    foreach (Weight weight in network.Weights) arguments.Set(weight.Name, model[weight.Name]);
                    Tensor<double> naive = new Plan<double>(network.Graph(2), Sheet.Naive).Run(arguments)["y"], fast = new Plan<double>(network.Graph(2)).Run(arguments)["y"];
                    for (int i = 0; i < naive.Count; i++)
                        Assert.True(Math.Abs(naive.Values[i] - fast.Values[i]) <= 1e-10 * (1 + Math.Abs(naive.Values[i])),
                            $"{product} on {input}, then {first.Sign} and {second.Sign}, sides {sides}: element {i} is {fast.Values[i]:R}, expected {naive.Values[i]:R}");
                }
    }

    /// <summary>A step with a number for every channel, on the right or on the left of the sign.</summary>
    private static Layer Step(string name, Func<Node, Node, Node> of, bool right) => Layer.Of(name, shape => shape, (x, at) =>
        at.Weight("by", x.Shape[1], Initializer.Fill(2)).PerChannel(x.Shape) is var by && right ? of(x, by) : of(by, x));
}
