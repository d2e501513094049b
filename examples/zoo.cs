// The zoo: networks of the literature as values. Says what each makes of an item, its weights and its cost, and runs it once.
//   dotnet run examples/zoo.cs                 all of them
//   dotnet run examples/zoo.cs -- unet         the whole summary of one
#:project ../src/Dsl/FunctionalConv.csproj
using System.Diagnostics;
using FunctionalConv;

(string Name, Layer Layer, Shape Input)[] zoo =
[
    ("lenet5", Zoo.LeNet5(), (1, 28, 28)),
    ("vgg16", Zoo.Vgg16(classes: 10, width: 16), (3, 64, 64)),                 // a narrow one: the paper's has 138 million weights
    ("resnet18", Zoo.ResNet18(), (3, 224, 224)),
    ("resnet18-small", Zoo.ResNet18(10, small: true), (3, 32, 32)),
    ("mobilenetv2", Zoo.MobileNetV2(), (3, 224, 224)),
    ("unet", Zoo.UNet(), (1, 256, 256)),
    ("unet-3d", Zoo.UNet(width: 8, levels: 3), (1, 32, 32, 32)),               // the same value on volumes
    ("rawaudio", Zoo.RawAudio(), (1, 16000)),
    ("temporal", Zoo.TemporalConvNet(10), (12, 1000)),
    ("autoencoder", Zoo.Autoencoder(), (1, 32, 32)),
];

if (args is [var wanted])
{
    int at = Array.FindIndex(zoo, entry => entry.Name == wanted);
    if (at < 0)
    {
        Console.Error.WriteLine($"There is no network {wanted}; there are {string.Join(", ", zoo.Select(entry => entry.Name))}.");
        return 1;
    }
    Console.WriteLine(zoo[at].Layer.Summary(zoo[at].Input));
    return 0;
}

Console.WriteLine($"{"network",-16}{"input",-18}{"output",-18}{"layers",6}{"weights",14}{"MACs",16}{"ms",8}");
foreach (var (name, layer, input) in zoo)
{
    Summary summary = layer.Summary(input);
    Compiled<float> run = layer.Init(input, seed: 1).Compile();
    Tensor<float> item = Tensor.Normal<float>(input, seed: 2);
    run.Run(item);                                                             // makes the plan
    var watch = Stopwatch.StartNew();
    Tensor<float> y = run.Run(item);
    Console.WriteLine(FormattableString.Invariant($"{name,-16}{input,-18}{y.Shape,-18}{summary.Rows.Length,6}{summary.Trainable,14:N0}{summary.Macs,16:N0}{watch.Elapsed.TotalMilliseconds,8:F1}"));
}
return 0;
