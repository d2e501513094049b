// Equivariance: shift a digit, see what moves with it and what breaks. S_v is the circular shift; a mask should move with it, a score should stay.
//   dotnet run examples/equivariance.cs
#:project ../src/Dsl/FunctionalConv.csproj
using FunctionalConv;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

Padding around = Same.Filled(Circular), zeros = Same;
Layer Features(Padding padding, Layer down) => Conv(4, 3, padding: padding).Then(Tanh).Then(down).Then(Conv(4, 3, padding: padding)).Then(Tanh);
Layer Mask(Padding padding, Layer down) => Features(padding, down).Then(Upsample(2)).Then(Pointwise(1));
Layer Score(Padding padding, Layer down) => Features(padding, down).Then(GlobalAveragePool).Then(Dense(10));

Shape item = (1, 28, 28);
Tensor<double> digit = Digits.Draw(train: 1, test: 0).Train.Image<float>(0).To<double>();

// What the analysis says, and what shifting real inputs shows.
(string Name, Layer Net)[] nets =
[
    ("a mask, padding around", Mask(around, MaxPool(2))),
    ("a mask, padding by zeros", Mask(zeros, MaxPool(2))),
    ("a score, padding around", Score(around, MaxPool(2))),
    ("a score, padding by zeros", Score(zeros, MaxPool(2))),
    ("a score by Dense over all places", Features(around, MaxPool(2)).Then(Flatten).Then(Dense(10))),
    ("an extent that the stride does not divide", Mask(around, MaxPool(2)).Then(Conv(1, 3, stride: 3, padding: around))),
];
foreach (var (name, net) in nets)
{
    Model<double> model = net.Init<double>(item, seed: 1);
    Console.WriteLine($"{name}: {net}");
    Console.WriteLine($"  said      {string.Join("\n            ", model.Network.Equivariance().ToString().Split(Environment.NewLine))}");
    foreach (ShiftError shown in model.MeasureShifts(seed: 2))
        Console.WriteLine(FormattableString.Invariant($"  measured  axis {shown.Axis}, shift {shown.Step}: error {shown.Around:0.0e+0} around, {shown.Inside:0.0e+0} inside"));
}

// A stride follows only shifts that it divides. In between, blur pooling changes less than max-pooling (Zhang 2019).
Console.WriteLine("\nhow much the score of a digit changes when it moves by v columns, of the largest score");
Console.WriteLine($"{"v",12}{string.Concat(Enumerable.Range(1, 4).Select(v => $"{v,9}"))}");
foreach (var (name, down) in new[] { ("max", (Layer)MaxPool(2)), ("max + blur", MaxPool(2, stride: 1, padding: around).Then(BlurPool(3, padding: Padding.Sides((1, 1)).Filled(Circular)))) })
{
    Model<double> model = Score(around, down.Then(Conv(4, 3, padding: around)).Then(Tanh).Then(down)).Init<double>(item, seed: 3);
    Console.WriteLine($"{name,12}{string.Concat(Enumerable.Range(1, 4).Select(v => FormattableString.Invariant($"{Change(model, v),9:0.0000}")))}");
}

// What a network does not know it can learn: with shifted digits in training, a dense network reads shifted ones better.
var (train, test) = Digits.Draw(train: 600, test: 300);
DataSet shifted = Moved(test, 4);
foreach (bool augmented in new[] { false, true })
{
    Model<float> model = Flatten.Then(Dense(32)).Then(Relu).Then(Dense(10)).Init(item, seed: 1);
    foreach (var epoch in model.Fit(augmented ? Moved(train, -4, 0, 4) : train, null, Adam(2e-3), epochs: augmented ? 6 : 18)) model = epoch.Model;
    Console.WriteLine(FormattableString.Invariant($"dense network, {(augmented ? "shifted digits in training" : "digits as they are"),-26}: reads {model.Evaluate(test).Accuracy,6:P1} of digits, {model.Evaluate(shifted).Accuracy,6:P1} when they move by 4 columns"));
}

// Every image of a set, moved by each of the amounts.
static DataSet Moved(DataSet set, params int[] amounts) => DataSet.Of("moved digits",
    Tensor.Batch([.. amounts.SelectMany(v => Enumerable.Range(0, set.Count).Select(i => Shift((0, v)).Init(set.Item).Run(set.Image<float>(i))))]),
    Labels.Of([.. amounts.SelectMany(_ => set.Labels.Values.ToArray())]), set.Classes);

// How much a shift by v columns changes the scores, relative to the largest.
double Change(Model<double> model, int v)
{
    double[] still = model.Run(digit).Values.ToArray(), moved = model.Run(Shift((0, v)).Init<double>(item).Run(digit)).Values.ToArray();
    return still.Zip(moved, (a, b) => Math.Abs(a - b)).Max() / still.Max(Math.Abs);
}
