// Choices: an algorithm that is chosen is taken where it can be and computes what plain loops compute; choices survive a file; Exact keeps its meaning; bad files are named.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using FunctionalConv.Properties.Files;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Running;

public class ChoicesLaws
{
    private static readonly PlanOptions Simd = new(Backend.Simd, 2);
    private static readonly int Seed = Luck.Seed();

    // Beside each shape what can be chosen for it; of Winograd's, some are far smaller than the rules would give it.
    public static TheoryData<Layer, int[], ConvolutionAlgorithm[]> Shapes => new()
    {
        { Conv(16, 3, padding: Same), [16, 5, 7], [ConvolutionAlgorithm.Winograd, ConvolutionAlgorithm.Blocks, ConvolutionAlgorithm.Strips, ConvolutionAlgorithm.Columns, ConvolutionAlgorithm.Fourier] },
        { Conv(32, 3), [16, 3, 3], [ConvolutionAlgorithm.Winograd, ConvolutionAlgorithm.Blocks, ConvolutionAlgorithm.Strips, ConvolutionAlgorithm.Columns, ConvolutionAlgorithm.Fourier] },
        { Conv(5, (3, 2), stride: 2, padding: 1), [3, 9, 8], [ConvolutionAlgorithm.Blocks, ConvolutionAlgorithm.Strips, ConvolutionAlgorithm.Columns, ConvolutionAlgorithm.Fourier] },
        { Conv(32, 1), [16, 6, 6], [ConvolutionAlgorithm.Blocks, ConvolutionAlgorithm.Strips, ConvolutionAlgorithm.Columns, ConvolutionAlgorithm.Fourier] },
        { Conv(6, 3, stride: 3, groups: 2), [4, 40], [ConvolutionAlgorithm.Strips, ConvolutionAlgorithm.Columns, ConvolutionAlgorithm.Fourier] },
        { Conv(16, 3, padding: 1, groups: 16), [16, 6, 20], [ConvolutionAlgorithm.Depthwise, ConvolutionAlgorithm.Strips, ConvolutionAlgorithm.Columns, ConvolutionAlgorithm.Fourier] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_choice_is_honoured_and_computes_what_plain_loops_compute(Layer layer, int[] input, ConvolutionAlgorithm[] able)
    {
        Model<float> model = layer.Then(Relu).On(Shape.Of(input)).Init<float>(Seed);
        Tensor<float> x = Tensor.Normal<float>(Shape.Of(input).Under(3), Seed);
        Tensor<float> expected = model.Using(Simd with { Naive = true }).Run(x);
        foreach (ConvolutionAlgorithm algorithm in Enum.GetValues<ConvolutionAlgorithm>().Skip(1))
        {
            PlanOptions options = Simd with { Choices = Choices.None.With(Key(model, 3), algorithm) };
            string step = Convolution(model, 3, options);
            Assert.Equal(able.Contains(algorithm) ? Name(algorithm) : Convolution(model, 3, Simd), step);
            Assert.Equal(step, Convolution(model, 3, Simd with { Convolutions = algorithm }));
            Agree(expected, model.Using(options).Run(x), $"{layer} by {algorithm}, seed {Seed}");
        }
    }

    [Fact]
    public void A_choice_holds_where_a_residual_is_added()
    {
        Model<float> model = Residual(Conv(16, 3, padding: Same)).Then(Relu).On((16, 8, 8)).Init<float>(Seed);
        Tensor<float> x = Tensor.Normal<float>((2, 16, 8, 8), Seed);
        foreach (ConvolutionAlgorithm algorithm in (ConvolutionAlgorithm[])[ConvolutionAlgorithm.Columns, ConvolutionAlgorithm.Fourier, ConvolutionAlgorithm.Strips, ConvolutionAlgorithm.Blocks, ConvolutionAlgorithm.Winograd])
        {
            PlanOptions options = Simd with { Choices = Choices.None.With(Key(model, 2), algorithm) };
            Assert.Equal(Name(algorithm), Convolution(model, 2, options));
            Agree(model.Using(Simd with { Naive = true }).Run(x), model.Using(options).Run(x), $"{algorithm}, seed {Seed}");
        }
    }

    [Fact]
    public void Exact_forbids_Winograd_and_Fourier_even_when_they_are_chosen()
    {
        Model<float> model = Conv(32, 3).On((32, 20, 20)).Init<float>();
        foreach (ConvolutionAlgorithm algorithm in (ConvolutionAlgorithm[])[ConvolutionAlgorithm.Winograd, ConvolutionAlgorithm.Fourier])
        {
            PlanOptions fast = Simd with { Choices = Choices.None.With(Key(model, 1), algorithm) };
            Assert.Equal(Name(algorithm), Convolution(model, 1, fast));
            Assert.Equal("Convolution (blocked)", Convolution(model, 1, fast with { Accuracy = Accuracy.Exact }));
        }
        Assert.DoesNotContain("Winograd", model.Trial(options: Simd with { Accuracy = Accuracy.Exact }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_once_saved_gives_the_same_plan_and_the_same_bits()
    {
        using var folder = new TempFolder();
        Model<float> model = Conv(16, 3, padding: Same).Then(Relu).Then(Conv(16, 3, padding: Same)).Then(Conv(16, 1)).On((16, 12, 12)).Init<float>(Seed);
        Choices found = model.Trial(2, Simd), given = Choices.None.With(Key(model, 2), ConvolutionAlgorithm.Columns);
        foreach (Choices choices in (Choices[])[found, given, Choices.None])
        {
            choices.Save(folder["choices.json"]);
            var again = Choices.Load(folder["choices.json"]);
            Assert.Equal(choices, again);
            Assert.Equal(choices.GetHashCode(), again.GetHashCode());
            Assert.Equal(Simd with { Choices = choices }, Simd with { Choices = again });
            Graph graph = model.Network.Graph(2);
            Assert.Equal(new Plan<float>(graph, Simd with { Choices = choices }).Steps, new Plan<float>(graph, Simd with { Choices = again }).Steps);
            Tensor<float> x = Tensor.Normal<float>((2, 16, 12, 12), Seed);
            Assert.Equal(model.Compile(Simd with { Choices = choices }).Run(x), model.Compile(Simd with { Choices = again }).Run(x));
        }
        Assert.NotEqual(given, Choices.None);
        Assert.Equal(Choices.None, given.With(given.Convolutions.Single(), ConvolutionAlgorithm.Automatic));
    }

    [Fact]
    public void A_trial_times_each_distinct_convolution_once()
    {
        Network network = Conv(16, 3, padding: Same).Then(BatchNorm()).Then(Conv(16, 3, padding: Same)).Then(Conv(16, 1)).On((16, 12, 12));
        var (whole, kernel) = FunctionalConv.Plans.Trial.Of<float>(network.Graph(1), Simd);
        Assert.Equal(2, whole.Count);
        Assert.Equal(whole.Convolutions, kernel.Convolutions);
        Assert.All(whole.Convolutions, convolution => Assert.NotEqual(ConvolutionAlgorithm.Automatic, whole[convolution]));
    }

    [Theory]
    [InlineData("{\n  \"a\" 1", "line 2: expected JSON, found something else")]
    [InlineData("[]", "the whole: expected an object of convolutions and algorithms, found a list")]
    [InlineData("{\"a\": \"Quick\"}", "entry \"a\": expected one of Fourier, Winograd, Blocks, Strips, Depthwise, Columns, found \"Quick\"")]
    [InlineData("{\"a\": \"Automatic\"}", "entry \"a\": expected one of Fourier, Winograd, Blocks, Strips, Depthwise, Columns, found \"Automatic\"")]
    [InlineData("{\"a\": 2}", "entry \"a\": expected one of Fourier, Winograd, Blocks, Strips, Depthwise, Columns, found 2")]
    [InlineData("{\"a\": \"Blocks\", \"a\": \"Strips\"}", "entry \"a\": expected one algorithm, found a second one")]
    public void A_bad_file_is_refused_by_a_sentence(string text, string trouble)
    {
        using var folder = new TempFolder();
        string path = folder.Write("choices.json", System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal($"{path}, {trouble}; make the file anew with model.Trial().Save.", Assert.Throws<BadFileException>(() => Choices.Load(path)).Message);
    }

    private static string Name(ConvolutionAlgorithm algorithm) => algorithm switch
    {
        ConvolutionAlgorithm.Blocks => "Convolution (blocked)",
        ConvolutionAlgorithm.Columns => "Convolution (im2col)",
        ConvolutionAlgorithm.Strips or ConvolutionAlgorithm.Depthwise => $"Convolution ({algorithm.ToString().ToLowerInvariant()})",
        _ => $"Convolution ({algorithm})",
    };

    private static string Key(Model<float> model, int batch)
    {
        Graph graph = model.Network.Graph(batch);
        return new Site(graph, Simd).Key<float>(graph.Lines.ToList().FindIndex(line => line.Primitive is Primitive.Correlate));
    }

    private static string Convolution(Model<float> model, int batch, PlanOptions options) =>
        new Plan<float>(model.Network.Graph(batch), options).Steps.Single(step => step.StartsWith("Convolution", StringComparison.Ordinal)).Split(" →")[0];

    // Twice the bound of Winograd's small error: sums of at most 144 products of normal numbers.
    private static void Agree(Tensor<float> expected, Tensor<float> found, string what)
    {
        Assert.Equal(expected.Shape, found.Shape);
        for (int i = 0; i < expected.Shape.Count; i++)
            Assert.True(Math.Abs(expected.Values[i] - found.Values[i]) <= 1e-4, $"{what}: element {i} is {found.Values[i]}, by plain loops {expected.Values[i]}");
    }
}
