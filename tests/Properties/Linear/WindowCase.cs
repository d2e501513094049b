// A random convolution under any amount of padding (Valid, Same, Same.Symmetric, Full, Causal, amounts, sides) with any fill: a ConvCase whose sides come from the amount.
using FsCheck;
using FsCheck.Fluent;
using FunctionalConv.Properties.Convolution;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Linear;

public sealed record WindowCase(ConvCase Drawn, string Amount, bool Wide, bool Flipped)
{
    private const int Lanes = 8;

    public Shape Input => Shape.Of([Channels, .. Drawn.Axes.Select(a => a.Cells)]);

    public Shape Kernel => Shape.Of([Filters, Channels / Groups, .. Drawn.Axes.Select(a => a.Taps)]);

    /// <summary>Wide cases have channels in whole blocks and one group, so that the blocked kernels take them.</summary>
    public int Channels => Wide ? Lanes * (1 + (Drawn.ChannelsPerGroup % 2)) : Drawn.Channels;

    public int Filters => Wide ? Lanes * (1 + (Drawn.FiltersPerGroup % 2)) : Drawn.Filters;

    public int Groups => Wide ? 1 : Drawn.Groups;

    public Padding Padding => Given.Filled(Drawn.Fill);

    public ConvLayer Layer
    {
        get
        {
            ConvLayer layer = Conv(Filters, Drawn.Each(a => a.Taps), Drawn.Each(a => a.Stride), Padding, Drawn.Each(a => a.Dilation), Groups, bias: false);
            return Flipped ? layer.Flipped() : layer;
        }
    }

    public bool Fits => Layer.Infer(Input).Misfits.IsEmpty;

    public Tensor<double> X => Vectors.Draw(Input.Under(Drawn.Batch), Drawn.Seed);

    public Tensor<double> W => Vectors.Draw(Kernel, Drawn.Seed + 1);

    /// <summary>The case as plain loops read it: the sides that the amount gives on these maps, and the kernel as it correlates.</summary>
    public Tensor<double> ByPlainLoops()
    {
        Frame frame = Layer.Window.On(Input);
        int rank = Drawn.Axes.Length;
        ConvCase plain = Drawn with
        {
            Groups = Groups,
            ChannelsPerGroup = Channels / Groups,
            FiltersPerGroup = Filters / Groups,
            Axes = [.. Drawn.Axes.Select((a, i) => a with { Before = frame[i + 3 - rank].Before, After = frame[i + 3 - rank].After })],
        };
        return PlainConvolution.Of(plain, X, Flipped ? W.Reversed() : W, null);
    }

    public override string ToString() => $"{Layer} on {X.Shape}, seed {Drawn.Seed}";

    private Padding Given => Amount switch
    {
        "Valid" => Valid,
        "Same" => Same,
        "Symmetric" => Same.Symmetric,
        "Full" => Full,
        "Causal" => Drawn.Axes.Length == 1 ? Causal : Causal.Along(Drawn.Seed % Drawn.Axes.Length),
        "By" => Padding.By(Drawn.Each(a => a.Before)),
        _ => Padding.Sides([.. Drawn.Axes.Select(a => (a.Before, a.After))]),
    };
}

public static class WindowCases
{
    public static Arbitrary<WindowCase> Case() => Arb.From(
        (from drawn in ConvCases.Case().Generator
         from amount in Gen.Elements("Valid", "Same", "Symmetric", "Full", "Causal", "By", "Sides")
         from wide in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
         from flipped in Gen.Elements(false, false, true)
         select new WindowCase(drawn, amount, wide, flipped)).Where(c => c.Fits),
        c => Smaller(c).Where(s => s.Fits));

    private static IEnumerable<WindowCase> Smaller(WindowCase c)
    {
        if (c.Wide) yield return c with { Wide = false };
        if (c.Flipped) yield return c with { Flipped = false };
        if (c.Amount != "Valid") yield return c with { Amount = "Valid" };
        foreach (ConvCase drawn in ConvCases.Case().Shrinker(c.Drawn)) yield return c with { Drawn = drawn };
    }
}
