// A peer's numbers as the judge: every case of torch.zip runs through the public factories, forward and every gradient.
//   double: |a − b| ≤ 1e-9 · max(1, max |b|) per tensor; float, from inputs rounded to float: 2e-4; positions are equal.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Peers;

public class PeerCases
{
    public static TheoryData<string> Folders => new(PeerZip.Cases.Keys);

    [Theory]
    [MemberData(nameof(Folders))]
    public void In_double_outputs_and_gradients_are_the_peers(string folder) => Agree<double>(PeerZip.Cases[folder], 1e-9);

    [Theory]
    [MemberData(nameof(Folders))]
    public void In_float_outputs_and_gradients_are_the_peers(string folder) => Agree<float>(PeerZip.Cases[folder], 2e-4);

    private static void Agree<T>(PeerCase peer, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string main = peer.Cotangent is null ? peer.Outputs.Keys.First(o => CaseNetwork.NextState(peer, o) is null) : peer.CotangentOf;
        foreach (var (name, expected) in peer.Outputs)
        {
            if (name != main && CaseNetwork.NextState(peer, name) is not null) continue;
            Network network = CaseNetwork.Network(peer, name);
            Graph graph = network.Graph(CaseNetwork.Batch(peer), peer.Training);
            Arguments<T> arguments = CaseNetwork.Bind<T>(peer, network);
            if (expected.Whole)
            {
                Assert.Equal(expected.Labels(), new Plan<T>(graph).Run(arguments).Labels("y"));
                continue;
            }
            Results<T> results = name == main && peer.Cotangent is { } cotangent
                ? Pulled(peer, graph, arguments, cotangent)
                : new Plan<T>(graph).Run(arguments);
            Close(expected, results["y"], name, tolerance);
            if (name != main) continue;
            foreach (var (other, state) in peer.Outputs)
                if (CaseNetwork.NextState(peer, other) is { } next) Close(state, results[next], other, tolerance);
            foreach (var (tensor, gradient) in peer.Gradients) Close(gradient, results[$"d.{CaseNetwork.Argument(peer, tensor)}"], $"gradient of {tensor}", tolerance);
        }
    }

    private static Results<T> Pulled<T>(PeerCase peer, Graph graph, Arguments<T> arguments, CaseArray cotangent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var wanted = peer.Gradients.Keys.Select(tensor => CaseNetwork.Argument(peer, tensor)).ToHashSet();
        Tensor<T> dy = cotangent.Real<T>();
        return new Plan<T>(Gradient.Of(graph, "y", a => wanted.Contains(a.Name))).Run(arguments.Set("d.y", dy.Shape.Rank == 0 ? Tensor.Make(Shape.Of(CaseNetwork.Batch(peer)), i => i == 0 ? dy.Values[0] : T.Zero) : dy));
    }

    private static void Close<T>(CaseArray expected, Tensor<T> found, string what, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Shape, expected.Shape.Rank == 0 ? found.Shape.Tail : found.Shape);
        Tensor<double> b = expected.Real<double>(), a = found.To<double>();
        double scale = Math.Max(1, b.Values.ToArray().Max(Math.Abs)), worst = 0;
        for (int i = 0; i < b.Count; i++)
            if (!a.Values[i].Equals(b.Values[i])) worst = Math.Max(worst, double.IsNaN(a.Values[i] - b.Values[i]) ? double.PositiveInfinity : Math.Abs(a.Values[i] - b.Values[i]));
        Assert.True(worst <= tolerance * scale, $"{what}: off by {worst:E2}, allowed {tolerance * scale:E2}.\npeer  {b}\nhere  {a}");
    }
}
