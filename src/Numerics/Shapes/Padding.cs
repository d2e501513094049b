// Padding: how many cells are added on each side of each axis, and what stands in them.
//   Valid  none          Same   the output has ⌈n / stride⌉ cells; the odd cell goes after
//   Full   span − 1 on both sides      Causal   span − 1 before: no output sees what comes later
//   amounts: a number, (h, w), (d, h, w), or per axis and side.       span = (kernel − 1) · dilation + 1
namespace FunctionalConv;

/// <summary>
/// An amount of padding and its fill. A closed set of cases; numbers and tuples convert to amounts on both sides.
/// </summary>
[TypeFormatterSource(typeof(ShownSource))]
public abstract record Padding
{
    /// <summary>No padding: every window lies inside the map.</summary>
    public static Padding Valid { get; } = new ValidCase();

    /// <summary>The output has ⌈n / stride⌉ cells, so the amount depends on the map's size; the odd cell goes after.</summary>
    public static SamePadding Same { get; } = new(false);

    /// <summary>span − 1 cells on both sides: every window that touches the map.</summary>
    public static Padding Full { get; } = new FullCase();

    /// <summary>span − 1 cells before, none after: an output sees no later input. On 2-D and 3-D data name the axes with <see cref="CausalPadding"/>.Along.</summary>
    public static CausalPadding Causal { get; } = new(default, null);

    /// <summary>What stands in the added cells; zeros by default.</summary>
    public Fill Fill { get; init; }

    /// <summary>The same amount on both sides of an axis.</summary>
    /// <exception cref="ArgumentException">An amount is negative.</exception>
    public static Padding By(Extent amount) => new ByCase(amount.Within(0, Window.Most, "Padding", "amounts"));

    /// <summary>Amounts before and after, one pair per spatial axis of the data (a single pair serves data of any rank).</summary>
    /// <exception cref="ArgumentException">There are not 1 to 3 pairs, or an amount is negative.</exception>
    public static Padding Sides(params (int Before, int After)[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        if (axes.Length is < 1 or > 3) throw new ArgumentException($"Padding takes one pair (before, after) per spatial axis, 1 to 3 of them; it was given {axes.Length}.", nameof(axes));
        foreach (var (before, after) in axes)
            if (before < 0 || after < 0) throw new ArgumentException($"Padding needs amounts of at least 0; it was given ({before}, {after}). To remove cells, use Crop.", nameof(axes));
            else if (Math.Max(before, after) > Window.Most) throw new ArgumentException($"Padding needs amounts of at most 1,000,000; it was given ({before}, {after}).", nameof(axes));
        return new SidesCase(FunctionalConv.Sides.Of(axes));
    }

    /// <summary>An amount on both sides of every axis.</summary>
    public static implicit operator Padding(int amount) => By(amount);

    /// <summary>Amounts on both sides of height and width.</summary>
    public static implicit operator Padding((int H, int W) amount) => By(amount);

    /// <summary>Amounts on both sides of depth, height and width.</summary>
    public static implicit operator Padding((int D, int H, int W) amount) => By(amount);

    /// <summary>The same amounts with another fill.</summary>
    public Padding Filled(Fill fill) => this with { Fill = fill };

    /// <summary>Cells added before and after an axis (0 depth, 1 height, 2 width) of <paramref name="n"/> cells.</summary>
    internal abstract (int Before, int After) On(int axis, int rank, int n, int span, int stride);

    /// <summary>Whether amounts depend on the size of the map.</summary>
    internal virtual bool NeedsSize => false;

    /// <summary>The amounts, one pair for every axis or one per axis; null where they depend on a window.</summary>
    internal virtual Sides? Sided => null;

    /// <summary>Why data of this many spatial axes cannot take it (what it needs, what to do), or null.</summary>
    internal virtual (string Needs, string Cure)? Refuses(int rank, ReadOnlySpan<int> spans) => null;

    /// <summary>The amounts as C#, without the fill.</summary>
    private protected abstract string Amount { get; }

    /// <summary>The padding as C#: <c>Same</c>, <c>(1, 2)</c>, <c>Full.Filled(Circular)</c>.</summary>
    public sealed override string ToString() => Fill == Fill.Zeros ? Amount
        : $"{(this is ByCase ? $"Padding.By({Amount})" : Amount)}.Filled({Fill})";

    private sealed record ValidCase : Padding
    {
        internal override Sides? Sided => FunctionalConv.Sides.Of(default((int, int)));

        internal override (int Before, int After) On(int axis, int rank, int n, int span, int stride) => (0, 0);

        private protected override string Amount => "Valid";
    }

    private sealed record FullCase : Padding
    {
        internal override (int Before, int After) On(int axis, int rank, int n, int span, int stride) => axis < 3 - rank ? (0, 0) : (span - 1, span - 1);

        private protected override string Amount => "Full";
    }

    private sealed record ByCase(Extent Cells) : Padding
    {
        internal override Sides? Sided => FunctionalConv.Sides.Of(Cells);

        internal override (int Before, int After) On(int axis, int rank, int n, int span, int stride) => (Cells.On(axis, rank, 0), Cells.On(axis, rank, 0));

        internal override (string Needs, string Cure)? Refuses(int rank, ReadOnlySpan<int> spans) => Cells.Fits(rank) ? null
            : ($"its padding {Cells} is made for {Cells.Axes}-D data", "give one number, or one per spatial axis");

        private protected override string Amount => Cells.ToString();
    }

    private sealed record SidesCase(Sides Amounts) : Padding
    {
        internal override Sides? Sided => Amounts;

        internal override (int Before, int After) On(int axis, int rank, int n, int span, int stride) => Amounts.On(axis, rank);

        internal override (string Needs, string Cure)? Refuses(int rank, ReadOnlySpan<int> spans) => Amounts.Refuses(rank, "padding");

        private protected override string Amount => $"Padding.Sides({Amounts})";
    }
}

/// <summary>Padding that keeps ⌈n / stride⌉ cells.</summary>
public sealed record SamePadding : Padding
{
    internal SamePadding(bool even) => Even = even;

