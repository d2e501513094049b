// Window: extent, stride, dilation and padding over the spatial axes of the data. Says whether a map can take it, and what comes out.
namespace FunctionalConv;

/// <summary>A sliding window over data of any rank.</summary>
/// <param name="Extent">Taps per axis.</param>
/// <param name="Stride">Cells between neighbouring windows.</param>
/// <param name="Dilation">Cells between neighbouring taps.</param>
/// <param name="Padding">Cells added around the map.</param>
/// <param name="Ceil">Whether a last, partial window counts.</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record Window(Extent Extent, Extent Stride, Extent Dilation, Padding Padding, bool Ceil = false)
{
    /// <summary>The largest number of a window and amount of padding: beyond it lie slips, and sums that leave the integers.</summary>
    internal const int Most = 1_000_000;

    /// <summary>What the cells of an axis are called: 0 depth, 1 height, 2 width.</summary>
    internal static string Cells(int axis) => axis switch { 0 => "planes", 1 => "rows", _ => "columns" };

    /// <summary>A window whose numbers are checked.</summary>
    /// <param name="owner">The name of the factory, for messages.</param>
    /// <param name="extent">Taps per axis, at least 1.</param>
    /// <param name="stride">At least 1; by default 1.</param>
    /// <param name="dilation">At least 1; by default 1.</param>
    /// <param name="padding">By default <see cref="Padding.Valid"/>.</param>
    /// <param name="ceil">Whether a last, partial window counts.</param>
    /// <exception cref="ArgumentException">A number is below 1 or above 1,000,000.</exception>
    public static Window Of(string owner, Extent extent, Extent? stride = null, Extent? dilation = null, Padding? padding = null, bool ceil = false) => new(
        extent.Within(1, Most, owner, "a window"),
        (stride ?? 1).Within(1, Most, owner, "a stride"),
        (dilation ?? 1).Within(1, Most, owner, "a dilation"),
        padding ?? Padding.Valid,
        ceil);

    /// <summary>The window on three axes over a map [C, …] whose spatial sizes are known.</summary>
    public Frame On(Shape map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new(Reach(map, 0), Reach(map, 1), Reach(map, 2));
    }

    /// <summary>The output [channels, …] over a map [C, …]; an unknown axis stays unknown, and 0 says that the window does not fit there.</summary>
    public Shape Out(Shape map, int channels)
    {
        ArgumentNullException.ThrowIfNull(map);
        Shape y = map.With(0, channels);
        for (int i = 1; i < map.Rank; i++)
            if (map[i] != Shape.Unknown) y = y.With(i, Reach(map, i + 3 - map.Rank).Out(map[i]));
        return y;
    }

    /// <summary>The sizes of an axis (0 depth, 1 height, 2 width) of data with <paramref name="rank"/> spatial axes on which exactly m windows fit, in ascending order.</summary>
    public IReadOnlyList<int> Sizes(int axis, int rank, int m)
    {
        if (axis < 3 - rank) return [1];
        int span = Span(axis, rank), stride = Stride.On(axis, rank, 1);
        var sizes = new List<int>();
        long first = ((m - (Ceil ? 2L : 1L)) * stride) + span - (2L * WidestPadding(axis, rank, span)), last = Math.Min(((long)m * stride) + span, Array.MaxLength);
        for (long at = Math.Max(1, first); at <= last; at++)
        {
            int n = (int)at;
            var (before, after) = Padding.On(axis, rank, n, span, stride);
            if (new Reach(Extent.On(axis, rank, 1), stride, Dilation.On(axis, rank, 1), before, after, Ceil).Out(n) == m) sizes.Add(n);
        }
        return sizes;
    }

    /// <summary>
    /// The map [channels, …] that the transposed window makes of a map [C, …]: each axis the wanted size, or the one that undoes this window (the least on which
    /// as many windows fit; m · stride under Same). Unknown in, unknown out; 0 where no size fits.
    /// </summary>
    public Shape Back(Shape map, int channels, Extent? wanted = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        int rank = map.Rank - 1;
        Shape y = map.With(0, channels);
        for (int i = 1; i <= rank; i++)
        {
            if (map[i] == Shape.Unknown) continue;
            int axis = i + 2 - rank;
            IReadOnlyList<int> sizes = Sizes(axis, rank, map[i]);
            int size = sizes.Count == 0 ? 0 : wanted is { } w ? sizes.Contains(w.On(axis, rank, 1)) ? w.On(axis, rank, 1) : 0 : Padding.NeedsSize ? sizes[^1] : sizes[0];
            y = y.With(i, size);
        }
        return y;
    }

    /// <summary>What a map [C, …] lacks for this window and what to do about it; null when it fits as far as its sizes are known.</summary>
    public (string Needs, string Cure)? Refuses(Shape map)
    {
        ArgumentNullException.ThrowIfNull(map);
        int rank = map.Rank - 1;
        if (rank is < 1 or > 3) return ("it slides over 1 to 3 spatial axes after the channels", rank < 1 ? "put it before Flatten, or reshape" : "reshape to [C, W], [C, H, W] or [C, D, H, W]");
        foreach (var (extent, what) in new[] { (Extent, "window"), (Stride, "stride"), (Dilation, "dilation") })
            if (!extent.Fits(rank)) return ($"its {what} {extent} is made for {extent.Axes}-D data", "give one number, or one per spatial axis");
        if (Padding.Refuses(rank, Spans(rank)) is { } refusal) return refusal;
        for (int i = 1; i <= rank; i++)
            if (map[i] != Shape.Unknown && Refuses(Reach(map, i + 2 - rank), map[i], Cells(i + 2 - rank)) is { } trouble) return trouble;
        return null;
    }

    private (string Needs, string Cure)? Refuses(Reach reach, int n, string cells)
    {
        if (Padding.Fill.Refuses(Math.Max(reach.Before, reach.After), n, cells) is { } refusal) return refusal;
        if (reach.Out(n) > 0) return null;
        long padded = (long)n + reach.Before + reach.After, largest = ((padded + (reach.Ceil ? reach.Stride - 1 : 0) - 1) / reach.Dilation) + 1;
        return ($"its {(reach.Dilation > 1 ? $"window spans {reach.Span} cells and " : "window ")}needs at least {reach.Least} {cells}",
            padded < 1 ? "pad, or start from a larger map" : $"use a window of {largest} or less, or pad");
    }

    /// <summary>The spans of the window over data with this many spatial axes.</summary>
    internal int[] Spans(int rank) => [.. Enumerable.Range(3 - rank, rank).Select(axis => Span(axis, rank))];

    private int WidestPadding(int axis, int rank, int span)
    {
        var (before, after) = Padding.On(axis, rank, 1, span, 1);
        return Math.Max(span, Math.Max(before, after));
    }

    private int Span(int axis, int rank) => new Reach(Extent.On(axis, rank, 1), 1, Dilation.On(axis, rank, 1), 0, 0).Span;

    private Reach Reach(Shape map, int axis)
    {
        int rank = map.Rank - 1;
        int own = axis - (3 - rank);
        if (own < 0) return FunctionalConv.Reach.One;
        int stride = Stride.On(axis, rank, 1);
        var (before, after) = Padding.On(axis, rank, map[own + 1], Span(axis, rank), stride);
        return new(Extent.On(axis, rank, 1), stride, Dilation.On(axis, rank, 1), before, after, Ceil);
    }
}
