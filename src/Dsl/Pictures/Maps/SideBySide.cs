// SideBySide: an item and what was found about each of its cells: two images, two rows of slices, or two charts over one axis.
namespace FunctionalConv;

internal static class SideBySide
{
    private const int MostSlices = 8;

    /// <param name="title">What it is called.</param>
    /// <param name="said">What it shows.</param>
    /// <param name="item">The item's numbers.</param>
    /// <param name="shape">Its shape, channels first.</param>
    /// <param name="heat">A number per cell of a map that covers the item, perhaps coarser.</param>
    /// <param name="map">The map's shape, without channels.</param>
    /// <param name="name">What the map is called.</param>
    public static Picture Of(string title, string said, double[] item, Shape shape, double[] heat, Shape map, string name) => map.Rank switch
    {
        1 => Signals(title, said, item, shape, heat, name),
        2 => Images(title, said, item, shape, heat, map),
        _ => Volumes(title, said, item, shape, heat, map),
    };

    private static Picture Images(string title, string said, double[] item, Shape shape, double[] heat, Shape map)
    {
        var (low, high, _) = TensorPictures.Range(item);
        ColourScale scale = ColourScale.For(heat);
        return TileSheet.Of(title, said, [(Tile.Image(shape[0] == 3 ? 3 : 1, shape[1], shape[2], item, low, high), "input"), (Tile.Of(map[0], map[1], heat, scale), "map")], scale, [], 2);
    }

    /// <summary>A row of slices of the first channel, and one of the map at the same depths.</summary>
    private static Picture Volumes(string title, string said, double[] item, Shape shape, double[] heat, Shape map)
    {
        var (low, high, _) = TensorPictures.Range(item);
        ColourScale scale = ColourScale.For(heat);
        int shown = Math.Min(shape[1], MostSlices), size = shape[2] * shape[3], cells = map[1] * map[2];
        int[] depths = [.. Enumerable.Range(0, shown).Select(i => ((2 * i) + 1) * shape[1] / (2 * shown))];
        IEnumerable<(Tile, string)> inputs = depths.Select(d => (Tile.Image(1, shape[2], shape[3], item.AsSpan(d * size, size), low, high), $"depth {d}"));
        IEnumerable<(Tile, string)> maps = depths.Select(d => (Tile.Of(map[1], map[2], heat.AsSpan(d * map[0] / shape[1] * cells, cells), scale), "map"));
        string[] notes = shown < shape[1] ? [$"{shown} of {shape[1]} slices are shown."] : [];
        return TileSheet.Of(title, said, [.. inputs, .. maps], scale, shape[0] > 1 ? [.. notes, "The input's first channel is shown."] : notes, shown);
    }

    /// <summary>The signals above, the map below, over the same axis.</summary>
    private static Picture Signals(string title, string said, double[] item, Shape shape, double[] heat, string name)
    {
        const double width = 470, height = 120;
        int n = shape[1], channels = Math.Min(shape[0], Theme.Series.Length - 1);
        Curve[] curves = [.. Enumerable.Range(0, channels).Select(c => new Curve(channels == 1 ? "input" : $"channel {c + 1}", Points(item.AsSpan(c * n, n), n)))];
        var upper = new Plot(title, width, height, (0, Math.Max(1, n - 1)), Chart.Round(item.Where(double.IsFinite)));
        var lower = new Plot("", width, height, (0, Math.Max(1, n - 1)), Chart.Round(heat.Where(double.IsFinite).Append(0)));
        Curve found = new(name, Points(heat, n), Fills: Array.TrueForAll(heat, double.IsFinite));
        double below = height + 40;
        string body = upper.Frame(whole: true) + string.Concat(curves.Select((curve, i) => Chart.Draw(upper, curve, i)))
            + Mark.Of("g", [("transform", $"translate(0 {Mark.Number(below)})")], lower.Frame(whole: true, label: "cell") + Chart.Draw(lower, found, channels));
        string[] notes = channels < shape[0] ? [$"The first {channels} of {shape[0]} channels are shown."] : [];
        return upper.Picture(said, body, notes, [.. curves.Select(c => c.Name), name], "saliency", below: below);
    }

    /// <summary>Cells of a map over an axis of n cells: a coarser map stands where the cells stand that it was made of. Long ones are thinned.</summary>
    private static (double, double)[] Points(ReadOnlySpan<double> cells, int n)
    {
        int by = (cells.Length + 1999) / 2000;
        var points = new List<(double, double)>();
        for (int i = 0; i < cells.Length; i += by) points.Add((((i + 0.5) * n / cells.Length) - 0.5, cells[i]));
        return [.. points];
    }
}
