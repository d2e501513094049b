// First steps: compose layers, look at them, run them on one image.
#:project ../src/Dsl/FunctionalConv.csproj
using FunctionalConv;
using static FunctionalConv.Layers;

Layer net = Conv(8, 3, padding: Same).Then(Relu).Then(MaxPool(2)).Then(Flatten).Then(Dense(10));
Console.WriteLine(net);                                        // a layer prints as the C# that makes it
Console.WriteLine(net.Summary((1, 28, 28)));                   // shapes, weights, costs: nothing has been computed yet
Model<float> model = net.Init((1, 28, 28), seed: 1);           // fresh weights
Tensor<float> image = Digits.Draw(train: 1, test: 0).Train.Image<float>(0);
Console.WriteLine(model.Run(image));                           // ten scores, not yet trained
