// Padding and cropping as layers of their own.
//   input [C, n…]    output [C, n + before + after…]      negative amounts crop: first the map is cropped, then the fill continues what is left
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Adds cells around the map: <c>Pad(1)</c>, <c>Pad((1, 2), Reflect)</c>, <c>Pad(Padding.Sides((0, 1)))</c>.</summary>
    /// <param name="amount">An amount for every axis, one per axis, or one per axis and side.</param>
    /// <param name="fill">What stands in the added cells; by default the fill of the amount, which is <see cref="Zeros"/> unless it says otherwise.</param>
    /// <exception cref="ArgumentException">The amount depends on a window, as <see cref="Same"/> does.</exception>
    /// <returns><c>[C, n…] → [C, before + n + after…]</c>, <c>y[c, p] = x[c, p − before]</c>, the fill outside.</returns>
    /// <example><code>Pad((1, 2), Reflect).On((3, 8, 8))</code></example>
    public static Layer Pad(Padding amount, Fill? fill = null)
    {
        ArgumentNullException.ThrowIfNull(amount);
        return Padded.Of(Padded.Amounts("Pad", amount), fill ?? amount.Fill);
    }

    /// <summary>Adds cells before and after each axis; a negative amount crops: <c>Pad([(-1, 2)], Circular)</c>.</summary>
    /// <param name="sides">One pair (before, after) for every axis, or one per spatial axis of the data. The map is cropped first; the fill continues what is left.</param>
    /// <param name="fill">What stands in the added cells; zeros by default.</param>
    /// <exception cref="ArgumentException">There are not 1 to 3 pairs.</exception>
    /// <returns><c>[C, n…] → [C, before + n + after…]</c>, <c>y[c, p] = x[c, p − before]</c>, the fill outside.</returns>
    /// <example><code>Pad([(-1, 2)], Circular).On((3, 8, 8))</code></example>
    public static Layer Pad((int Before, int After)[] sides, Fill? fill = null)
    {
        ArgumentNullException.ThrowIfNull(sides);
        foreach (var (before, after) in sides)
            if (Math.Max(before, after) > Window.Most || Math.Min(before, after) < -Window.Most) throw new ArgumentException($"Pad needs amounts of at most 1,000,000; it was given ({before}, {after}).", nameof(sides));
        return sides.Length is >= 1 and <= 3
            ? Padded.Of(Sides.Of(sides), fill ?? Fill.Zeros)
            : throw new ArgumentException($"Pad takes one pair (before, after) per spatial axis, 1 to 3 of them; it was given {sides.Length}.", nameof(sides));
    }

    /// <summary>Takes cells away at the borders: <c>Crop(2)</c>, <c>Crop((1, 2))</c>, <c>Crop(Padding.Sides((0, 1)))</c>. It undoes a <see cref="Pad(Padding, Fill?)"/> of the same amount.</summary>
    /// <param name="amount">An amount for both sides of every axis, one per axis, or one per axis and side.</param>
    /// <exception cref="ArgumentException">The amount depends on a window, as <see cref="Same"/> does, or has a fill.</exception>
    /// <returns><c>[C, n…] → [C, n − before − after…]</c>, <c>y[c, p] = x[c, p + before]</c>.</returns>
    /// <example><code>Crop(2).On((3, 8, 8))</code></example>
    public static Layer Crop(Padding amount)
    {
        ArgumentNullException.ThrowIfNull(amount);
        if (amount.Fill != Fill.Zeros) throw new ArgumentException($"Crop adds no cells, so it takes no fill; it was given {amount}.", nameof(amount));
        return Padded.Of(Padded.Amounts("Crop", amount).Negated, Fill.Zeros);
    }
}

internal sealed record Padded : Mapped
{
    private Padded(Sides sides, Fill fill) => (Sides, Fill) = (sides, fill);

    public Sides Sides { get; }

    public Fill Fill { get; }

    public override string Kind => Crops ? "crop" : "pad";

    protected override Fill Outside => Fill;

    protected override string Code => new Call(Crops ? "Crop" : "Pad").With(Amount).Leading("fill", Fill, Fill.Zeros).ToString();

    private bool Crops => Sides is { Most: <= 0, Least: < 0 };

    private object Amount
    {
        get
        {
            Sides sides = Crops ? Sides.Negated : Sides;
            return sides.Least < 0 ? new Literal($"[{sides}]") : sides.Symmetric is { } extent ? extent : new Literal($"Padding.Sides({sides})");
        }
    }

    /// <summary>Where nothing is added, the fill says nothing and is zeros.</summary>
    public static Padded Of(Sides sides, Fill fill) => new(sides, sides.Most > 0 ? fill : Fill.Zeros);

    public static Sides Amounts(string owner, Padding amount) => amount.Sided
        ?? throw new ArgumentException($"{owner} needs amounts; {amount} depends on a window: give it to the layer that has the window.", nameof(amount));

    public override Node Lower(Node x, Scope at)
    {
        // A constant stands outside wherever the border is; the other fills continue the map that is left.
        int rank = x.Shape.Rank - 2;
        if (Fill.Mode == FillMode.Constant || Sides.Least >= 0) return base.Lower(x, at);
        Sides sides = Sides;
        return x.Pad(axis => (Math.Min(0, sides.On(axis, rank).Before), Math.Min(0, sides.On(axis, rank).After)), Fill.Zeros)
            .Pad(axis => (Math.Max(0, sides.On(axis, rank).Before), Math.Max(0, sides.On(axis, rank).After)), Fill);
    }

    protected override AxisMap Map(int axis, int rank, int n)
    {
        var (before, after) = Sides.On(axis, rank);
        return (before, after) == (0, 0) ? AxisMap.Identity : new AxisMap.Pad(before, after, Fill.Mode);
    }

    protected override (string Needs, string Cure)? Refuses(int rank) => Sides.Refuses(rank, Crops ? "crop" : "padding");

    protected override (string Needs, string Cure)? Refuses(int axis, int rank, int n)
    {
        var (before, after) = Sides.On(axis, rank);
        int left = n + Math.Min(0, before) + Math.Min(0, after);
        string cells = Window.Cells(axis);
        if (left < 1) return ($"cropping {FunctionalConv.Amount.Of(n - left, cells)} leaves none of {n}", $"crop {n - 1} or less in all");
        return Fill.Refuses(Math.Max(before, after), left, cells);
    }
}
