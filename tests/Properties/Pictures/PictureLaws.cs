// Pictures are well-formed, say what they show, and hold the numbers that they were made of; what cannot be drawn gets a sentence.
using System.Globalization;
using System.Xml.Linq;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Pictures;

public class PictureLaws
{
    private static readonly Lazy<(DataSet Train, DataSet Test, Model<float> Model, Epoch<float>[] Epochs)> Run = new(() =>
    {
        var (train, test) = Digits.Draw(train: 60, test: 20);
        Layer net = Conv(4, 3).Then(Relu).Then(MaxPool(2)).Then(Conv(6, 3)).Then(Relu).Then(GlobalAveragePool).Then(Dropout(0.1)).Then(Dense(10));
        Epoch<float>[] epochs = [.. net.Init(train.Item, seed: 1).Fit(train, test, Adam(1e-3), epochs: 2)];
        return (train, test, epochs[^1].Model, epochs);
    });

    public static TheoryData<string> Names => new(Pictures().Select(p => p.Name));

    public static IEnumerable<(string Name, Func<Picture> Make)> Pictures()
    {
        yield return ("conv", () => Conv(2, 3, padding: 1).Animate(4));
        yield return ("pool", () => MaxPool(2).Animate(4));
        yield return ("lenet", () => Zoo.LeNet5().Diagram((1, 28, 28)));
        yield return ("resnet", () => Zoo.ResNet18().Diagram((3, 224, 224)));
        yield return ("unet", () => Zoo.UNet().Diagram((1, 64, 64)));
        yield return ("identity", () => Relu.Repeat(0).Diagram((1, 4, 4)));
        yield return ("own", () => Layer.Of("a<b>&\"c\"", s => s, x => x).Then(Conv(1, 1).Named("stem")).Diagram((1, 4)));
        yield return ("bars", () => Tensor.Of(4, 1.0, double.NaN, -2, double.PositiveInfinity).Picture());
        yield return ("signals", () => Tensor.Normal<float>((8, 5000), 1).Picture());
        yield return ("grey", () => Tensor.Normal<float>((1, 5, 7), 1).Picture());
        yield return ("rgb", () => Tensor.Normal<float>((3, 5, 7), 1).Picture());
        yield return ("maps", () => Tensor.Normal<float>((130, 5, 7), 1).Picture());
        yield return ("volume", () => Tensor.Normal<float>((2, 3, 5, 7), 1).Picture());
        yield return ("constant", () => Tensor.Filled((1, 3, 3), 7f).Picture());
        yield return ("nothing but NaN", () => Tensor.Filled((2, 3, 3), double.NaN).Picture());
        yield return ("structure", () => Tensor.Normal<double>((30, 4), 1).Structure());
        yield return ("filters", () => Run.Value.Model.Filters());
        yield return ("features", () => Run.Value.Model.FeatureMaps(Run.Value.Test.Image<float>(0), "conv2"));
        yield return ("saliency", () => Run.Value.Model.Saliency(Run.Value.Test.Image<float>(0)));
        yield return ("activation", () => Run.Value.Model.ClassActivation(Run.Value.Test.Image<float>(0), 3));
        yield return ("field", () => Conv(2, 3, padding: 1).Then(Conv(2, 3, padding: 1)).Init((1, 9, 9)).EffectiveField(2));
        yield return ("curves", () => Run.Value.Epochs.Curves());
        yield return ("confusion", () => Run.Value.Model.Predict(Run.Value.Test) is var guesses ? Confusion.Of(Run.Value.Test.Labels, guesses, 10).Picture() : null!);
        yield return ("cone", () => Conv(2, 3).Then(Relu).Then(MaxPool(2)).Then(Conv(2, 3, dilation: 2)).On((1, 20, 30)).Cone().Picture());
        yield return ("causal cone", () => Conv(2, 2, padding: Causal).Then(Conv(2, 2, padding: Causal, dilation: 2)).Then(Flatten).Then(Dense(9)).On((1, 20)).Cone().Picture());
        yield return ("cone of a volume", () => Conv(2, 3, 2, 1).Then(Conv(2, 2)).On((1, 7, 8, 9)).Cone().Picture());
        yield return ("deep cone", () => Zoo.ResNet18().On((3, 224, 224)).Cone().Picture());
        yield return ("shifts", () => Conv(2, 3, padding: Same).Then(MaxPool(2)).Init<double>((1, 12, 12)).ShiftPicture());
        yield return ("shifts of nothing", () => Conv(2, 3).Then(Flatten).Then(Dense(2)).Init((1, 9)).ShiftPicture());
        yield return ("matrix", () => MatrixPicture.Of(Conv(2, 3, padding: Same).ToMatrix((2, 5, 5))));
        yield return ("small matrix", () => MatrixPicture.Of(ConvolutionMatrix.Full(2, 3), "A matrix with a rather long title that has to go over more than one line of text"));
        yield return ("spectrum", () => Spectrum.Of(Conv(2, 3).ToMatrix((1, 8)).Matrix).Picture());
        yield return ("frequencies", () => FourierTransform.Of(Tensor.Normal<double>((12, 16), 1)).Picture());
        yield return ("signal", () => Signal.Box().Picture());
        yield return ("sliding", () => Signal.Box().Convolve(Signal.Gaussian(0.3, 300)).Picture());
        yield return ("continuous", () => Continuous.Convolution(t => Math.Exp(-t * t), t => t is > 0 and < 1 ? 1 : 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_is_well_formed_and_named_and_its_marks_lie_within_it(string name)
    {
        Picture picture = Pictures().Single(p => p.Name == name).Make();
        XElement svg = XElement.Parse(picture.ToString());
        Assert.All(new[] { "title", "desc" }, tag => Assert.NotEmpty(svg.Elements().First(e => e.Name.LocalName == tag).Value));
        Assert.DoesNotContain("NaN", string.Concat(svg.DescendantsAndSelf().SelectMany(e => e.Attributes()).Where(a => a.Name.LocalName is "x" or "y" or "d" or "width" or "height" or "viewBox").Select(a => a.Value)), StringComparison.Ordinal);
        foreach (XElement mark in svg.Descendants().Where(e => e.Name.LocalName is "rect" or "image" or "text" && e.Attribute("x") is not null && e.Ancestors().All(a => a.Attribute("transform") is null)))
        {
            double Number(string of) => double.Parse(mark.Attribute(of)?.Value ?? "0", CultureInfo.InvariantCulture);
            Assert.InRange(Number("x"), -1, picture.Width + 1);
            Assert.InRange(Number("x") + Number("width"), -1, picture.Width + 1);
            Assert.InRange(Number("y") + Number("height"), -1, picture.Height + 1);
        }
    }

    [Fact]
    public void A_diagram_has_a_block_per_layer_with_its_costs()
    {
        Network network = Zoo.ResNet18().On((3, 224, 224));
        XElement svg = XElement.Parse(network.Diagram().ToString());
        XElement[] blocks = [.. svg.Descendants().Where(e => e.Attribute("class")?.Value == "fc-layer")];
        Assert.Equal(network.Summary.Macs, blocks.Sum(b => long.Parse(b.Attribute("data-macs")!.Value, CultureInfo.InvariantCulture)));
        Assert.Equal(network.Summary.Trainable + network.Summary.State, blocks.Sum(b => long.Parse(b.Attribute("data-weights")!.Value, CultureInfo.InvariantCulture)));
        Assert.Equal(8, svg.Descendants().Count(e => e.Attribute("data-joint")?.Value == "+"));
        Assert.Contains("118,013,952 MACs (236,027,904 FLOPs)", blocks[0].Value, StringComparison.Ordinal);
        Assert.Equal(3, XElement.Parse(Zoo.UNet().Diagram((1, 64, 64)).ToString()).Descendants().Count(e => e.Attribute("data-joint")?.Value == "‖"));
    }

    [Fact]
    public void Blocks_of_a_diagram_do_not_overlap()
    {
        foreach (Layer layer in new[] { Zoo.ResNet18(), Zoo.UNet(), Concat(Conv(8, 1), Conv(8, 3, padding: Same).Then(Relu), MaxPool(3, 1, 1)).Named("inception").Then(Relu) })
        {
            double[][] boxes = [.. XElement.Parse(layer.Diagram((3, 64, 64)).ToString()).Descendants().Where(e => e.Attribute("class")?.Value.StartsWith("fc-b", StringComparison.Ordinal) == true)
                .Select(e => new[] { "x", "y", "width", "height" }.Select(a => double.Parse(e.Attribute(a)!.Value, CultureInfo.InvariantCulture)).ToArray())];
            for (int i = 0; i < boxes.Length; i++)
                for (int j = i + 1; j < boxes.Length; j++)
                    Assert.False(boxes[i][0] < boxes[j][0] + boxes[j][2] && boxes[j][0] < boxes[i][0] + boxes[i][2] && boxes[i][1] < boxes[j][1] + boxes[j][3] && boxes[j][1] < boxes[i][1] + boxes[i][3], $"{layer}: block {i} and block {j}");
        }
    }

    [Fact]
    public void Cells_that_are_no_numbers_are_shown_and_counted()
    {
        string svg = Tensor.Make((1, 4, 4), i => i is 3 or 7 ? float.NaN : i).Picture().ToString();
        string words = Words(XElement.Parse(svg));
        Assert.Contains("2 cells are not a number (magenta, crossed).", words, StringComparison.Ordinal);
        Assert.Contains("data-missing=\"2\"", svg, StringComparison.Ordinal);
        Assert.Contains("1 cell is not a number.", Tensor.Of((1, 3), 1.0, double.NaN, 2).Picture().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_large_is_drawn_scaled_and_says_so()
    {
        Assert.Contains("Too large to draw cell by cell: drawn scaled, one pixel for 2×2 cells.", Words(XElement.Parse(Tensor.Filled((1, 600, 1000), 0.5f).Picture().ToString())), StringComparison.Ordinal);
        Assert.Contains("The first 100 of 130 are shown.", Tensor.Normal<float>((130, 5, 7), 1).Picture().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_rank_gets_a_sentence()
    {
        Assert.StartsWith("A picture of a tensor needs elements and 1 to 4 axes: [n] is drawn as bars, [C, W] as signals, [C, H, W] as images, [C, D, H, W] as slices; it was given [1, 1, 1, 2, 2]. Pick an item of a batch.",
            Assert.Throws<ArgumentException>(() => Tensor.Filled((1, 1, 1, 2, 2), 0f).Picture()).Message, StringComparison.Ordinal);
        Assert.StartsWith("Maps draws feature maps [C, H, W]; it was given [4, 4].", Assert.Throws<ArgumentException>(() => Tensor.Filled((4, 4), 0f).Maps()).Message, StringComparison.Ordinal);
        Assert.StartsWith("Filters draws the weights of a convolution, [M, C, h, w] or [M, C, w]; it was given [4].", Assert.Throws<ArgumentException>(() => Tensor.Filled(4, 0f).Filters()).Message, StringComparison.Ordinal);
        Assert.StartsWith("Structure draws a matrix [rows, columns]; it was given [1, 4, 4].", Assert.Throws<ArgumentException>(() => Tensor.Filled((1, 4, 4), 0f).Structure()).Message, StringComparison.Ordinal);
        Assert.StartsWith("Frequencies of one or two axes are drawn; these have [3, 4, 5]. Take a slice.", Assert.Throws<ArgumentException>(() => FourierTransform.Of(Tensor.Filled((3, 4, 5), 1.0)).Picture()).Message, StringComparison.Ordinal);
        Assert.StartsWith("ClassActivation needs a network that ends in GlobalAveragePool and one Dense layer: only there a class is a weighted sum of maps. Use Saliency.",
            Assert.Throws<ArgumentException>(() => Flatten.Then(Dense(10)).Init((1, 4, 4)).ClassActivation(Tensor.Filled((1, 4, 4), 1f))).Message, StringComparison.Ordinal);
        Assert.StartsWith("The network has no layer '9'; its layers are 1 conv1, 2 relu1.", Assert.Throws<ArgumentException>(() => Conv(1, 3).Then(Relu).Init((1, 4, 4)).FeatureMaps(Tensor.Filled((1, 4, 4), 1f), "9")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Class_activation_is_the_score_spread_over_the_map()
    {
        // Mean of the weighted maps = the score without bias: global average pooling and Dense are linear.
        Layer net = Conv(3, 1).Then(GlobalAveragePool).Then(Dense(2, bias: false));
        Model<double> model = net.Init<double>((1, 4, 4), seed: 3);
        Tensor<double> x = Tensor.Normal<double>((1, 4, 4), 1), maps = ModelPictures.Outputs(model, x, [0])[0];
        double mean = Enumerable.Range(0, 48).Sum(i => maps.Values[i] * model["dense1.weight"][1, i / 16]) / 16;
        Assert.Equal(model.Run(x)[1], mean, 12);
    }

    [Fact]
    public void A_convolution_of_functions_is_its_integral()
    {
        // A box of width 1 with itself is the triangle 1 − |t|.
        static double Box(double t) => Math.Abs(t) <= 0.5 ? 1 : 0;
        foreach (double t in new[] { -0.9, -0.3, 0, 0.4, 1.2 }) Assert.Equal(Math.Max(0, 1 - Math.Abs(t)), Continuous.At(Box, Box, 2, -1, t), 0.02);
        // An asymmetric g tells convolution from correlation.
        static double Ramp(double t) => t is >= 0 and <= 1 ? t : 0;
        Assert.Equal(0.32, Continuous.At(Ramp, Box, 2, -1, 0.3), 0.02);
        Assert.Equal(0.02, Continuous.At(Ramp, Box, 2, 1, 0.3), 0.02);
    }

    [Fact]
    public void Curves_are_renewed_while_training_goes_on()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.html");
        try
        {
            var pages = new List<string>();
            foreach (var epoch in Run.Value.Epochs.DrawTo(path)) pages.Add(File.ReadAllText(path));
            Assert.Equal(2, pages.Distinct().Count());
            Assert.All(pages, page => Assert.Contains("http-equiv=\"refresh\"", page, StringComparison.Ordinal));
            Assert.DoesNotContain("http-equiv", File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The lines of text of a picture as one.</summary>
    private static string Words(XElement svg) => string.Join(' ', svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value));
}
