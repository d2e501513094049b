// Layers that a user adds from outside the library, out of its public surface alone: one written with nodes that has a weight, one with a pullback by hand, and a
// function that lifts. They keep every law, learn, print, and come back from a file to the bit.
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using FunctionalConv;
using FunctionalConv.Graphs;
using Xunit;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

namespace Outside;

public class OwnLayers
{
    /// <summary>Every channel times a power of two that is learned: y = x · 2^w.</summary>
    private static Layer Gain { get; } = Layer.Of("gain", shape => shape, (x, at) => x * (at.Weight("log", x.Shape[1], Initializer.Zeros).PerChannel(x.Shape) * Math.Log(2)).Map(Unary.Exp));

    /// <summary>Every item divided by its length, by hand: y = x / |x|, dx = (dy − y ⟨y, dy⟩) / |x|.</summary>
    private static Layer Unit { get; } = Layer.Of("unit", shape => shape,
        x => Length(x) is var length ? Tensor.Make(x.Shape, i => x.Values[i] / length) : x,
        (x, dy) => (Length(x), Dot(x, dy)) is var (length, along) ? Tensor.Make(x.Shape, i => (dy.Values[i] - (x.Values[i] * along / (length * length))) / length) : x);

    private static Layer Softsine { get; } = Layer.Map("softsine", x => Math.Sin(x) / 2, x => Math.Cos(x) / 2);

    private static Layer Net { get; } = Conv(4, 5, stride: 3).Then(Gain).Then(Softsine).Then(Flatten).Then(Unit).Then(Dense(10));

    [Property(MaxTest = 20)]
    public Property They_keep_every_law_that_the_librarys_own_layers_keep() => Laws.All(Gain).And(Laws.All(Unit)).And(Laws.All(Softsine));

    [Fact]
    public void They_print_in_the_summary_with_their_weights()
    {
        Network network = Net.On((1, 28, 28));
        Assert.Equal(["conv1.weight", "conv1.bias", "gain1.log", "dense1.weight", "dense1.bias"], network.Weights.Select(w => w.Name));
        Assert.Contains("2  Layer.Of(\"gain\", …)", network.Summary.ToString(), StringComparison.Ordinal);
        Assert.Equal((4, "gain1"), (network.Summary.Rows[1].Weights, network.Summary.Rows[1].Path));
    }

    [Fact]
    public void They_learn_and_come_back_from_a_file_to_the_bit()
    {
        var (train, test) = Digits.Draw(train: 300, test: 100, seed: 3);
        Epoch<float>[] epochs = [.. Net.Init(train.Item, seed: 1).Fit(train, test, Adam(1e-2), epochs: 5, batch: 25)];
        Model<float> model = epochs[^1].Model;
        Assert.True(epochs[^1].Loss < 0.8 * epochs[0].Loss, $"{epochs[0]} became {epochs[^1]}");
        Assert.NotEqual(Tensor.Filled(4, 0f), model["gain1.log"]);
        string folder = Directory.CreateTempSubdirectory("outside").FullName, file = Path.Combine(folder, "own.safetensors");
        try
        {
            model.Save(file);
            Model<float> again = Model.Load<float>(file, Net, train.Item);
            Assert.Equal((model.Fingerprint(), model.Predict(test)), (again.Fingerprint(), again.Predict(test)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Dot(Tensor<double> a, Tensor<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Count; i++) sum += a.Values[i] * b.Values[i];
        return sum;
    }

    private static double Length(Tensor<double> x) => Math.Sqrt(Dot(x, x));
}
