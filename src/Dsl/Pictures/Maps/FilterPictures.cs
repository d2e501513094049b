// FilterPictures: the kernel [M, C, …] of a convolution as a bank of M filters. A row per filter and a column per channel; where there is one channel, filters fill the rows.
//   [M, C, w] charts of the taps      [M, C, h, w] tiles      [M, C, d, h, w] slices: a row per filter and channel, a column per depth
namespace FunctionalConv;

internal static class FilterPictures
{
    private const int Most = 12, MostSingle = 100;

    public static Picture Of(string? title, double[] values, Shape shape)
    {
        string size = string.Join('×', shape.Sizes[1..].ToArray().Select(n => $"{n}")), said = $"A bank of {shape[0]} {(shape[0] == 1 ? "filter" : "filters")} {size}";
        title ??= said;
        string words = $"{said}, channels first; blue is negative, orange positive.";
        return shape.Rank switch
        {
            3 => Charts(title, $"{said}: the taps of each as bars.", values, shape),
            4 => Tiles(title, words, values, shape),
            _ => Slices(title, words, values, shape),
        };
    }

    private static Picture Charts(string title, string said, double[] values, Shape shape)
    {
        int channels = shape[1];
        return Multiples.Of(title, values, shape[0] * channels, shape[2], bars: true, m => channels == 1 ? $"{m + 1}" : $"{(m / channels) + 1}·{(m % channels) + 1}", said, channels is > 1 and <= 6 ? channels : 0);
    }

    private static Picture Tiles(string title, string said, double[] values, Shape shape)
    {
        int size = shape[2] * shape[3], filters = Math.Min(shape[0], shape[1] == 1 ? MostSingle : Most), channels = Math.Min(shape[1], Most);
        ColourScale scale = ColourScale.For(values);
        (Tile, string)[] tiles = [.. from m in Enumerable.Range(0, filters)
                                     from c in Enumerable.Range(0, channels)
                                     select (Tile.Of(shape[2], shape[3], values.AsSpan(((m * shape[1]) + c) * size, size), scale), shape[1] == 1 ? $"{m + 1}" : $"{m + 1}·{c + 1}")];
        string[] notes = [.. shape[1] == 1 ? Array.Empty<string>() : ["A caption is filter·channel."], .. filters < shape[0] || channels < shape[1] ? new[] { $"The first {filters} of {shape[0]} filters and {channels} of {shape[1]} channels are shown." } : []];
        return TileSheet.Of(title, said, tiles, scale, notes, shape[1] == 1 ? 0 : channels);
    }

    private static Picture Slices(string title, string said, double[] values, Shape shape)
    {
        int size = shape[3] * shape[4], rows = Math.Min(shape[0] * shape[1], 24), depth = Math.Min(shape[2], Most);
        ColourScale scale = ColourScale.For(values);
        (Tile, string)[] tiles = [.. from r in Enumerable.Range(0, rows)
                                     from d in Enumerable.Range(0, depth)
                                     select (Tile.Of(shape[3], shape[4], values.AsSpan(((r * shape[2]) + d) * size, size), scale), shape[1] == 1 ? $"{r + 1}·{d + 1}" : $"{(r / shape[1]) + 1}·{(r % shape[1]) + 1}·{d + 1}")];
        string[] notes = [shape[1] == 1 ? "A caption is filter·depth." : "A caption is filter·channel·depth.", .. rows < shape[0] * shape[1] || depth < shape[2] ? new[] { $"The first {rows} of {shape[0] * shape[1]} rows and {depth} of {shape[2]} depths are shown." } : []];
        return TileSheet.Of(title, said, tiles, scale, notes, depth);
    }
}
