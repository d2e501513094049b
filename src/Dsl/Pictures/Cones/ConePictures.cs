// The cone of an output cell as a picture: the input above, then layer after layer down to the chosen cell; what is seen is filled, and joined by the cone's edges.
//   Layers that see the same cells of the same map share a plane; branches are one plane, where they meet.
using System.Globalization;

namespace FunctionalConv;

/// <summary>Cones as pictures.</summary>
public static class ConePictures
{
    private const double Margin = 16, Between = 34, Words = 196;
    private const int MostPlanes = 16;

    private const string Css = ".fc-map{fill:var(--box);stroke:var(--line)}.fc-seen{fill:var(--mark);fill-opacity:.75;stroke:var(--mark);stroke-width:.6}.fc-lines{fill:none;stroke:var(--line);stroke-opacity:.45;stroke-width:.6}"
        + ".fc-cone{fill:var(--mark);fill-opacity:.13;stroke:none}.fc-rim{fill:none;stroke:var(--mark);stroke-width:1.2;stroke-opacity:.8}";

    /// <summary>The input and every layer with the cells that the chosen output cell sees.</summary>
    /// <param name="cone">The cone.</param>
    /// <param name="title">What it is called; by default by the cell.</param>
    public static Picture Picture(this Cone cone, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(cone);
        (ConeLayer Layer, string Words)[] shown = [.. Shown(cone)];
        int skip = (shown.Length + MostPlanes - 1) / MostPlanes, all = shown.Length;
        if (skip > 1) shown = [.. shown.Where((_, i) => i == 0 || i == all - 1 || (all - 1 - i) % skip == 0)];
        Plane[] planes = Plane.Of([.. shown.Select(s => s.Layer)]);
        title ??= $"What cell ({string.Join(", ", cone.Cell.Select(n => $"{n}"))}) of {cone.Network.Output} sees";
        double width = (2 * Margin) + Plane.Room + 18 + Words;
        IReadOnlyList<string> head = Mark.Wrap(title, (int)((width - (2 * Margin)) / 8.1));
        double y = Margin + (head.Count * 17) + 18;
        string marks = string.Concat(head.Select((line, i) => Mark.Label(Margin, Margin + 13 + (i * 17), line, "h"))) + "\n", edges = "", words = "";
        ((double, double) Left, (double, double) Right)? above = null;
        for (int i = 0; i < planes.Length; i++)
        {
            double x = Margin + ((Plane.Room - planes[i].Width) / 2);
            if (above is { } from && planes[i].Edge(x, y, lower: false) is { } to) edges += Side(from, to);
            above = planes[i].Edge(x, y, lower: true);
            marks += planes[i].Draw(x, y);
            string[] code = Few(Mark.Wrap(shown[i].Words, 26)), lines = [.. code, .. Mark.Wrap(Counted(shown[i].Layer), 30)];
            double top = y + Math.Max(0, (planes[i].Height - (lines.Length * 15)) / 2);
            words += string.Concat(lines.Select((line, n) => Mark.Label(Margin + Plane.Room + 18, top + 11 + (n * 15), line, n < code.Length ? "code t" : "s")));
            y += Math.Max(planes[i].Height, lines.Length * 15) + Between;
        }
        string[] notes = [.. Notes(planes, skip)];
        marks += edges + words + string.Concat(notes.SelectMany(note => Mark.Wrap(note, (int)((width - (2 * Margin)) / 6.4))).Select((line, n) => Mark.Label(Margin, y + (n * 16), line, "s")));
        y += notes.Sum(note => Mark.Wrap(note, (int)((width - (2 * Margin)) / 6.4)).Count) * 16;
        return new(title, Said(cone), width, y - (notes.Length > 0 ? 0 : 20), marks, Css + "svg.fc .t{font-size:12px}", "cone", ("data-planes", planes.Length));
    }

    /// <summary>What has a plane: chains layer by layer, what branches as a whole, layers that add nothing with the one before.</summary>
    private static List<(ConeLayer Layer, string Words)> Shown(Cone cone)
    {
        var found = new List<(ConeLayer Layer, string Words)> { (cone.Input, "input") };
        for (int i = 0, within = int.MaxValue; i < cone.Network.Rows.Length; i++)
        {
            Row row = cone.Network.Rows[i];
            if (row.Depth > within) continue;
            within = row.Layer.Joint is null ? int.MaxValue : row.Depth;
            bool holds = i + 1 < cone.Network.Rows.Length && cone.Network.Rows[i + 1].Depth > row.Depth;
            if (holds && within == int.MaxValue) continue;
            ConeLayer layer = cone.Layers[i + 1];
            string code = holds ? row.Path : $"{row.Layer}";
            if (found.Count > 1 && layer.Map == found[^1].Layer.Map && layer.Seen.AsSpan().SequenceEqual(found[^1].Layer.Seen)) found[^1] = (layer, $"{found[^1].Words} · {code}");
            else found.Add((layer, code));
        }
        return found;
    }

    private static string Side((double X, double Y) a, (double X, double Y) b, (double X, double Y) c, (double X, double Y) d) =>
        $"M{Mark.Number(a.X)} {Mark.Number(a.Y)}L{Mark.Number(b.X)} {Mark.Number(b.Y)}L{Mark.Number(c.X)} {Mark.Number(c.Y)}L{Mark.Number(d.X)} {Mark.Number(d.Y)}z";

    private static string Side(((double X, double Y) Left, (double X, double Y) Right) above, ((double X, double Y) Left, (double X, double Y) Right) below) =>
        Mark.Of("path", [("class", "fc-cone"), ("d", Side(above.Left, above.Right, below.Right, below.Left))])
        + Mark.Of("path", [("class", "fc-rim"), ("d", $"M{Mark.Number(above.Left.X)} {Mark.Number(above.Left.Y)}L{Mark.Number(below.Left.X)} {Mark.Number(below.Left.Y)}M{Mark.Number(above.Right.X)} {Mark.Number(above.Right.Y)}L{Mark.Number(below.Right.X)} {Mark.Number(below.Right.Y)}")]) + "\n";

    /// <summary>At most four lines.</summary>
    private static string[] Few(IReadOnlyList<string> lines) => lines.Count <= 4 ? [.. lines] : [.. lines.Take(3), $"{lines[3]} …"];

    private static string Counted(ConeLayer layer) => string.Create(CultureInfo.InvariantCulture, $"{string.Join("×", layer.Map.Sizes.ToArray().Select(n => $"{n}"))}: {layer.Count:N0} of {layer.Map.Count:N0} {(layer.Output.Rank == 1 ? "numbers" : "cells")}");

    private static IEnumerable<string> Notes(Plane[] planes, int skip)
    {
        if (planes.Any(p => p.Scaled)) yield return "Maps too large to draw cell by cell are drawn scaled, without lines between cells.";
        if (skip > 1) yield return $"Of {skip} layers one is shown.";
    }

    private static string Said(Cone cone) => string.Create(CultureInfo.InvariantCulture, $"One cell of the output depends on {cone.Input.Count:N0} of {cone.Input.Map.Count:N0} cells of the input; every layer between is drawn with the cells that take part.");
}
