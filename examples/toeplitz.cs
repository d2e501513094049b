// A convolution is a product with a Toeplitz matrix: written down as on the slide, checked against the layer, drawn.
//   dotnet run examples/toeplitz.cs                    pictures go to the folder for temporary files
//   dotnet run examples/toeplitz.cs -- FOLDER
#:project ../src/Dsl/FunctionalConv.csproj
using FunctionalConv;
using static FunctionalConv.Layers;

string folder = args.Length > 0 ? args[0] : Path.GetTempPath();
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"{folder}: there is no such folder; make it first.");
    return 1;
}

// The lecture's example: y = h ∗ x in full, h of length 3, x of length 5.
var full = ConvolutionMatrix.Full(m: 3, n: 5);
Console.WriteLine($"T(h), {full.Describe()}:\n{full}\n");
Console.WriteLine($"T(x), whose rows are the windows of the signal (im2col):\n{full.SignalText()}\n");

Tensor<double> h = Tensor.Of((1, 1, 3), 1.0, -2, 3), x = Tensor.Of((1, 5), 2.0, 0, 1, -1, 4);
var ours = Conv(1, 3, padding: Full, bias: false).Flipped();
var layer = ConvolutionOperator.Of(ours, x.Shape, h);
Console.WriteLine($"T(h) x   {Row(full.OfKernel(h) * Vector(x))}");
Console.WriteLine($"T(x) h   {Row(full.OfSignal(x) * Vector(h))}");
Console.WriteLine($"h ∗ x    {Row([.. layer.Apply(x).Values])}   by {ours}\n");

// Images: a Toeplitz matrix of Toeplitz blocks. Padding that goes around makes it circulant, and then the Fourier transform diagonalizes it.
Tensor<double> kernel = Tensor.Normal<double>((1, 1, 3, 3), seed: 1);
foreach (Padding padding in new Padding[] { Valid, Same, Same.Filled(Circular), Same.Filled(Reflect) })
{
    var conv = ConvolutionOperator.Of(Conv(1, 3, padding: padding, bias: false), (1, 6, 6), kernel);
    Console.WriteLine($"{conv}: {conv.Structure.Describe()}\n    {conv.Spectrum}");
}
Console.WriteLine();

foreach (var (name, layerToDraw, input) in new (string, Layer, Shape)[]
{
    ("toeplitz", Conv(1, 3, padding: Full, bias: false).Flipped(), (1, 8)),
    ("doubly-blocked", Conv(1, 3, padding: Same, bias: false), (1, 6, 6)),
    ("circulant", Conv(1, 3, padding: Same.Filled(Circular), bias: false), (1, 6, 6)),
    ("strided", Conv(1, 3, stride: 2, padding: Same, bias: false), (1, 8, 8)),
    ("transposed", ConvTransposed(1, 3, stride: 2, bias: false), (1, 3, 3)),
    ("channels", Conv(4, 3, groups: 2, padding: Same, bias: false), (4, 6)),
})
{
    string path = Path.Combine(folder, $"matrix-{name}.svg");
    AffineMap map = layerToDraw.ToMatrix(input);
    MatrixPicture.Of(map.Convolution!, $"{layerToDraw}: {map.Convolution!.Structure}").Save(path);
    Console.WriteLine($"{path}: {map}");
}
return 0;

static MathNet.Numerics.LinearAlgebra.Vector<double> Vector(Tensor<double> t) => MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfArray([.. t.Values]);

static string Row(IEnumerable<double> numbers) => string.Join("  ", numbers.Select(n => n.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture).PadLeft(3)));
