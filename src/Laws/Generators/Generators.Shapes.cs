// Generators of shapes, windows and paddings: a different size on every axis, even and odd extents, stride with dilation with asymmetric padding.
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv;

/// <summary>FsCheck generators of everything that layers are made of. They do not shrink by themselves: see <see cref="Shrinkers"/> and <see cref="Arbitraries"/>.</summary>
public static partial class Generators
{
    /// <summary>Shapes of items with one to three spatial axes, all axes of different sizes.</summary>
    public static Gen<Shape> Shapes => Gen.Choose(1, 3).SelectMany(rank => Maps(rank));

    /// <summary>Shapes [C, …] with this many spatial axes, all axes of different sizes.</summary>
    /// <exception cref="ArgumentException">The rank is not 1 to 3.</exception>
    public static Gen<Shape> Maps(int rank)
    {
        if (rank is < 1 or > 3) throw new ArgumentException($"Data has 1 to 3 spatial axes; {rank} were asked for.", nameof(rank));
        int most = rank switch { 1 => 17, 2 => 11, _ => 7 };
        return
            from channels in Gen.Choose(1, 6)
            from order in Gen.Shuffle(Enumerable.Range(2, most - 1))
            select Shape.Of([channels, .. order.Where(n => n != channels).Take(rank)]);
    }

    /// <summary>Vectors of features.</summary>
    public static Gen<Shape> Vectors => Gen.Choose(1, 12).Select(n => Shape.Of(n));

    /// <summary>An extent for data with this many spatial axes: one number for all, or a number for each axis.</summary>
    public static Gen<Extent> Extents(int rank, int least, int most) => Gen.Frequency(
        (1, Gen.Choose(least, most).Select(n => (Extent)n)),
        (2, Gen.Choose(least, most).ArrayOf(rank).Select(Extent)));

    /// <summary>Every case of padding for data with this many spatial axes, filled with zeros.</summary>
    public static Gen<Padding> Paddings(int rank) => Gen.OneOf(
        Gen.Elements(Padding.Valid, Padding.Same, Padding.Same.Symmetric, Padding.Full),
        CausalPaddings(rank),
        Extents(rank, 0, 3).Select(Padding.By),
        (from before in Gen.Choose(0, 3) from after in Gen.Choose(0, 3) select Padding.Sides((before, after))),
        (from amounts in Gen.Choose(0, 3).ArrayOf(2 * rank) select Padding.Sides([.. Enumerable.Range(0, rank).Select(i => (amounts[2 * i], amounts[(2 * i) + 1]))])));

    /// <summary>Every fill.</summary>
    public static Gen<Fill> Fills => Gen.Frequency(
        (4, Gen.Elements(Fill.Zeros, Fill.Reflect, Fill.Replicate, Fill.Circular)),
        (1, Gen.Choose(-8, 8).Select(n => Fill.Constant(n / 4.0))));

    /// <summary>Windows for data with this many spatial axes, whether they fit some map or not; padded with zeros.</summary>
    public static Gen<Window> Windows(int rank) =>
        from extent in Extents(rank, 1, 4)
        from stride in Extents(rank, 1, 3)
        from dilation in Gen.Frequency((2, Gen.Constant((Extent)1)), (1, Extents(rank, 1, 3)))
        from padding in Paddings(rank)
        select new Window(extent, stride, dilation, padding);

    /// <summary>Windows that fit a map [C, …], padded with zeros or with every fill.</summary>
    public static Gen<Window> Windows(Shape map, bool filled = false)
    {
        ArgumentNullException.ThrowIfNull(map);
        Gen<Window> any = filled ? from window in Windows(map.Rank - 1) from fill in Fills select window with { Padding = window.Padding.Filled(fill) } : Windows(map.Rank - 1);
        return any.Where(window => window.Refuses(map) is null);
    }

    private static Gen<Padding> CausalPaddings(int rank) => rank == 1
        ? Gen.Elements<Padding>(Padding.Causal, Padding.Causal.Along(0))
        : from bits in Gen.Choose(1, (1 << rank) - 1)
          from others in Gen.Elements<Padding?>(null, Padding.Same, 1, Padding.Full)
          select (Padding)Padding.Causal.Along(new Axes(bits), others);

    private static Extent Extent(int[] axes) => axes.Length switch { 1 => axes[0], 2 => (axes[0], axes[1]), _ => (axes[0], axes[1], axes[2]) };
}
