// A network from description to saved file, in a program that is trimmed or native: what reflection would need is not there.
using FunctionalConv;
using FunctionalConv.Plans;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

var net = Conv(4, 5, stride: 2, padding: Same).Then(BatchNorm()).Then(Relu).Then(MaxPool(2)).Then(Flatten).Then(Dense(10));
Console.WriteLine(net.Summary((1, 28, 28)));
try
{
    net.On((1, 2));
    return 1;
}
catch (MisfitException misfit)
{
    Console.WriteLine(misfit.Message);
}

var (train, test) = Digits.Draw(train: 640, test: 100);
var epochs = net.Init((1, 28, 28), seed: 1).Fit(train, test, Adam(3e-3), epochs: 3, batch: 32).ToList();
var model = epochs[^1].Model;
Console.WriteLine($"the loss falls: {epochs[^1].Loss < epochs[0].Loss}; most digits are read: {epochs[^1].Accuracy > 0.5}");

var folder = Directory.CreateTempSubdirectory("functionalconv-");
var (weights, choices) = (Path.Combine(folder.FullName, "net.safetensors"), Path.Combine(folder.FullName, "choices.json"));
var image = test.Image<float>(0);
model.Save(weights);
Console.WriteLine($"saved, loaded, the same: {Model.Load<float>(weights, net, (1, 28, 28)).Run(image).Equals(model.Run(image))}");
var chosen = Choices.None.With("a convolution", ConvolutionAlgorithm.Winograd);
chosen.Save(choices);
Console.WriteLine($"{File.ReadAllText(choices)} {Choices.Load(choices).Equals(chosen)}");
folder.Delete(recursive: true);

Console.WriteLine($"simplified: {model.Simplify().Model.Network.Layer}");
Console.WriteLine($"drawn: {net.Diagram((1, 28, 28)).ToString().StartsWith("<svg", StringComparison.Ordinal)}");
Console.WriteLine($"a matrix: {Spectrum.Of(Conv(1, 3).ToMatrix((1, 5), seed: 1).Matrix)}");
Console.WriteLine(Shift((1, -2)));
return 0;
