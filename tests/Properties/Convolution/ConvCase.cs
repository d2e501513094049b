// Random convolutions: a different value on every axis, even and odd kernels, stride with dilation with padding that differs by side, groups, batches, every fill.
using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Convolution;

/// <summary>One axis: cells of the map, taps, and how the window goes over it.</summary>
public sealed record AxisCase(int Cells, int Taps, int Stride, int Dilation, int Before, int After);

/// <summary>A convolution and the seed of its numbers.</summary>
public sealed record ConvCase(int Batch, int Groups, int ChannelsPerGroup, int FiltersPerGroup, ImmutableArray<AxisCase> Axes, Fill Fill, int Seed)
{
    public int Channels => Groups * ChannelsPerGroup;

    public int Filters => Groups * FiltersPerGroup;

    public Padding Padding => Padding.Sides([.. Axes.Select(a => (a.Before, a.After))]).Filled(Fill);

    public Extent Each(Func<AxisCase, int> part) => ToExtent([.. Axes.Select(part)]);

    public ConvLayer Layer(bool bias = false) => Conv(Filters, Each(a => a.Taps), Each(a => a.Stride), Padding, Each(a => a.Dilation), Groups, bias);

    public Tensor<double> X => Vectors.Draw(Shape.Of([Batch, Channels, .. Axes.Select(a => a.Cells)]), Seed);

    public Tensor<double> W => Vectors.Draw(Shape.Of([Filters, ChannelsPerGroup, .. Axes.Select(a => a.Taps)]), Seed + 1);

    public Tensor<double> B => Vectors.Draw(Filters, Seed + 2);

    public static Extent ToExtent(int[] e) => e.Length switch { 1 => e[0], 2 => (e[0], e[1]), _ => (e[0], e[1], e[2]) };

    /// <summary>Whether a window fits, and the fill can give every cell.</summary>
    public bool Fits => Axes.All(a => a.Cells + a.Before + a.After > (a.Taps - 1) * a.Dilation && Fill.Mode switch
    {
        FillMode.Reflect => Math.Max(a.Before, a.After) < a.Cells,
        FillMode.Circular => Math.Max(a.Before, a.After) <= a.Cells,
        _ => true,
    });

    public override string ToString() => $"batch {Batch}, {Channels} channels, {Layer()}, seed {Seed}, map {string.Join("×", Axes.Select(a => a.Cells))}";
}

public static class ConvCases
{
    private static readonly Gen<Fill> Fills = Gen.Elements(Zeros, Zeros, Fill.Constant(-1.5), Reflect, Replicate, Circular);

    public static Arbitrary<ConvCase> Case() => Arb.From(
        (from rank in Gen.Frequency((2, Gen.Constant(1)), (3, Gen.Constant(2)), (1, Gen.Constant(3)))
         from axes in Axis(rank == 3 ? 5 : 9).ListOf(rank)
         from batch in Gen.Choose(1, 3)
         from groups in Gen.Elements(1, 1, 2, 3)
         from channels in Gen.Choose(1, 3)
         from filters in Gen.Choose(1, 3)
         from fill in Fills
         from seed in Gen.Choose(0, 100_000)
         select new ConvCase(batch, groups, channels, filters, [.. axes], fill, seed)).Where(c => c.Fits),
        c => Smaller(c).Where(s => s.Fits));

    private static Gen<AxisCase> Axis(int most) =>
        from cells in Gen.Choose(1, most)
        from taps in Gen.Choose(1, 4)
        from stride in Gen.Choose(1, 3)
        from dilation in Gen.Choose(1, 3)
        from before in Gen.Choose(0, 4)
        from after in Gen.Choose(0, 4)
        select new AxisCase(cells, taps, stride, dilation, before, after);

    private static IEnumerable<ConvCase> Smaller(ConvCase c)
    {
        if (c.Batch > 1) yield return c with { Batch = 1 };
        if (c.Groups > 1) yield return c with { Groups = 1 };
        if (c.ChannelsPerGroup > 1) yield return c with { ChannelsPerGroup = 1 };
        if (c.FiltersPerGroup > 1) yield return c with { FiltersPerGroup = 1 };
        if (c.Fill != Zeros) yield return c with { Fill = Zeros };
        for (int i = 0; i < c.Axes.Length; i++)
        {
            if (c.Axes.Length > 1) yield return c with { Axes = c.Axes.RemoveAt(i) };
            AxisCase a = c.Axes[i];
            foreach (AxisCase less in new[]
            {
                a with { Cells = a.Cells - 1 }, a with { Taps = a.Taps - 1 }, a with { Stride = a.Stride - 1 }, a with { Dilation = a.Dilation - 1 },
                a with { Before = a.Before - 1 }, a with { After = a.After - 1 },
            })
                if (less is { Cells: > 0, Taps: > 0, Stride: > 0, Dilation: > 0, Before: >= 0, After: >= 0 }) yield return c with { Axes = c.Axes.SetItem(i, less) };
        }
    }
}
