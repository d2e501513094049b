// Every network of the zoo: the published number of weights, a run, its gradient in training and in inference; and what each is known for.
// FUNCTIONALCONV_SEARCH checks the gradients of the published ones as well, on pictures of at most 64 × 64.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Networks;

public class ZooLaws
{
    public static TheoryData<string> Published => [.. ZooNetwork.Published.Select(n => n.Name)];

    public static TheoryData<string, bool> Narrow => Modes(ZooNetwork.Narrow);

    public static TheoryData<string, bool> Searched => Luck.Search > 0 ? Modes(ZooNetwork.Published) : new() { { "LeNet-5", true } };

    [Theory]
    [MemberData(nameof(Published))]
    public void A_network_has_the_published_number_of_weights_and_says_so(string name)
    {
        ZooNetwork network = ZooNetwork.Published.Single(n => n.Name == name);
        Summary summary = network.Layer.Summary(network.Input);
        Assert.Equal((network.Weights, network.Output), (summary.Trainable, summary.Rows[^1].Output));
        Assert.Contains($"\nweights  {network.Printed} trainable", summary.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Narrow))]
    public void A_network_runs_and_its_gradient_is_its_derivative(string name, bool training)
    {
        ZooNetwork network = ZooNetwork.Narrow.Single(n => n.Name == name);
        Tensor<float> y = network.Layer.Init(network.Input, seed: 3).Run(Tensor.Normal<float>(network.Input.Under(2), 5));
        Assert.Equal(network.Output.Under(2), y.Shape);
        Assert.All(y.Values.ToArray(), v => Assert.True(float.IsFinite(v)));
        Check(network.Layer, network.Input, training);
    }

    [Theory]
    [MemberData(nameof(Searched))]
    public void The_gradient_of_a_published_network_is_its_derivative(string name, bool training)
    {
        ZooNetwork network = ZooNetwork.Published.Single(n => n.Name == name);
        Check(network.Layer, network.Input is { Rank: 3 } picture && picture[1] > 64 ? (picture[0], 64, 64) : network.Input, training);
    }

    [Fact]
    public void A_temporal_network_sees_the_past_that_its_dilations_span_and_nothing_else()
    {
        const int Width = 64, Changed = 40, Levels = 4, Kernel = 3, Sees = 1 + (2 * (Kernel - 1) * ((1 << Levels) - 1));
        Layer net = Zoo.TemporalConvNet(2, width: 5, levels: Levels, kernel: Kernel);
        Model<double> model = net.Init<double>((3, Width), 1);
        Tensor<double> x = Tensor.Normal<double>((3, Width), 2), other = Tensor.Make(x.Shape, i => i % Width == Changed ? -x.Values[i] : x.Values[i]);
        Tensor<double> y = model.Run(x), z = model.Run(other);
        Assert.All(Enumerable.Range(0, Changed), t => Assert.Equal(y[0, t], z[0, t]));
        Assert.NotEqual(y[0, Changed], z[0, Changed]);
        Assert.Equal($"{Sees}", net.Summary((3, 200)).Rows[^1].Field.ToString());
        Assert.Equal(
            "TemporalConvNet needs 1 to 19 levels; it was given 20. (Parameter 'levels')", Assert.Throws<ArgumentException>(() => Zoo.TemporalConvNet(2, levels: 20)).Message);
    }

    [Fact]
    public void A_U_shape_on_sides_that_do_not_halve_is_told_which_maps_do_not_meet() => Assert.Equal(
        "layer 7, branch 2, layer 8, Skip(…), cannot take [2, 7, 8]: branch 1 gives [2, 7, 8] and branch 2 gives [2, 6, 8]; pad the branches alike, or crop the larger one; "
        + "the least input that fits is [1, 4, 4].",
        Assert.Throws<MisfitException>(() => Zoo.UNet(width: 1, levels: 3).On((1, 14, 16))).Message);

    [Fact]
    public void An_autoencoder_learns_to_give_back_what_it_gets()
    {
        Tensor<double> x = Tensor.Make((8, 1, 16, 16), i => Math.Sin((i % 16 * 0.4) + (i / 256)));
        Model<double> model = Zoo.Autoencoder(width: 4).Init<double>((1, 16, 16), 1);
        double Off(Model<double> m) => m.Run(x).Values.ToArray().Zip(x.Values.ToArray(), (a, b) => (a - b) * (a - b)).Average();
        double before = Off(model);
        for (int i = 0; i < 200; i++)
        {
            Tensor<double> y = model.Run(x);
            Gradients<double> g = model.Pullback(x, Tensor.Make(y.Shape, k => 2 * (y.Values[k] - x.Values[k]) / y.Count));
            foreach (Weight w in model.Network.Weights) model = model.With(w.Name, Tensor.Make(w.Shape, k => model[w.Name].Values[k] - (0.3 * g[w.Name].Values[k])));
        }
        Assert.True(Off(model) < 0.7 * before, $"{before} became {Off(model)}");
    }

    [Theory]
    [InlineData(1.01, false)]
    [InlineData(0.99, true)]
    public void A_gradient_that_is_off_by_a_hundredth_in_one_layer_of_many_is_refuted(double factor, bool training)
    {
        Layer off = Layer.Of("off", shape => shape, (Graphs.Node x) => x * 1, (Graphs.Node _, Graphs.Node dy) => dy * factor);
        Layer broken = Conv(4, 3, padding: 1).Then(BatchNorm()).Then(Relu).Then(Residual(off.Then(Conv(4, 3, padding: 1)))).Then(MaxPool(2)).Then(Zoo.ResNet18(3, small: true, width: 4));
        Assert.Contains("the pullback has slope", Assert.ThrowsAny<Exception>(() => Check(broken, (2, 8, 8), training)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_networks_are_refused_when_they_are_made()
    {
        static string Message(Func<Layer> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
        Assert.Equal("UNet needs at least 1 level; it was given 0. (Parameter 'levels')", Message(() => Zoo.UNet(levels: 0)));
        Assert.Equal("MobileNetV2 needs a finite width above 0; it was given NaN. (Parameter 'width')", Message(() => Zoo.MobileNetV2(width: double.NaN)));
        Assert.Equal("Conv needs at least 1 filter; it was given 0. (Parameter 'filters')", Message(() => Zoo.ResNet18(width: 0)));
        Assert.Equal("Dense needs at least 1 output; it was given 0. (Parameter 'outputs')", Message(() => Zoo.Vgg16(classes: 0)));
    }

    private static TheoryData<string, bool> Modes(ZooNetwork[] networks)
    {
        var data = new TheoryData<string, bool>();
        foreach (ZooNetwork network in networks)
            foreach (bool training in new[] { false, true }) data.Add(network.Name, training);
        return data;
    }

    private static void Check(Layer layer, Shape input, bool training) => FsCheck.Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1), Laws.NetworkGradient(layer, input, training));
}
