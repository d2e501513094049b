// Padding, cropping, shifting, shuffling, reshaping and permuting: numbers that only move. Plain meanings, adjoints, and the laws of undoing.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class ShapeAndSizeMoves
{
    [Law(80)]
    public void Padding_crops_first_and_continues_what_is_left_by_its_fill(int seed)
    {
        var draw = new Draw(seed);
        Shape item = draw.Item(2, least: 4);
        Fill fill = draw.One(Zeros, Fill.Constant(1.5), Reflect, Replicate, Circular);
        (int Before, int After)[] sides = [.. item.Tail.Sizes.ToArray().Select(_ => (draw.Int(-1, 2), draw.Int(-1, 1)))];
        var check = new Checks(Pad(sides, fill), draw.Tensor(item.Under(2)), draw);
        Tensor<double> expected = Meaning.EverySpatialAxis(check.X, (axis, line) => Padded(line, sides[axis - (4 - item.Rank)], fill));
        check.Near(expected, check.Output(), "the output");
        check.MeetsItsAdjoint();
        check.GradientIsTheCentralDifference(draw);
    }

    [Law(40)]
    public void Cropping_undoes_padding(int seed)
    {
        var draw = new Draw(seed);
        Shape item = draw.Item(2, least: 4);
        Padding amount = draw.One(2, Padding.Sides((1, 3)), Padding.By(draw.Extent(item.Rank - 1, 0, 3)));
        Fill fill = draw.One(Zeros, Fill.Constant(-2), Reflect, Replicate, Circular);
        Unchanged(Pad(amount, fill).Then(Crop(amount)), item, draw);
    }

    [Law(60)]
    public void Shifting_moves_every_cell_by_the_vector(int seed)
    {
        var draw = new Draw(seed);
        Shape item = draw.Item(2, least: 3);
        int rank = item.Rank - 1;
        Fill fill = draw.One(Circular, Zeros, Fill.Constant(0.5), Replicate, Reflect);
        Extent by = fill == Circular ? draw.Extent(rank, -9, 9) : draw.Extent(rank, -2, 2);
        var check = new Checks(Shift(by, fill), draw.Tensor(item.Under(2)), draw);
        Tensor<double> expected = Meaning.EverySpatialAxis(check.X, (axis, line) =>
        {
            int v = by.On(axis, rank, 0), n = line.Length;
            if (fill == Circular) return [.. Enumerable.Range(0, n).Select(p => line[(((p - v) % n) + n) % n])];
            // Padded where cells enter, cropped where they leave.
            double[] wide = Padded(line, (Math.Max(0, v), Math.Max(0, -v)), fill);
            return v > 0 ? wide[..n] : wide[^n..];
        });
        check.Near(expected, check.Output(), "the output");
        check.MeetsItsAdjoint();
    }

    [Law(30)]
    public void Shifting_there_and_back_changes_nothing_around_the_map(int seed)
    {
        var draw = new Draw(seed);
        Shape item = draw.Item(2);
        Extent by = draw.Extent(item.Rank - 1, -9, 9);
        Unchanged(Shift(by).Then(Shift(by.Each(v => -v))), item, draw);
    }

    [Law(30)]
    public void Convolution_under_circular_padding_commutes_with_shifts(int seed)
    {
        var draw = new Draw(seed);
        Shape item = draw.Item(2, least: 4);
        Layer shift = Shift(draw.Extent(item.Rank - 1, -9, 9)), conv = Conv(3, draw.Extent(item.Rank - 1, 1, 4), padding: Same.Filled(Circular));
        Tensor<double> x = draw.Tensor(item.Under(2));
        var (before, after) = (shift.Then(conv).Init<double>(item, 5), conv.Then(shift).Init<double>(item, 5));
        new Checks(conv, x, draw).Near(after.Run(x), before.Run(x), "shift, then convolution", 1e-12);
    }

    [Law(40)]
    public void Depth_becomes_space_block_by_block_and_back(int seed)
    {
        var draw = new Draw(seed);
        Shape item = draw.Item(3);
        int rank = item.Rank - 1;
        Extent b = draw.Extent(rank, 1, 3);
        DepthOrder order = draw.One(DepthOrder.Crd, DepthOrder.Dcr);
        int cells = Enumerable.Range(3 - rank, rank).Aggregate(1, (product, axis) => product * b.On(axis, rank, 1));
        var check = new Checks(DepthToSpace(b, order), draw.Tensor(item.With(0, 3 * cells).Under(2)), draw);
        Shape y = Shape.Of([2, 3, .. Enumerable.Range(1, rank).Select(i => item[i] * b.On(i + 2 - rank, rank, 1))]);
        Tensor<double> expected = Meaning.At(y, at =>
        {
            int block = 0;
            for (int i = 0; i < rank; i++) block = (block * b.On(i + 3 - rank, rank, 1)) + (at[i + 2] % b.On(i + 3 - rank, rank, 1));
            int[] from = [at[0], order == DepthOrder.Crd ? (at[1] * cells) + block : (block * 3) + at[1], .. Enumerable.Range(0, rank).Select(i => at[i + 2] / b.On(i + 3 - rank, rank, 1))];
            return check.X[from];
        });
        check.Near(expected, check.Output(), "the output", 0);
        check.MeetsItsAdjoint();
        Unchanged(DepthToSpace(b, order).Then(SpaceToDepth(b, order)), check.X.Shape.Tail, draw);
        Unchanged(SpaceToDepth(b, order).Then(DepthToSpace(b, order)), y.Tail, draw);
    }

    [Law(20)]
    public void Channels_of_groups_are_interleaved(int seed)
    {
        var draw = new Draw(seed);
        int groups = draw.One(1, 2, 3, 6);
        var check = new Checks(ChannelShuffle(groups), draw.Tensor(draw.One(draw.Item(6), 6).Under(2)), draw);
        check.Near(Meaning.At(check.X.Shape, at => check.X[Meaning.With(at, 1, (at[1] % groups * (6 / groups)) + (at[1] / groups))]), check.Output(), "the output", 0);
        Unchanged(ChannelShuffle(groups).Then(ChannelShuffle(6 / groups)), check.X.Shape.Tail, draw);
    }

    [Law(40)]
    public void Permuting_moves_every_number_and_its_inverse_brings_it_back(int seed)
    {
        var draw = new Draw(seed);
        Shape item = draw.Item(3);
        int[] order = [.. Enumerable.Range(0, item.Rank).OrderBy(_ => draw.Int(0, 1000))], inverse = [.. Enumerable.Range(0, item.Rank).Select(k => System.Array.IndexOf(order, k))];
        var check = new Checks(Permute(order), draw.Tensor(item.Under(2)), draw);
        Shape y = Shape.Of([2, .. order.Select(axis => item[axis])]);
        check.Near(Meaning.At(y, at => check.X[[at[0], .. inverse.Select(k => at[k + 1])]]), check.Output(), "the output", 0);
        check.MeetsItsAdjoint();
        Unchanged(Permute(order).Then(Permute(inverse)), item, draw);
    }

    [Fact]
    public void Reshaping_keeps_the_numbers_in_order()
    {
        var draw = new Draw(1);
        var check = new Checks(Reshape((4, -1)), draw.Tensor((2, 3, 4, 5)), draw);
        Assert.Equal(check.X.Reshape((2, 4, 15)), check.Output());
        check.MeetsItsAdjoint();
    }

    private static double[] Padded(double[] line, (int Before, int After) sides, Fill fill)
    {
        double[] left = line[Math.Max(0, -sides.Before)..(line.Length - Math.Max(0, -sides.After))];
        double Beyond(int k, bool before) => fill.Mode switch
        {
            FillMode.Reflect => before ? left[k] : left[^(k + 1)],
            FillMode.Replicate => before ? left[0] : left[^1],
            FillMode.Circular => before ? left[^k] : left[k - 1],
            _ => fill.Value,
        };
        return [.. Enumerable.Range(1, Math.Max(0, sides.Before)).Reverse().Select(k => Beyond(k, true)), .. left, .. Enumerable.Range(1, Math.Max(0, sides.After)).Select(k => Beyond(k, false))];
    }

    private static void Unchanged(Layer layer, Shape item, Draw draw)
    {
        var check = new Checks(layer, draw.Tensor(item.Under(2)), draw);
        check.Near(check.X, check.Output(), "there and back", 0);
    }
}
