// Cones: what the analysis says a cell sees is what its gradient touches, in 1-D, 2-D and 3-D; cones compose; the picture holds what the analysis says.
//   Measured with random positive weights and layers without kinks, so that no dependence cancels: the support of the gradient is then the set of cells that are read.
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Analysis;

public partial class ConeLaws
{
    private static Gen<Layer> Part =>
        from k in Gen.Choose(1, 3)
        from s in Gen.Elements(1, 1, 2)
        from d in Gen.Choose(1, 3)
        from padding in Gen.Elements<Padding>(Same, Same, Valid, 1, Full, Same.Filled(Circular), Same.Filled(Reflect), Same.Filled(Replicate))
        from which in Gen.Choose(0, 13)
        select which switch
        {
            0 or 1 or 2 => (Layer)Conv(2, k, s, padding, d),
            3 => ConvTransposed(2, k, s + 1),
            4 => AveragePool(k, s, Same),
            5 => Concat(Conv(1, k, padding: Same), Conv(1, 3, padding: Same, dilation: d)),
            6 => Residual(Conv(2, k, padding: Same).Then(Conv(2, 2, padding: Same))),
            7 => Conv(4, k, groups: 2, padding: Same).Then(Pointwise(2)),
            8 => Upsample(2),
            9 => Shift(d),
            10 => AdaptiveAveragePool(3),
            11 => Conv(2, 3, padding: Same).Then(Flatten).Then(Dense(4)),
            12 => Sum(Conv(2, 1), GlobalAveragePool.Then(Dense(2)).Then(Layer.Of("everywhere", _ => (2, 1), x => x.Reshape((x.Shape[0], 2, 1))))),
            _ => BlurPool(3, s),
        };

    private static Gen<Fitting> Network(int rank) =>
        from sizes in Gen.ArrayOf(Gen.Choose(rank == 3 ? 3 : 4, rank == 1 ? 20 : rank == 2 ? 9 : 5), rank)
        from parts in Part.Where(p => rank == 1 || !$"{p}".Contains("everywhere", StringComparison.Ordinal)).ArrayOf(3)
        let net = parts.Aggregate((a, b) => a.Then(b))
        let input = Shape.Of([2, .. sizes])
        where net.Check(input).IsSuccess && net.On(input).Output.Count < 4000
        select new Fitting(net, input);

    [Fact]
    public void A_cone_holds_exactly_what_gradients_touch()
    {
        var seen = new int[4];
        for (int rank = 1; rank <= 3; rank++)
            for (int round = 0; seen[rank] < 40 && round < 20; round++)
                foreach (Fitting x in Network(rank).Draw(20, 30, round))
                {
                    Agrees(x.Layer.On(x.Input), seen[rank]);
                    seen[rank]++;
                }
        Assert.True(seen.Skip(1).Min() >= 40, string.Join(", ", seen));
    }

    [Fact]
    public void Unfolded_windows_and_their_sums_see_what_they_hold()
    {
        foreach (Padding padding in new Padding[] { Valid, Same, 2, Same.Filled(Circular), Same.Filled(Reflect) })
            for (int stride = 1; stride < 4; stride++)
                for (int seed = 0; seed < 6; seed++)
                {
                    Layer unfold = Unfold((2, 3), stride, padding, dilation: 2);
                    Agrees(Conv(2, 2).Then(unfold).On((2, 8, 9)), seed);
                    Agrees(Unfold(3, stride, padding).Then(Conv(4, 2)).On((2, 9)), seed);
                    if (padding == Valid || padding == 2) Agrees(unfold.Then(Conv(12, 1)).Then(Fold((8, 9), (2, 3), stride, padding, dilation: 2)).Then(Conv(1, 2)).On((2, 8, 9)), seed);
                }
    }

    [Fact]
    public void The_cone_of_a_layer_between_is_the_cone_of_what_follows_it()
    {
        foreach (int rank in new[] { 1, 2 })
            foreach (Fitting x in Network(rank).Draw(20, 15, rank))
            {
                Network whole = x.Layer.On(x.Input);
                int[] first = [.. Enumerable.Range(0, whole.Rows.Length).Where(i => whole.Rows[i].Depth == 0)];
                Layer[] parts = [.. first.Select(i => whole.Rows[i].Layer)];
                int[] cell = Some(whole, x.Input.Count);
                for (int cut = 1; cut < parts.Length; cut++)
                {
                    Cone rest = parts[cut..].Aggregate((a, b) => a.Then(b)).On(whole.Rows[first[cut - 1]].Output).Cone(cell);
                    Assert.Equal(rest.Input.Seen, whole.Cone(cell).Layers[first[cut - 1] + 1].Seen);
                }
            }
    }

