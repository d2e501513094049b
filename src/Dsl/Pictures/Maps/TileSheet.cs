// TileSheet: tiles in rows with captions, a title, a legend and notes.
namespace FunctionalConv;

internal static class TileSheet
{
    public const string Css = ".fc-nan{fill:none;stroke:#fff;stroke-width:1.5}";
    private const double Margin = 16, Gap = 12;

    /// <summary>Pixels for a row of tiles: a sheet that shrinks to two thirds fits a page of 400 pixels.</summary>
    private const double Room = 520;

    /// <param name="title">What it is called.</param>
    /// <param name="said">What it shows.</param>
    /// <param name="tiles">Tiles and the words below each.</param>
    /// <param name="scale">The scale to explain; null for images.</param>
    /// <param name="notes">Remarks below.</param>
    /// <param name="columns">Tiles per row; as many as suit their number by default.</param>
    public static Picture Of(string title, string said, IReadOnlyList<(Tile Tile, string Caption)> tiles, ColourScale? scale, IEnumerable<string> notes, int columns = 0)
    {
        double aspect = tiles[0].Tile.Aspect;
        if (columns == 0) columns = tiles.Count <= 4 ? tiles.Count : Math.Clamp((int)Math.Ceiling(Math.Sqrt(tiles.Count * 1.4 / Math.Max(0.3, aspect))), 1, 10);
        columns = Math.Min(columns, tiles.Count);
        double gap = columns > 8 ? 7 : Gap, side = tiles.Count == 1 ? 260 : Math.Clamp(((Room + gap) / columns) - gap, 30, 150), w = aspect >= 1 ? side : side * Math.Max(aspect, 0.1), h = aspect >= 1 ? side / Math.Min(aspect, 10) : side;
        int longest = tiles.Max(t => t.Caption.Length);
        double pitch = Math.Max(w, longest * 6.6), caption = longest == 0 ? 0 : 18;
        double width = Math.Max(288, (2 * Margin) + (columns * (pitch + gap)) - gap);
        IReadOnlyList<string> head = Mark.Wrap(title, (int)((width - (2 * Margin)) / 8.1));
        double top = Margin + (head.Count * 17) + 8;
        string body = string.Concat(head.Select((line, i) => Mark.Label(Margin, Margin + 13 + (i * 17), line, "h"))) + "\n";
        for (int i = 0; i < tiles.Count; i++)
        {
            double x = Margin + (i % columns * (pitch + gap)), y = top + (i / columns * (h + caption + Gap));
            body += tiles[i].Tile.Draw(x + ((pitch - w) / 2), y, w, h, tiles[i].Caption.Length > 0 ? tiles[i].Caption : null) + "\n";
            if (caption > 0) body += Mark.Label(x + (pitch / 2), y + h + 14, tiles[i].Caption, "s m");
        }
        double at = top + ((tiles.Count + columns - 1) / columns * (h + caption + Gap));
        if (scale is not null)
        {
            body += scale.Legend(Margin, at, Math.Min(220, width - (2 * Margin)));
            at += 34;
        }
        int missing = tiles.Sum(t => t.Tile.Missing), by = tiles.Max(t => t.Tile.By);
        List<string> all = [.. notes];
        if (by > 1) all.Add($"Too large to draw cell by cell: drawn scaled, one pixel for {by}×{by} cells.");
        if (missing > 0) all.Add(FormattableString.Invariant($"{missing:N0} {(missing == 1 ? "cell is" : "cells are")} not a number (magenta, crossed)."));
        foreach (string line in all.SelectMany(note => Mark.Wrap(note, (int)((width - (2 * Margin)) / 6.4))))
        {
            body += Mark.Label(Margin, at + 12, line, "s");
            at += 16;
        }
        return new(title, said, width, at + Margin - 4, body, Css, "maps", ("data-tiles", tiles.Count), ("data-missing", missing), ("data-scaled", by > 1 ? "true" : "false"));
    }
}
