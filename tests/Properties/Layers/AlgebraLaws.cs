// Layers as values: composition by equality, names, repetition, branches.
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class AlgebraLaws
{
    // In a namespace below FunctionalConv the record behind it would stand in front.
    private static Layer Identity => FunctionalConv.Layers.Identity;

    [Law(200)]
    public void Then_is_associative_and_identity_is_its_neutral_element(Layer a, Layer b, Layer c)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Assert.Equal(a.Then(b).Then(c), a.Then(b.Then(c)));
        Assert.True(a.Then(b.Then(c)) == (a >> b >> c));
        Assert.Equal(a, Identity.Then(a));
        Assert.Equal(a, a.Then(Identity));
        Assert.Equal(a.Then(b).GetHashCode(), (a >> b).GetHashCode());
    }

    [Law(100)]
    public void Repetition_adds_up_but_for_the_numbers_of_names(Layer a, byte m, byte n)
    {
        ArgumentNullException.ThrowIfNull(a);
        Assert.Equal(Identity, a.Repeat(0));
        Assert.Equal(a, a.Repeat(1));
        if (a.Copy(1) == a) Assert.Equal(a.Repeat((m % 4) + (n % 4)), a.Repeat(m % 4).Then(a.Repeat(n % 4)));
        else Assert.Equal(a.Copy(1).Then(a.Copy(2)).Then(a.Copy(3)), a.Repeat(3));
    }

    [Law(8)]
    public Property Different_words_for_one_function_give_the_same_numbers() => Laws.SameAs(Conv(3, (3, 5), padding: (1, 2)), Conv(3, (3, 5), padding: Same), (2, 6, 7))
        .And(Laws.SameAs(Tanh.Then(Conv(2, 1)).Repeat(2), Tanh.Then(Conv(2, 1)).Then(Tanh.Then(Conv(2, 1))).Named("twice").Frozen()))
        .And(Laws.SameAs(Residual(Conv(2, 3, padding: Same)), Sum(Identity, Conv(2, 3, padding: Same)), (2, 7)))
        .And(Laws.SameAs(Skip(Tanh), Concat(Identity, Tanh)))
        .And(Laws.SameAs(MaxPool(2).Then(Relu), Relu.Then(MaxPool(2))))
        .And(Laws.SameAs(Flatten.Then(Dense(5)), Conv(5, (4, 6)).Then(Flatten), (3, 4, 6), (dense, conv) => conv
            .With("conv1.weight", dense["dense1.weight"].Reshape((5, 3, 4, 6))).With("conv1.bias", dense["dense1.bias"])));

    [Law(8)]
    public Property A_dilated_convolution_is_one_whose_kernel_has_zeros_between_its_taps() => Laws.SameAs(
        Conv(3, (3, 2), dilation: (2, 3), padding: 2, stride: 2), Conv(3, (5, 4), padding: 2, stride: 2), (2, 8, 9), (dilated, zeros) => zeros
            .With("conv1.bias", dilated["conv1.bias"])
            .With("conv1.weight", Tensor.Make((3, 2, 5, 4), i => (i / 4 % 5, i % 4) is var (h, w) && h % 2 == 0 && w % 3 == 0 ? dilated["conv1.weight"][i / 40, i / 20 % 2, h / 2, w / 3] : 0)));

    [Fact]
    public void Layers_that_differ_in_one_argument_are_different_values()
    {
        Layer[] all =
        [
            Conv(4, 3), Conv(5, 3), Conv(4, (3, 3)), Conv(4, 3, 2), Conv(4, 3, padding: Same), Conv(4, 3, padding: Same.Symmetric), Conv(4, 3, padding: 1), Conv(4, 3, dilation: 2),
            Conv(4, 3, groups: 2), Conv(4, 3, bias: false), MaxPool(2), MaxPool(2, 1), Relu, Tanh, Flatten, Dense(4), Dense(4, false), BatchNorm(), BatchNorm(0.2), Dropout(0.2),
            Dropout(0.3), Identity, Conv(4, 3).Named("a"), Conv(4, 3).Named("b"), Conv(4, 3).Frozen(), Residual(Tanh), Skip(Tanh), Sum(Tanh, Identity), Sum(Identity, Tanh), Concat(Identity, Tanh), Product(Identity, Tanh),
            Dropout(0.2, byChannel: true), StochasticDepth(0.2), StochasticDepth(0.2, wholeBatch: true),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void A_name_stands_for_the_whole_chain_that_it_was_given_to()
    {
        Network network = Conv(2, 3).Then(Relu).Then(Conv(3, 1)).Named("stem").Then(Conv(4, 1, bias: false)).Then(Residual(Conv(4, 1), Conv(4, 1))).Then(Concat(Conv(1, 1).Named("left"), BatchNorm())).On((1, 8));
        Assert.Equal(
            [
                "stem.conv1.weight", "stem.conv1.bias", "stem.conv2.weight", "stem.conv2.bias", "conv1.weight", "residual1.shortcut.weight", "residual1.shortcut.bias", "residual1.body.weight",
                "residual1.body.bias", "concat1.left.weight", "concat1.left.bias", "concat1.branch2.mean", "concat1.branch2.variance", "concat1.branch2.weight", "concat1.branch2.bias",
            ],
            network.Weights.Select(w => w.Name));
        Assert.Equal((5, 6), network.Output is { Rank: 2 } y ? (y[0], y[1]) : default);
    }

    [Fact]
    public void Frozen_weights_have_no_gradient_and_the_layers_before_them_do()
    {
        Model<double> model = Conv(2, 3).Then(Conv(3, 1).Frozen()).Then(Flatten).Then(Dense(2)).Init<double>((1, 8), 1);
        Assert.Equal(["x", "conv1.weight", "conv1.bias", "dense1.weight", "dense1.bias"], model.Pullback(Tensor.Normal<double>((3, 1, 8), 1), Tensor.Normal<double>((3, 2), 2)).Names);
    }

    [Fact]
    public void Branches_join_what_their_layers_give()
    {
        Tensor<double> x = Tensor.Normal<double>((2, 3, 5), 1);
        Tensor<double> Run(Layer layer) => layer.Init<double>((3, 5)).Run(x);
        Tensor<double> tanh = Run(Tanh), relu = Run(Relu);
        Agree.Within(1e-15, Tensor.Make(x.Shape, i => x.Values[i] + tanh.Values[i]), Run(Residual(Tanh)));
        Agree.Within(1e-15, Tensor.Make(x.Shape, i => relu.Values[i] + tanh.Values[i]), Run(Residual(Tanh, Relu)));
        Agree.Within(1e-15, Tensor.Make(x.Shape, i => relu.Values[i] + tanh.Values[i] + x.Values[i]), Run(Sum(Relu, Tanh, Identity)));
        Tensor<double> skip = Run(Skip(Tanh)), both = Run(Concat(Relu, Tanh));
        Assert.Equal((2, 6, 5), skip.Shape is { Rank: 3 } s ? (s[0], s[1], s[2]) : default);
        for (int n = 0; n < 2; n++)
            for (int c = 0; c < 3; c++)
                for (int w = 0; w < 5; w++)
                {
                    Assert.Equal((x[n, c, w], tanh[n, c, w]), (skip[n, c, w], skip[n, c + 3, w]));
                    Assert.Equal((relu[n, c, w], tanh[n, c, w]), (both[n, c, w], both[n, c + 3, w]));
                }
    }
}
