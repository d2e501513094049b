// The gallery: every kind of picture that the library draws, on one page.
//   dotnet run examples/gallery.cs                       writes out/gallery.html and the pictures of the documentation, out/images
//   dotnet run examples/gallery.cs -- --out DIR          writes DIR/gallery.html
#:project ../src/Dsl/FunctionalConv.csproj
using System.Globalization;
using FunctionalConv;
using static FunctionalConv.Layers;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

string? folder = args switch { [] => "out", ["--out", var given] => given, _ => null };
if (folder is null)
{
    Console.Error.WriteLine("The gallery takes --out and a folder, or nothing.");
    return 1;
}

Page page = Page.Of("FunctionalConv: the gallery").Text("Every picture here was drawn from a value: a layer, a network, a tensor or a run. None needs a script, a network or another file.");

page = page.Heading("Convolution arithmetic").Text("layer.Animate(map): the window on its way. The check box pauses.")
    .Row(
        Conv(1, 3).Animate(4),
        Conv(1, 3, stride: 2, padding: 1).Animate(5),
        Conv(1, 4, padding: 2).Animate(5),
        Conv(1, 3, dilation: 2).Animate(7),
        ConvTransposed(1, 3, stride: 2, padding: 1).Animate(3),
        ConvTransposed(1, 3, stride: 2, padding: 1, outputPadding: 1).Animate(3),
        Conv(1, 3, padding: Padding.By(1).Filled(Fill.Circular)).Animate(4, numbers: true),
        Conv(1, (2, 3), padding: Same).Animate((4, 6)));

page = page.Heading("With numbers")
    .Row(
        Conv(1, 3, bias: false).Animate(5, numbers: true),
        AveragePool(3, stride: 1).Animate(5, numbers: true),
        MaxPool(3, stride: 1).Animate(5),
        MaxPool(2).Animate(6),
        GlobalMaxPool.Animate(4),
        Conv(1, 3, stride: 2, padding: 1).Animate(9, axes: 1, numbers: true),
        ConvTransposed(1, 3, stride: 2).Animate(4, axes: 1, numbers: true),
        Conv(1, 3, padding: Causal, dilation: 2).Animate(8, axes: 1));

page = page.Heading("Volumes, slice by slice")
    .Row(Conv(1, 2, padding: 0).Animate(3, axes: 3), Conv(1, 3, stride: 2, padding: 1).Animate(4, axes: 3), Conv(6, 5, padding: Same).Animate(28));

page = page.Heading("The continuous picture").Text("A function is flipped and slides over another; the area of their product is the result at t.")
    .Row(
        Continuous.Convolution(t => Math.Abs(t) <= 0.5 ? 1 : 0, t => t is >= 0 and <= 1 ? 1 - t : 0),
        Continuous.Correlation(t => Math.Abs(t) <= 0.5 ? 1 : 0, t => t is >= 0 and <= 1 ? 1 - t : 0),
        Continuous.Autocorrelation(t => t is >= 0 and <= 1 ? 1 - t : 0));

var (train, test) = Digits.Draw(train: 600, test: 200);
Layer small = Conv(8, 5, padding: Same).Then(Relu).Then(MaxPool(2)).Then(Conv(16, 3, padding: Same)).Then(Relu).Then(GlobalAveragePool).Then(Dense(10));
List<Epoch<float>> epochs = [.. Zoo.LeNet5().Init(train.Item, seed: 1).Fit(train, test, Optimizers.Adam(1e-3), epochs: 6)];
Model<float> lenet = epochs[^1].Model, averaged = small.Init(train.Item, seed: 1).Fit(train, test, Optimizers.Adam(3e-3), epochs: 3).Last().Model;
Tensor<float> digit = test.Image<float>(0);
Labels guesses = lenet.Predict(test);

page = page.Heading("LeNet-5").Text("A network as blocks. The orange bar is a layer's share of the work; hovering a block tells shapes, weights, costs and its receptive field.")
    .Row(Zoo.LeNet5().Diagram((1, 28, 28)))
    .Show(Zoo.LeNet5().Summary((1, 28, 28)));

page = page.Heading("What it learned")
    .Row(epochs.Curves(), Confusion.Of(test.Labels, guesses, 10).Picture(), lenet.Filters(), lenet.FeatureMaps(digit, "1"), lenet.FeatureMaps(digit, "4"), lenet.FeatureMaps(digit, "12"),
        lenet.Saliency(digit), averaged.ClassActivation(digit), Conv(8, 3, padding: Same).Then(Relu).Repeat(4).Init((1, 28, 28), seed: 3).EffectiveField())
    .Show(ImageSheet.Wrong(test, guesses, most: 20));

page = page.Heading("Tensors")
    .Row(
        Tensor.Make(12, i => MathF.Sin(i * 0.7f)).Picture(),
        Tensor.Make((2, 200), i => i < 200 ? MathF.Sin(i * 0.1f) : MathF.Cos(i * 0.05f) * 0.7f).Picture(),
        digit.Picture("A digit [1, 28, 28]"),
        Tensor.Make((3, 32, 32), i => (i / 1024) switch { 0 => i % 32 / 31f, 1 => i % 1024 / 32 / 31f, _ => 0.4f }).Picture("Colours [3, 32, 32]"),
        Tensor.Make((1, 6, 6), i => i == 14 ? float.NaN : i / 35f).Picture("A map with a cell that is no number"),
        Tensor.Make((1, 6, 20, 20), i => { int d = i / 400, h = i / 20 % 20, w = i % 20; return Math.Max(0, 1 - (MathF.Sqrt(((d - 2.5f) * (d - 2.5f) * 9) + ((h - 9.5f) * (h - 9.5f)) + ((w - 9.5f) * (w - 9.5f))) / 10)); }).Picture("A volume [1, 6, 20, 20]"),
        Tensor.Make((1, 700, 700), i => ((i / 700 / 50) + (i % 700 / 50)) % 2 == 0 ? 1f : 0.3f).Picture("A large image"),
        Tensor.Make((12, 12), i => (i % 12) - (i / 12) is >= 0 and <= 2 and var k ? k + 1f : 0).Structure("A Toeplitz matrix"));

