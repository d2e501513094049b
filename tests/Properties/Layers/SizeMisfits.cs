// Sizes beyond what arrays hold: a misfit at the layer that needs them, whatever it is that is too large. Check never throws for them, and a summary neither.
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class SizeMisfits
{
    private static readonly int[] Sizes = [1, 1, 2, 3, 7, 100, 4096, 65_536, 1_000_000, 50_000_000, int.MaxValue];

    private static string Said(Layer layer, Shape input) => layer.Check(input).Match(network => $"{network.Output}", misfits => string.Join(" | ", misfits));

    [Fact]
    public void A_weight_that_is_too_large_is_a_misfit_of_its_layer() => Assert.Equal(
        "layer 3, Dense(4096), cannot take [3211264]: a weight or a tensor on the way is too large: The shape [4096, 3211264] has 13,153,337,344 elements; an array holds at most 2,147,483,591; "
        + "use smaller numbers, or make its input smaller, for example by pooling.",
        Said(Conv(64, 3, padding: Same).Then(Flatten).Then(Dense(4096)).Then(Dense(10)), (3, 224, 224)));

    [Fact]
    public void All_that_are_too_large_are_named()
    {
        string[] said = Said(Conv(64, 3, padding: Same).Then(Residual(Flatten.Then(Dense(4096)).Then(Dense(1_000_000)), Flatten.Then(Dense(1_000_000)))), (3, 224, 224)).Split(" | ");
        Assert.Equal(["layer 2, branch 1, layer 2, Dense(1000000)", "layer 2, branch 2, layer 2, Dense(4096)", "layer 2, branch 2, layer 3, Dense(1000000)"], said.Select(s => s.Split(", cannot take")[0]).Order());
    }

    [Fact]
    public void A_batch_that_is_too_large_is_a_misfit_of_the_layer_that_cannot_hold_it()
    {
        Network network = Conv(64, 3, padding: Same).Then(Relu).On((1, 1024, 1024));
        Assert.StartsWith("layer 1, Conv(64, 3, padding: Same), cannot take [1, 1024, 1024]: a weight or a tensor on the way is too large: The shape [64, 64, 1024, 1024] has 4,294,967,296 elements; "
            + "an array holds at most 2,147,483,591; use smaller numbers, or make its input smaller, for example by pooling, or use a smaller batch.", Assert.Throws<MisfitException>(() => network.Graph(64)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_counts_what_no_number_holds()
    {
        Layer up = ConvTransposed(1, 1, stride: 1_000_000);
        Assert.Equal("1", $"{up.Repeat(6).Summary((1, 1)).Rows[^1].Field}");
        Assert.Equal("1", $"{MaxPool(1, stride: 1_000_000).Repeat(6).Summary((1, 1)).Rows[^1].Field}");
        Layer wide = Conv(40_000, 1, bias: false);
        Summary summary = wide.Then(wide.Shared("w").Repeat(3)).Summary((1, 50_000));
        Assert.Equal(summary.Macs * 2, summary.Flops);
        Assert.Equal(summary.Macs, summary.Rows.Sum(r => r.Macs));
    }

    /// <summary>Layers with sizes out of all measure, alone and in nets, on shapes out of all measure.</summary>
    [Law(400)]
    public Property Check_and_summary_never_throw()
    {
        Gen<int> n = Gen.Elements(Sizes);
        Gen<int> windows = Gen.Elements(Sizes.Where(s => s <= 1_000_000).ToArray());
        Gen<Shape> shapes = from rank in Gen.Choose(1, 4) from sizes in n.ArrayOf(rank) where sizes.Aggregate(1.0, (a, b) => a * b) < Array.MaxLength select Shape.Of(sizes);
        Gen<Layer> one = from a in n
                         from k in windows
                         from s in windows
                         from p in windows
                         from kind in Gen.Choose(0, 20)
                         select Large(kind, a, k, s, p);
        Gen<Layer> nets = from x in one from y in one from z in one from kind in Gen.Choose(0, 5) select Joined(kind, x, y, z);
        return Prop.ForAll(Arb.From(from shape in shapes from layer in Gen.OneOf(one, nets, nets) select (layer, shape)), c =>
        {
            string said = c.layer.Check(c.shape).Match(network => Summed(network), misfits => string.Join(" ", misfits));
            return (said.Length > 0).Label(said);
        });
    }

    private static string Summed(Network network) =>
        network.Weights.Sum(w => w.Shape.LongCount) + network.Rows.Sum(r => r.Output.LongCount) < 100_000_000 && network.Rows.All(r => r.Output.Sizes.ToArray().All(size => size <= 1_000_000)) ? network.Summary.ToString() : $"{network.Output}";

    private static Layer Large(int kind, int a, int k, int s, int p) => kind switch
    {
        0 => Conv(a, k, s, p),
        1 => Conv(a, k, padding: Same, dilation: s),
        2 => ConvTransposed(a, k, s),
        3 => ConvTransposed(a, k, s, p),
        4 => ConvTransposed(a, k, s, outputPadding: p),
        5 => Flatten.Then(Dense(a)),
        6 => Dense(a),
        7 => DepthwiseConv(k, stride: s, padding: p),
        8 => MaxPool(k, s, p),
        9 => AveragePool(k, s, p),
        10 => Pad(p),
        11 => Unfold(k, s, p),
        12 => AdaptiveMaxPool(a),
        13 => Upsample(Math.Min(k, 100_000)),
        14 => PixelShuffle(Math.Min(k, 1000)),
        15 => PixelUnshuffle(Math.Min(k, 1000)),
        16 => Reshape((a, -1)),
        17 => ParametricRelu(byChannel: true),
        18 => BatchNorm(),
        19 => Pointwise(a),
        _ => LayerNorm(),
    };

    private static Layer Joined(int kind, Layer a, Layer b, Layer c) => kind switch
    {
        0 => a.Then(b).Then(c),
        1 => Residual(a).Then(b).Then(c),
        2 => Concat(a, b).Then(c),
        3 => Sum(a, b, c),
        4 => Product(a, b).Then(Flatten).Then(c),
        _ => Skip(a.Shared("a")).Then(a.Shared("a")).Then(b.Repeat(2)),
    };
}
