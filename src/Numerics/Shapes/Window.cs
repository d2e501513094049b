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

    /// <summary>
    /// The sizes that the transposed window can make of m cells on an axis (0 depth, 1 height, 2 width) of data with <paramref name="rank"/> spatial axes: every one from the first to the last
    /// that is 1 or more. The first is (m − 1) · stride + span − before − after, and (m − 1) · stride + 1 under Same; there are as many as the stride has cells, which this window all takes to
    /// m cells, or as many as the dilation has where that is more.
    /// </summary>
    public (long First, long Last) Made(int axis, int rank, int m)
    {
        if (axis < 3 - rank) return (1, 1);
        int span = Span(axis, rank), stride = Stride.On(axis, rank, 1);
        var (before, after) = Padding.On(axis, rank, 1, span, stride);
        long first = ((m - 1L) * stride) + (Padding.NeedsSize ? 1 : (long)span - before - after);
        return (first, first + Math.Max(stride, Padding.NeedsSize ? 1 : Dilation.On(axis, rank, 1)) - 1);
    }

    /// <summary>
    /// The map [channels, …] that the transposed window makes of a map [C, …]: each axis the wanted size, or the one that undoes this window (the first of those it can make;
    /// m · stride under Same). Unknown in, unknown out; 0 where the size is none that it can make.
    /// </summary>
    public Shape Back(Shape map, int channels, Extent? wanted = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Back(map, channels, (axis, first) => wanted?.On(axis, map.Rank - 1, 1) ?? Undoing(axis, map.Rank - 1, first));
    }

    /// <summary>The same with a wanted size for every axis, given the first that can be made.</summary>
    internal Shape Back(Shape map, int channels, Func<int, long, long> wanted)
    {
        int rank = map.Rank - 1;
        Shape y = map.With(0, channels);
        for (int i = 1; i <= rank; i++)
        {
            if (map[i] == Shape.Unknown) continue;
            var (first, last) = Made(i + 2 - rank, rank, map[i]);
            long size = wanted(i + 2 - rank, first);
            y = y.With(i, size >= Math.Max(1, first) && size <= last ? (int)Math.Min(size, int.MaxValue) : 0);
        }
        return y;
    }

    /// <summary>The size that undoes this window, given the first of those it can make.</summary>
    internal long Undoing(int axis, int rank, long first) => Padding.NeedsSize ? first + Stride.On(axis, rank, 1) - 1 : first;

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
        return ($"its {(reach.Dilation > 1 ? $"window spans {Amount.Of(reach.Span, "cells")} and " : "window ")}needs at least {Amount.Of(reach.Least, cells)}",
            padded < 1 ? "pad, or start from a larger map" : $"use a window of {largest} or less, or pad");
    }

    /// <summary>The spans of the window over data with this many spatial axes.</summary>
    internal int[] Spans(int rank) => [.. Enumerable.Range(3 - rank, rank).Select(axis => Span(axis, rank))];

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
