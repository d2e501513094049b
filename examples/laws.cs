// Laws for a layer of one's own: a planted bug is found, shrunk to a small counterexample, and its seed replays it. Then the repaired layer, and what holds of a network.
//   dotnet run examples/laws.cs
#:project ../src/Laws/FunctionalConv.Laws.csproj
using FunctionalConv;
using static FunctionalConv.Layers;

// y = x · tanh x per item. The gradient was written by hand, and forgets the second half of the product rule.
static Tensor<double> Each(Tensor<double> x, Func<int, double> f) => Tensor.Make(x.Shape, f);
Layer buggy = Layer.Of("gate", shape => shape,
    x => Each(x, i => x.Values[i] * Math.Tanh(x.Values[i])),
    (x, dy) => Each(x, i => dy.Values[i] * Math.Tanh(x.Values[i])));

Console.WriteLine("a layer with a gradient written by hand");
LawReport report = buggy.Check(tests: 20);
Console.WriteLine(report);

LawResult broken = report.Results.First(r => !r.Holds);
LawResult again = buggy.Check(tests: 20, replay: broken.Replay).Results.First(r => r.Law == broken.Law);
Console.WriteLine($"\nreplayed: fails at test {again.Tests}, on {again.Counterexample}\n");

// Another bug: it centres every value by the mean of the batch, so an item depends on its neighbours.
Layer leaky = Layer.Of("centre", shape => shape, x => x - x.Mean(Axes.Of(0)).Broadcast(x.Shape, Axes.Of(0)));
Console.WriteLine("a layer that mixes the items of a batch");
Console.WriteLine(leaky.Check(tests: 20));

// Written with nodes, the gradient follows and there is nothing to forget.
Layer right = Layer.Of("gate", shape => shape, x => x * x.Map(FunctionalConv.Graphs.Unary.Tanh));
Console.WriteLine("\nthe first layer, written with nodes");
Console.WriteLine(right.Check(tests: 20));

Layer net = Conv(4, 3, padding: Same.Filled(Circular)).Then(right).Then(AveragePool(2));
Console.WriteLine($"\n{net}");
Console.WriteLine(net.Check(inputs: (2, 8, 6), tests: 10, further:
[
    ("moves with shifts by 2", Laws.ShiftEquivariant(net, (2, 8, 6), step: 2)),
    ("linear", Laws.Linear(net, (2, 8, 6))),
]));
return report.Holds ? 1 : 0;                                    // the bug must be found
