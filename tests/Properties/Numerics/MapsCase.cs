// A case for primitives over maps: batch, groups, channels and filters per group, and on each of one to three axes a size and a reach with even and odd
// extents, stride with dilation with asymmetric padding. Every other primitive takes its shapes from the same case.
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv.Properties.Numerics;

public sealed record Axis(int Size, Reach Reach)
{
    public static Gen<Axis> Generator { get; } =
        from extent in Gen.Choose(1, 4)
        from stride in Gen.Choose(1, 3)
        from dilation in Gen.Frequency((2, Gen.Constant(1)), (1, Gen.Choose(2, 3)))
        from before in Gen.Choose(0, 3)
        from after in Gen.Choose(0, 3)
        from more in Gen.Choose(0, 5)
        let reach = new Reach(extent, stride, dilation, before, after)
        select new Axis(reach.Least + more, reach);

    public override string ToString() => $"{Size} cells: {Reach.Extent} taps, stride {Reach.Stride}, dilation {Reach.Dilation}, padded ({Reach.Before}, {Reach.After})";

    public IEnumerable<Axis> Smaller()
    {
        Reach r = Reach;
        IEnumerable<Axis> all =
        [
            .. Shrinkers.Below(Size, 1).Select(n => this with { Size = n }),
            .. Shrinkers.Below(r.Extent, 1).Select(n => this with { Reach = r with { Extent = n } }),
            .. Shrinkers.Below(r.Stride, 1).Select(n => this with { Reach = r with { Stride = n } }),
            .. Shrinkers.Below(r.Dilation, 1).Select(n => this with { Reach = r with { Dilation = n } }),
            .. Shrinkers.Below(r.Before, 0).Select(n => this with { Reach = r with { Before = n } }),
            .. Shrinkers.Below(r.After, 0).Select(n => this with { Reach = r with { After = n } }),
        ];
        return all.Where(axis => axis.Reach.Out(axis.Size) > 0);
    }
}

public sealed record MapsCase(int N, int Groups, int C, int M, Axis A, Axis? B, Axis? Third, int Seed)
{
    public Axis[] Axes => [A, .. B is null ? [] : new[] { B }, .. Third is null ? [] : new[] { Third }];

    public Frame Frame
    {
        get
        {
            Reach[] reaches = [.. Enumerable.Repeat(Reach.One, 3 - Axes.Length), .. Axes.Select(a => a.Reach)];
            return new(reaches[0], reaches[1], reaches[2]);
        }
    }

    public Shape Maps => Shape.Of([N, C * Groups, .. Axes.Select(a => a.Size)]);

    public Shape Kernels => Shape.Of([M * Groups, C, .. Axes.Select(a => a.Reach.Extent)]);

    public Shape Outputs => Shape.Of([N, M * Groups, .. Axes.Select(a => a.Reach.Out(a.Size))]);

    public override string ToString() => $"{N} items, {Groups} groups of {C} channels and {M} filters, seed {Seed}; {string.Join("; ", Axes.Select(a => a.ToString()))}";

    /// <summary>A number that depends on the seed, for choices inside a case.</summary>
    public int Pick(int below, int purpose) => new RandomStream((ulong)Seed, 99).Below(purpose, below);
}

public static class MapsCases
{
    public static Arbitrary<MapsCase> OfMaps() => Arb.From(
        from n in Gen.Choose(1, 4)
        from groups in Gen.Frequency((2, Gen.Constant(1)), (1, Gen.Choose(2, 3)))
        from c in Gen.Choose(1, 3)
        from m in Gen.Choose(1, 4)
        from rank in Gen.Choose(1, 3)
        from a in Axis.Generator
        from b in Axis.Generator
        from third in Axis.Generator
        from seed in Gen.Choose(0, 1 << 24)
        select new MapsCase(n, groups, c, m, a, rank > 1 ? b : null, rank > 2 ? third : null, seed),
        Smaller);

    private static IEnumerable<MapsCase> Smaller(MapsCase x)
    {
        if (x.Third is not null) yield return x with { Third = null };
        if (x.B is not null && x.Third is null) yield return x with { B = null };
        foreach (int n in Shrinkers.Below(x.N, 1)) yield return x with { N = n };
        foreach (int n in Shrinkers.Below(x.Groups, 1)) yield return x with { Groups = n };
        foreach (int n in Shrinkers.Below(x.C, 1)) yield return x with { C = n };
        foreach (int n in Shrinkers.Below(x.M, 1)) yield return x with { M = n };
        foreach (Axis axis in x.A.Smaller()) yield return x with { A = axis };
        foreach (Axis axis in x.B?.Smaller() ?? []) yield return x with { B = axis };
        foreach (Axis axis in x.Third?.Smaller() ?? []) yield return x with { Third = axis };
        if (x.Seed > 0) yield return x with { Seed = 0 };
    }
}
