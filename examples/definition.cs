// Convolution by its definition: flip one function, slide it over the other, multiply, take the area. Correlation is the same without the flip.
//   dotnet run examples/definition.cs
#:project ../src/Dsl/FunctionalConv.csproj
using System.Globalization;
using FunctionalConv;
using static FunctionalConv.Layers;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// Continuous: a box over a box is a triangle.
Signal box = Signal.Box(width: 1, cells: 20);
Sliding sliding = box.Convolve(box);
Console.WriteLine("box ∗ box: the area under the product, shift by shift\n");
foreach (Slide slide in sliding.Moments.Where((_, i) => i % 3 == 1))
    Console.WriteLine($"t = {slide.Shift,5:0.00}   area {slide.Area:0.00}   1 − |t| = {Math.Max(0, 1 - Math.Abs(slide.Shift)):0.00}   {new string('█', (int)Math.Round(slide.Area * 40))}");

// One moment, laid open.
Slide moment = sliding[12];
Console.WriteLine($"\nat t = {moment.Shift:0.00} the flipped box stands from {moment.Moved.Start:0.00} to {moment.Moved.End:0.00}; product: {moment.Product}\n");

// Discrete: sums instead of areas. Two operations with two names.
Signal f = Signal.Discrete(0, 1, 2, 3), g = Signal.Discrete(0, 1, 0, -2);
Print("f", f);
Print("g", g);
Print("f ∗ g, convolution", f.Convolve(g).Result);
Print("g ∗ f, the same", g.Convolve(f).Result);
Print("f ⋆ g, correlation", f.Correlate(g).Result);
Print("g ⋆ f, its mirror image", g.Correlate(f).Result);
Print("f ⋆ f, autocorrelation", f.Autocorrelate().Result);

// What networks call convolution is correlation; Flipped() is the mathematician's.
Tensor<double> x = Tensor.Of((1, 3), 1.0, 2, 3), w = Tensor.Of((1, 1, 3), 1.0, 0, -2);
ConvLayer conv = Conv(1, 3, padding: Full, bias: false);
foreach (ConvLayer layer in new[] { conv, conv.Flipped() })
    Console.WriteLine($"{layer,-58} {string.Join("  ", ConvolutionOperator.Of(layer, x.Shape, w).Apply(x).Values.ToArray())}");

static void Print(string name, Signal s) => Console.WriteLine($"{name,-25} from {s.Start,2}: {string.Join("  ", s.Values)}");
