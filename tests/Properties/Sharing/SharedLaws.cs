// A shared layer has one set of weights wherever it appears: its outputs, gradients and states against copies that are given equal weights.
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;
using static FunctionalConv.Losses;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Sharing;

public class SharedLaws
{
    private static Layer Tower => Conv(3, 3, padding: Same).Then(BatchNorm(momentum: 0.3)).Then(Tanh).Shared("tower");

    /// <summary>Layers with weights, around which a shared one and copies are compared; they keep the shape of their input.</summary>
    public static TheoryData<Layer> Bodies =>
    [
        Conv(3, 3, padding: Same), Conv(3, 3, padding: Same).Then(Tanh), Residual(Conv(3, 1).Then(Tanh)), ParametricRelu(byChannel: true), GroupNorm(3), Conv(3, 1).Named("inner").Then(Sigmoid),
        Conv(3, 1, bias: false).Shared("deeper").Then(Tanh), Conv(3, 3, padding: Same).Frozen().Then(Conv(3, 1)),
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Two_appearances_on_one_input_are_twice_the_layer(Layer body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Layer shared = body.Shared("a");
        Model<double> twice = Sum(shared, shared).Init<double>((3, 7), seed: 4), once = shared.Init<double>((3, 7), seed: 4);
        Tensor<double> x = Tensor.Normal<double>((2, 3, 7), 1), y = once.Run(x);
        Assert.Equal(once.Network.Weights.Select(w => (w.Name, w.Shape, w.Trainable)), twice.Network.Weights.Select(w => (w.Name, w.Shape, w.Trainable)));
        Assert.Equal(once.Fingerprint(), twice.Fingerprint());
        Agree.Within(1e-14, Tensor.Make(y.Shape, i => 2 * y.Values[i]), twice.Run(x));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Its_gradient_is_the_sum_of_those_of_copies_with_equal_weights(Layer body)
    {
        ArgumentNullException.ThrowIfNull(body);
        static Layer Net(Layer a, Layer b) => Concat(a, Tanh.Then(b)).Then(Residual(Conv(6, 1)));
        Model<double> one = Net(body.Shared("a"), body.Shared("a")).Init<double>((3, 7), seed: 4);
        Model<double> copies = Net(body.Shared("left"), body.Shared("right")).Init<double>((3, 7), seed: 4);
        foreach (Weight weight in copies.Network.Weights.Where(w => !one.Network.Weights.Any(own => own.Name == w.Name)))
            copies = copies.With(weight.Name, one[$"a{weight.Name[weight.Name.IndexOf('.')..]}"]);
        Tensor<double> x = Tensor.Normal<double>((2, 3, 7), 1), target = Tensor.Normal<double>((2, 6, 7), 2);
        Gradients<double> together = one.Differentiate(x, target, MeanSquared), apart = copies.Differentiate(x, target, MeanSquared);
        Agree.Within(1e-13, apart.Output, together.Output);
        foreach (string name in together.Names)
        {
            Tensor<double> expected = name.StartsWith("a.", StringComparison.Ordinal) ? Plus(apart[$"left{name[1..]}"], apart[$"right{name[1..]}"]) : apart[name];
            Agree.Within(1e-12, expected, together[name]);
        }
    }

    [Fact]
    public void Every_appearance_moves_the_state_in_turn()
    {
        Layer norm = BatchNorm(momentum: 0.3).Shared("norm");
        Model<double> both = norm.Then(Tanh).Then(norm).Init<double>((2, 5));
        Tensor<double> x = Tensor.Normal<double>((4, 2, 5), 3);
        Gradients<double> run = both.Differentiate(x, Tensor.Filled((4, 2, 5), 0.0), MeanSquared, training: true);
        Model<double> first = norm.Init<double>((2, 5)), model = first;
        Gradients<double> one = first.Differentiate(x, Tensor.Filled((4, 2, 5), 0.0), MeanSquared, training: true);
        foreach (string state in new[] { "norm.mean", "norm.variance" }) model = model.With(state, one.Next(state));
        Tensor<double> between = Tensor.Make(one.Output.Shape, i => Math.Tanh(one.Output.Values[i]));
        Gradients<double> two = model.Differentiate(between, Tensor.Filled((4, 2, 5), 0.0), MeanSquared, training: true);
        foreach (string state in new[] { "norm.mean", "norm.variance" })
        {
            Agree.Within(1e-13, two.Next(state), run.Next(state));
            Assert.NotEqual(one.Next(state), run.Next(state));
        }
        Assert.Equal(["y", "norm.mean'", "norm.variance'"], both.Network.Graph(4, training: true).Outputs.Select(o => o.Name));
    }

    [Fact]
    public void Its_name_is_absolute_and_numbers_begin_anew_at_every_appearance()
    {
        Layer a = Conv(3, 3, padding: Same).Then(Conv(3, 1)).Shared("a");
        Network network = Sum(a, Residual(a)).Then(Conv(3, 1).Then(a).Named("stem")).Then(a.Then(Relu).Named("last")).On((3, 6));
        Assert.Equal(["a.conv1.weight", "a.conv1.bias", "a.conv2.weight", "a.conv2.bias", "stem.conv1.weight", "stem.conv1.bias"], network.Weights.Select(w => w.Name));
    }

    [Fact]
    public void A_summary_counts_it_once_and_marks_it_later()
    {
        Layer a = Conv(3, 3, padding: Same).Shared("a");
        Network network = Conv(3, 1).Then(a).Then(Residual(a)).Then(a.Then(Relu).Named("last")).On((2, 8));
        Assert.Equal([("conv1", 9L, false), ("a", 30, false), ("residual1", 0, false), ("a", 0, true), ("last", 0, false), ("a", 0, true), ("last.relu1", 0, false)],
            network.Summary.Rows.Select(r => (r.Path, r.Weights, r.Shared)));
        Assert.Equal(39, network.Summary.Trainable);
        Assert.Equal(2, network.Summary.ToString().Split('\n').Count(line => line.Contains(" shared ", StringComparison.Ordinal)));
        Assert.Equal(2 * 2, network.Diagram().ToString().Split("shared weights").Length - 1);
        Assert.Equal(network.Summary.Macs, network.Summary.Rows.Sum(r => r.Macs));
    }

    [Fact]
    public void It_trains_saves_and_comes_back()
    {
        Layer tower = Conv(3, 5, stride: 2).Then(BatchNorm()).Then(Relu).Shared("tower");
        Layer net = Concat(tower, Shift(1).Then(tower)).Then(Flatten).Then(Dense(10));
        var (train, test) = Digits.Draw(train: 200, test: 50, seed: 3);
        Epoch<float>[] epochs = [.. net.Init(train.Item, seed: 1).Fit(train, test, Adam(1e-2), epochs: 4, batch: 25)];
        Assert.True(epochs[^1].Loss < 0.8 * epochs[0].Loss, $"{epochs[0]} became {epochs[^1]}");
        Model<float> model = epochs[^1].Model;
        string file = Path.Combine(Directory.CreateTempSubdirectory("shared").FullName, "net.safetensors");
        try
        {
            model.Save(file);
            Model<float> again = Model.Load<float>(file, net, train.Item);
            Assert.Equal(model.Fingerprint(), again.Fingerprint());
            Assert.Equal(["tower.conv1.weight", "tower.conv1.bias", "tower.bn1.mean", "tower.bn1.variance", "tower.bn1.weight", "tower.bn1.bias", "dense1.weight", "dense1.bias"], again.Network.Weights.Select(w => w.Name));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Law(60)]
    public Property It_keeps_every_law() => Laws.All(Sum(Tower, Tanh.Then(Tower)), (3, 6));

    [Fact]
    public void Simplifying_leaves_what_appears_twice_and_folds_what_appears_once()
    {
        Layer unit = Conv(3, 3, padding: Same).Then(BatchNorm()).Then(Dropout(0.5)).Shared("a");
        Model<double> twice = Sum(unit, Tanh.Then(unit)).Init<double>((3, 7), seed: 2), once = Conv(3, 1).Then(Tanh).Then(unit).Init<double>((3, 7), seed: 2);
        Tensor<double> x = Tensor.Normal<double>((2, 3, 7), 1);
        Agree.Within(1e-13, twice.Run(x), twice.Simplify().Model.Run(x));
        Assert.Equal("Sum(Conv(3, 3, padding: Same).Then(BatchNorm()).Shared(\"a\"), Tanh.Then(Conv(3, 3, padding: Same).Then(BatchNorm()).Shared(\"a\")))", twice.Simplify().Model.Network.Layer.ToString());
        Agree.Within(1e-13, once.Run(x), once.Simplify().Model.Run(x));
        Assert.Equal("Conv(3, 1).Then(Tanh).Then(Conv(3, 3, padding: Same).Shared(\"a\"))", once.Simplify().Model.Network.Layer.ToString());
    }

    [Fact]
    public void Shrinking_makes_it_smaller_in_all_its_places_at_once()
    {
        Layer a = Conv(3, 3, padding: Same).Then(Tanh).Shared("a");
        Assert.Contains(Sum(Tanh.Shared("a"), Relu.Then(Tanh.Shared("a"))), Shrinkers.Smaller(Sum(a, Relu.Then(a))));
    }

    private static Tensor<double> Plus(Tensor<double> a, Tensor<double> b) => Tensor.Make(a.Shape, i => a.Values[i] + b.Values[i]);
}