    [Fact]
    public void A_chain_narrows_to_its_cell()
    {
        Cone cone = Conv(4, 3, padding: 1).Then(Relu).Then(MaxPool(2)).Then(Conv(4, 3, dilation: 2)).On((1, 12, 12)).Cone(1, 0);
        Assert.Equal("""
            what cell (1, 0) of the output sees
               input                    12×12  121 of 144
            1  Conv(4, 3, padding: 1)   12×12  36 of 144
            2  Relu                     12×12  36 of 144
            3  MaxPool(2)               6×6    9 of 36
            4  Conv(4, 3, dilation: 2)  2×2    1 of 4
            """, cone.ToString());
        Assert.True(cone.Layers[3].Sees(1, 4));
        Assert.False(cone.Layers[3].Sees(1, 1));
    }

    [Fact]
    public void What_is_no_cell_gets_a_sentence()
    {
        Network network = Conv(4, 3).On((1, 6, 6));
        Assert.StartsWith("Cone takes a cell of [4, 4, 4], by 2 indices; it was given 1.", Assert.Throws<ArgumentException>(() => network.Cone(1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Cone takes a cell of [4, 4, 4], whose axis 1 of the map has cells 0 to 3; it was given (0, 4).", Assert.Throws<ArgumentException>(() => network.Cone(0, 4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_fills_the_cells_that_are_seen()
    {
        foreach (int rank in new[] { 1, 2, 3 })
            foreach (Fitting x in Network(rank).Draw(20, 8, rank))
            {
                Cone cone = x.Layer.On(x.Input).Cone();
                XElement input = XElement.Parse(cone.Picture().ToString()).Descendants().First(e => e.Attribute("data-layer")?.Value == "input");
                Assert.Equal($"{cone.Input.Count}", input.Attribute("data-seen")!.Value);
                double Number(string of) => double.Parse(input.Attribute(of)!.Value, CultureInfo.InvariantCulture);
                // The area that is filled, in cells: boxes are parallelograms whose area is width × rise.
                string? path = input.Elements().FirstOrDefault(e => e.Attribute("class")?.Value == "fc-seen")?.Attribute("d")?.Value;
                double filled = Box().Matches(path ?? "").Sum(m => (double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture) - double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)) / Number("data-cell"));
                Assert.Equal(cone.Input.Count, filled, 0.2 + (0.02 * cone.Input.Count));
            }
    }

    private static int[] Some(Network network, int seed)
    {
        Shape map = network.Output.Rank > 1 ? network.Output.Tail : network.Output;
        return [.. Enumerable.Range(0, map.Rank).Select(axis => (seed + (axis * 7)) % map[axis])];
    }

    private static void Agrees(Network network, int seed)
    {
        int[] cell = Some(network, seed);
        Cone cone = network.Cone(cell);
        Shape y = network.Output;
        int map = y.Rank > 1 ? y.Tail.Count : y.Count, place = cell.Select((c, axis) => (c, axis)).Aggregate(0, (at, p) => (at * (y.Rank > 1 ? y.Tail : y)[p.axis]) + p.c);
        var plan = new Plan<double>(Gradient.Of(network.Graph(1), "y", a => a.Name == "x"));
        var arguments = new Arguments<double>().Set("x", Tensor.Filled(network.Input.Under(1), 1.0)).Set("d.y", Tensor.Make(y.Under(1), i => i % map == place ? 1.0 : 0));
        foreach (Weight weight in network.Weights) arguments.Set(weight.Name, Tensor.Normal<double>(weight.Shape, seed) is var w ? Tensor.Make(weight.Shape, i => 0.1 + Math.Abs(w.Values[i])) : w);
        double[] dx = plan.Run(arguments)["d.x"].Values.ToArray();
        int cells = cone.Input.Map.Count;
        bool[] touched = [.. Enumerable.Range(0, cells).Select(i => Enumerable.Range(0, dx.Length / cells).Any(c => dx[(c * cells) + i] != 0))];
        Assert.True(touched.SequenceEqual(cone.Input.Seen), $"{network.Layer} on {network.Input}, cell ({string.Join(", ", cell)}): gradients touch {string.Join(' ', Places(touched))}, the cone holds {string.Join(' ', Places(cone.Input.Seen))}");
    }

    private static IEnumerable<int> Places(bool[] cells) => Enumerable.Range(0, cells.Length).Where(i => cells[i]);

    [GeneratedRegex(@"M(\S+) \S+?L(\S+) \S+?L\S+ \S+?L\S+ \S+?z")]
    private static partial Regex Box();
}
