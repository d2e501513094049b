// Receptive fields, measured: the union of gradient supports over random positive weights, activations replaced by the identity and maximum by mean.
// Cells whose field lies well inside touch exactly the field; no cell touches more.
using FsCheck;
using FsCheck.Fluent;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Analysis;

public class FieldMeasurementLaws
{
    private const int Cells = 128;
    private static readonly string[] Kinds = ["branches", "dilation", "transposed", "pooling", "asymmetric"];

    private static Gen<(Layer Layer, string Kind)> Piece =>
        from k in Gen.Choose(2, 4)
        from s in Gen.Elements(1, 1, 2)
        from d in Gen.Choose(2, 3)
        from which in Gen.Choose(0, 6)
        select which switch
        {
            0 => (Concat(Conv(1, k, s, Same), Conv(1, k + 1, s, Same)), "branches"),
            1 => (Residual(Conv(2, k, padding: Same).Then(Conv(2, 2, padding: Same)), Conv(2, 1)), "branches"),
            2 => (Conv(2, k, s, Same, d), "dilation"),
            3 => (ConvTransposed(2, k + 1, stride: s + 1), "transposed"),
            4 => (AveragePool(k, s, Same), "pooling"),
            5 => (Conv(2, k, s, Padding.Sides((0, k - 1))), "asymmetric"),
            _ => (Conv(2, k, s, Causal), "asymmetric"),
        };

    [Fact]
    public void Analysis_and_gradients_agree_over_300_random_networks_of_every_kind()
    {
        var seen = Kinds.ToDictionary(kind => kind, _ => 0);
        int networks = 0;
        for (int round = 0; (networks < 300 || seen.Values.Min() < 60) && round < 20; round++)
            foreach (var pieces in Piece.ArrayOf(3).Where(p => p.Count(x => x.Kind == "transposed") < 2).Draw(20, 100, round))
            {
                Layer net = pieces.Select(p => p.Layer).Aggregate((a, b) => a.Then(b));
                Agrees(net.On((1, Cells)), round);
                networks++;
                foreach (string kind in pieces.Select(p => p.Kind).Distinct()) seen[kind]++;
            }
        Assert.True(networks >= 300 && seen.Values.Min() >= 60, string.Join(", ", seen));
    }

    private static void Agrees(Network network, int seed)
    {
        Graph forward = network.Graph(1);
        FieldAxis axis = ReceptiveField.Of(forward).Axes[0];
        int m = network.Output[1], inside = 0, slack = axis.Size;
        Assert.False(axis.All);
        // Every output cell is an item of one batch.
        var plan = new Plan<double>(Gradient.Of(network.Graph(m), "y", a => a.Name == "x"));
        var arguments = new Arguments<double>().Set("x", Tensor.Filled((m, 1, Cells), 1.0)).Set("d.y", Tensor.Make(network.Output.Under(m), i => i % m == i / (m * network.Output[0]) ? 1.0 : 0));
        foreach (Weight weight in network.Weights) arguments.Set(weight.Name, Tensor.Normal<double>(weight.Shape, seed) is var w ? Tensor.Make(weight.Shape, i => 0.1 + Math.Abs(w.Values[i])) : w);
        ReadOnlySpan<double> dx = plan.Run(arguments)["d.x"].Values;
        for (int cell = 0; cell < m; cell++)
        {
            ReadOnlySpan<double> touches = dx.Slice(cell * Cells, Cells);
            (int First, int Last) touched = (touches.IndexOfAnyExcept(0), touches.LastIndexOfAnyExcept(0));
            if (axis.Seen(cell) is not { } field)
            {
                Assert.Equal(-1, touched.First);
                continue;
            }
            Assert.True(touched.First < 0 || (touched.First >= field.First && touched.Last <= field.Last), $"{network.Layer}, cell {cell}: touched {touched}, field {field}");
            if (field.First < slack || field.Last >= Cells - slack) continue;
            Assert.True(field == touched, $"{network.Layer}, cell {cell}: touched {touched}, field {field}");
            inside++;
        }
        Assert.True(inside > 0 || slack > Cells / 4, $"{network.Layer} has no cell inside");
    }
}
