// Uses the packages as a stranger would, in C# 12: composes, reads an error, trains for a few steps, runs laws.
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using FunctionalConv;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

var net = Conv(4, 5, stride: 2, padding: Same).Then(Relu).Then(MaxPool(2)).Then(Flatten).Then(Dense(10));
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

var (train, test) = Digits.Draw(train: 320, test: 100);
var epochs = net.Init((1, 28, 28), seed: 1).Fit(train, test, Adam(3e-3), epochs: 2, batch: 32).ToList();
foreach (var epoch in epochs) Console.WriteLine(epoch);
if (epochs[^1].Loss >= epochs[0].Loss) return 2;

Laws.Shape(net, (1, 28, 28)).QuickCheckThrowOnFailure();
Laws.Deterministic(net, (1, 28, 28)).QuickCheckThrowOnFailure();
Console.WriteLine($"The packages work on {RuntimeInformation.FrameworkDescription}.");
return 0;