Padding around = Same.Filled(Circular);
Layer causal = Conv(1, 2, padding: Causal).Then(Conv(1, 2, padding: Causal, dilation: 2)).Then(Conv(1, 2, padding: Causal, dilation: 4)).Then(Conv(1, 2, padding: Causal, dilation: 8));
Picture cone = Conv(6, 5, padding: Same).Then(Relu).Then(MaxPool(2)).Then(Conv(16, 5)).Then(Relu).Then(MaxPool(2)).On((1, 28, 28)).Cone(2, 1).Picture();
page = page.Heading("What a cell sees").Text("network.Cone(cell): which cells of every layer, and of the input, one cell of the output depends on.")
    .Row(cone, causal.On((1, 24)).Cone(20).Picture(), Conv(4, 3, stride: 2, padding: 1).Then(Conv(4, 3)).On((1, 6, 9, 9)).Cone(0, 1, 1).Picture(),
        Conv(8, 3, dilation: 2).Then(ConvTransposed(4, 3, stride: 2)).Then(Conv(4, 3)).On((1, 15, 15)).Cone().Picture(), Zoo.ResNet18().On((3, 224, 224)).Cone(0).Picture());

Layer follows = Conv(4, 3, padding: around).Then(Tanh).Then(MaxPool(2));
Picture shifts = follows.Init<double>((1, 16, 16), seed: 1).ShiftPicture();
page = page.Heading("Equivariance").Text("model.ShiftPicture(): how far the output misses when the input moves, measured, and what the analysis says.")
    .Row(shifts, Conv(4, 3, padding: Same).Then(Tanh).Then(Conv(4, 3, padding: Same)).Init<double>((1, 16, 16), seed: 1).ShiftPicture(),
        follows.Then(GlobalAveragePool).Then(Dense(10)).Init<double>((1, 16, 16), seed: 1).ShiftPicture(), follows.Then(Flatten).Then(Dense(10)).Init<double>((1, 16, 16), seed: 1).ShiftPicture());

Picture matrix = MatrixPicture.Of(Conv(1, 3, padding: Same, bias: false).ToMatrix((1, 5, 5)));
var blur = ConvolutionOperator.Of(Conv(1, 3, padding: around, bias: false), (1, 24, 24), Tensor.Of((1, 1, 3, 3), 1.0, 2, 1, 2, 4, 2, 1, 2, 1));
page = page.Heading("Convolution as a matrix").Text("layer.ToMatrix(shape), drawn by MatrixPicture: a colour is a tap of the kernel.")
    .Row(MatrixPicture.Of(ConvolutionMatrix.Full(3, 5)), MatrixPicture.Of(Conv(1, 3, padding: around, bias: false).ToMatrix((1, 10))), matrix,
        MatrixPicture.Of(Conv(4, 3, groups: 2, padding: Same, bias: false).ToMatrix((4, 6))), MatrixPicture.Of(Conv(2, 3).Then(AveragePool(2)).ToMatrix((1, 6, 6), seed: 1)),
        FrequencyResponse.Of(blur.Structure, blur.Kernel).Picture("What a blur does to each frequency"), blur.Spectrum.Picture(), Signal.Box().Convolve(Signal.Gaussian(0.2, 200)).Picture());

page = page.Heading("ResNet-18").Row(Zoo.ResNet18().Diagram((3, 224, 224)));
page = page.Heading("U-Net").Row(Zoo.UNet().Diagram((1, 256, 256)));
page = page.Heading("Branches").Row(Concat(Conv(8, 1), Conv(8, 3, padding: Same).Then(Relu), MaxPool(3, stride: 1, padding: 1)).Then(Product(Identity, GlobalAveragePool.Then(Dense(4)).Then(Relu).Then(Dense(19)).Then(Sigmoid))).Named("inception").Then(Relu).Diagram((3, 16, 16)));

// The pictures of README.md and docs/pictures.md.
Directory.CreateDirectory(Path.Combine(folder, "images"));
foreach (var (name, picture) in new[]
{
    ("convolution", Conv(1, 3, stride: 2, padding: 1).Animate(5, numbers: true)), ("transposed", ConvTransposed(1, 3, stride: 2, padding: 1).Animate(3)),
    ("maxpool", MaxPool(3, stride: 1).Animate(5)), ("lenet", Zoo.LeNet5().Diagram((1, 28, 28))), ("feature-maps", lenet.FeatureMaps(digit, "1")), ("unet", Zoo.UNet().Diagram((1, 256, 256))),
    ("cone", cone), ("shifts", shifts), ("matrix", matrix),
    ("continuous", Continuous.Convolution(t => Math.Abs(t) <= 0.5 ? 1 : 0, t => t is >= 0 and <= 1 ? 1 - t : 0)),
})
    picture.Save(Path.Combine(folder, "images", $"{name}.svg"));

string file = Path.Combine(folder, "gallery.html");
page.Save(file);
Console.WriteLine($"{file}: {new FileInfo(file).Length / 1024:N0} KB");
return 0;
