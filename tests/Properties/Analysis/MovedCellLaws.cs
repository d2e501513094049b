// What a cell sees, by raising cells: on a map of zeros, under positive weights, a cell of the output rises exactly when a cell that it sees does. No gradient, so that
// max-pools may stand between, and channels that do not mix may be told apart.
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Analysis;

public class MovedCellLaws
{
    /// <summary>Layers whose windows are of another size, stride and distance on every axis; channels go by 4, in groups or all together.</summary>
    private static Gen<Layer> Part(int rank) =>
        from extent in Generators.Extents(rank, 1, 3)
        from stride in Generators.Extents(rank, 1, 2)
        from dilation in Generators.Extents(rank, 1, 2)
        from padding in Gen.Elements(Valid, Same)
        from which in Gen.Choose(0, 6)
        select which switch
        {
            0 or 1 or 2 => (Layer)MaxPool(extent, stride, padding, dilation),
            3 => Conv(4, extent, stride, padding, dilation, groups: 2),
            4 => DepthwiseConv(extent, stride, padding, dilation),
            5 => Concat(Conv(2, 1), Conv(2, 3, padding: Same)),
            _ => Conv(4, extent, stride, padding, dilation),
        };

    private static Gen<Fitting> Network(int rank) =>
        from sizes in Gen.Choose(rank == 3 ? 3 : 5, rank == 1 ? 15 : rank == 2 ? 8 : 5).ArrayOf(rank)
        from parts in Part(rank).ArrayOf(3)
        from flat in Gen.Elements(true, false)
        let net = parts.Append(flat ? Flatten : FunctionalConv.Layers.Identity).Aggregate((a, b) => a.Then(b))
        let input = Shape.Of([4, .. sizes])
        where net.Check(input).IsSuccess && net.On(input).Output.Count < 1000
        select new Fitting(net, input);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_cell_rises_exactly_when_a_cell_that_it_sees_does(int rank)
    {
        foreach (Fitting x in Network(rank).Draw(60, 30, rank)) Agrees(x.Layer.On(x.Input), rank);
    }

    [Fact]
    public void A_pool_of_unequal_sides_sees_them_so()
    {
        Cone cone = MaxPool((2, 3), stride: 1).On((1, 5, 5)).Cone(0, 0);
        Assert.Equal((6, true, false), (cone.Input.Count, cone.Input.Sees(1, 2), cone.Input.Sees(2, 1)));
        Assert.Equal("2×3", ReceptiveField.Of(MaxPool((2, 3), stride: 1).On((1, 5, 5)).Graph(1)).ToString());
    }

    // A softmax divides by a sum: along the width by that of a row, along the channels by that of a cell.
    [Theory]
    [InlineData(-1, 4, 12)]
    [InlineData(-2, 5, 15)]
    [InlineData(0, 4, 6)]
    public void A_softmax_sees_the_axis_that_it_sums_over(int axis, int rows, int cells)
    {
        Network network = Conv(2, (2, 3)).Then(Softmax(axis)).On((1, rows, 6));
        Cone cone = network.Cone(0, 0);
        Model<double> model = Probe.Weighted(network, 3);
        Tensor<double> rest = Tensor.Normal<double>(network.Input, 1), y = model.Run(rest);
        for (int cell = 0; cell < rest.Count; cell++)
        {
            Tensor<double> raised = model.Run(Tensor.Make(rest.Shape, i => rest.Values[i] + (i == cell ? 1 : 0)));
            Assert.Equal(cone.Input.Seen[cell], raised.Values[0] != y.Values[0]);
        }
        Assert.Equal(cells, cone.Input.Count);
    }

    private static void Agrees(Network network, int seed)
    {
        Model<double> model = network.Init<double>(seed);
        foreach (Weight weight in network.Weights) model = model.With(weight.Name, Tensor.Make(weight.Shape, i => weight.Shape.Rank > 1 ? 1.0 : 0));
        Shape y = network.Output, map = y.Rank > 1 ? y.Tail : y, cells = network.Input.Tail;
        int place = map.Count * 2 / 3;
        Cone cone = network.Cone([.. Enumerable.Range(0, map.Rank).Select(axis => place / map.Sizes[(axis + 1)..].ToArray().Aggregate(1, (a, b) => a * b) % map[axis])]);
        // One item for every cell of the input, raised in all channels.
        Tensor<double> raised = Tensor.Make(network.Input.Under(cells.Count), i => i % cells.Count == i / (cells.Count * 4) ? 1.0 : 0), risen = model.Run(raised);
        bool[] seen = [.. Enumerable.Range(0, cells.Count).Select(cell => Enumerable.Range(0, y.Count).Any(i => i % map.Count == place && risen.Values[(cell * y.Count) + i] > 0))];
        Assert.True(seen.SequenceEqual(cone.Input.Seen), $"{network}, cell {place}: raised by {string.Join(' ', Places(seen))}, the cone holds {string.Join(' ', Places(cone.Input.Seen))}");
    }

    private static IEnumerable<int> Places(bool[] cells) => Enumerable.Range(0, cells.Length).Where(i => cells[i]);
}
