// A dense network or a convolutional one? The weights of each, and what one fixed permutation of the pixels, the same for all images, does to their accuracy:
// the dense network does not know which pixels are neighbours, and learns as before; the convolutional one lives on it.
//   dotnet run examples/mlp-or-cnn.cs
#:project ../src/Dsl/FunctionalConv.csproj
using FunctionalConv;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

Layer mlp = Flatten.Then(Dense(64)).Then(Relu).Then(Dense(10));
Layer cnn = Conv(8, 5, padding: Same).Then(Relu).Then(MaxPool(2)).Then(Conv(16, 5)).Then(Relu).Then(MaxPool(2)).Then(Flatten).Then(Dense(10));

var (train, test) = Digits.Draw(train: 1500, test: 500);
int[] order = [.. Enumerable.Range(0, train.Item.Count)];
new Random(1).Shuffle(order);

Console.WriteLine($"{"network",-9}{"weights",9}{"digits",9}{"permuted",10}");
foreach (var (name, net) in new[] { ("mlp", mlp), ("cnn", cnn) })
{
    double asIs = Accuracy(net, train, test), permuted = Accuracy(net, Permuted(train), Permuted(test));
    Console.WriteLine(FormattableString.Invariant($"{name,-9}{net.Summary(train.Item).Trainable,9:N0}{asIs,9:P1}{permuted,10:P1}"));
}

double Accuracy(Layer net, DataSet train, DataSet test)
{
    Model<float> model = net.Init(train.Item, seed: 1);
    foreach (var epoch in model.Fit(train, null, Adam(2e-3), epochs: 6)) model = epoch.Model;
    return model.Evaluate(test).Accuracy;
}

DataSet Permuted(DataSet set) => DataSet.Of("permuted digits",
    Tensor.Batch([.. Enumerable.Range(0, set.Count).Select(i => set.Image<float>(i)).Select(image => Tensor.Make(image.Shape, at => image.Values[order[at]]))]), set.Labels, set.Classes);