    /// <summary>The lecture's P = (K − 1) / 2 of the dilated kernel on both sides, whatever the stride; an even kernel is a misfit.</summary>
    public SamePadding Symmetric => this with { Even = true };

    private bool Even { get; init; }

    internal override bool NeedsSize => !Even;

    internal override (int Before, int After) On(int axis, int rank, int n, int span, int stride)
    {
        if (axis < 3 - rank) return (0, 0);
        int total = Even ? span - 1 : Reach.Kept(n, span, stride);
        return (total / 2, total - (total / 2));
    }

    internal override (string Needs, string Cure)? Refuses(int rank, ReadOnlySpan<int> spans)
    {
        if (!Even) return null;
        foreach (int span in spans)
            if (span % 2 == 0) return ($"Same.Symmetric needs an odd span, and its dilated kernel spans {FunctionalConv.Amount.Of(span, "cells")}", "use Same, which puts the odd cell after, or an odd kernel");
        return null;
    }

    private protected override string Amount => Even ? "Same.Symmetric" : "Same";
}

/// <summary>Padding before an axis only, so that an output sees no later input.</summary>
public sealed record CausalPadding : Padding
{
    internal CausalPadding(Axes axes, Padding? others) => (Named, Others) = (axes, others);

    private Axes Named { get; init; }

    private Padding? Others { get; init; }

    /// <summary>Causal along the named spatial axes (0 is the first after the channels); the other axes are padded by <paramref name="others"/>, by default not at all.</summary>
    public CausalPadding Along(Axes axes, Padding? others = null) => axes.Bits == 0 || axes.Bits > 7
        ? throw new ArgumentException($"Causal padding runs along spatial axes 0 to 2; it was given {axes}.", nameof(axes))
        : others is not null && others.Fill != Fill.Zeros
            ? throw new ArgumentException($"One fill serves all axes; fill the whole padding, as in Causal.Along(0).Filled({others.Fill}).", nameof(others))
            : this with { Named = axes, Others = others };

    /// <summary>Causal along one spatial axis (0 is the first after the channels).</summary>
    public CausalPadding Along(int axis, Padding? others = null) => Along(Axes.Of(axis), others);

    internal override bool NeedsSize => Others?.NeedsSize ?? false;

    internal override (int Before, int After) On(int axis, int rank, int n, int span, int stride)
    {
        int own = axis - (3 - rank);
        if (own < 0) return (0, 0);
        if (Named.Bits == 0 || Named.Has(own)) return (span - 1, 0);
        return Others?.On(axis, rank, n, span, stride) ?? (0, 0);
    }

    internal override (string Needs, string Cure)? Refuses(int rank, ReadOnlySpan<int> spans)
    {
        if (Named.Bits == 0 && rank > 1) return ($"Causal padding of {rank}-D data must say which axis is time", "name it, for example Causal.Along(0)");
        if (Named.Bits >> rank != 0) return ($"Causal padding names axes {Named} and the data has {rank}", $"name axes below {rank}");
        return Others?.Refuses(rank, spans);
    }

    private protected override string Amount => Named.Bits == 0 ? "Causal"
        : $"Causal.Along({(Named.Count == 1 ? System.Numerics.BitOperations.TrailingZeroCount(Named.Bits).ToString(System.Globalization.CultureInfo.InvariantCulture) : $"Axes.Of({Named.ToString()[1..^1]})")}{(Others is null ? "" : $", {Others}")})";
}
