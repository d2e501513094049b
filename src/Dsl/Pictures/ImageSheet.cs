// ImageSheet: grey images with a caption each, side by side, as one self-contained SVG; readable on light and on dark ground.
//   images  [1, H, W] or [H, W], 0 black to 1 white (other numbers are cut off)
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;

namespace FunctionalConv;

/// <summary>Captioned grey images on a sheet.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class ImageSheet : IShown
{
    private const int Tile = 84, Gap = 14, Caption = 22, Margin = 20, Head = 56;
    private readonly List<(string Picture, string Caption)> tiles = [];
    private readonly string title;

    private ImageSheet(string title) => this.title = title;

    /// <summary>A sheet of images.</summary>
    /// <param name="title">What the sheet shows.</param>
    /// <param name="images">Grey images [1, H, W] or [H, W] in 0..1, and the text under each.</param>
    /// <exception cref="ArgumentException">An image has another shape.</exception>
    public static ImageSheet Of<T>(string title, IEnumerable<(Tensor<T> Image, string Caption)> images)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(images);
        var sheet = new ImageSheet(title);
        foreach (var (image, caption) in images) sheet.tiles.Add((Picture(image), caption));
        return sheet;
    }

    /// <summary>Those items of a set whose guess is wrong, captioned <c>truth → guess</c>, in the set's order.</summary>
    /// <param name="set">Items [1, H, W].</param>
    /// <param name="guesses">A guess per item.</param>
    /// <param name="most">How many are shown at most.</param>
    /// <exception cref="ArgumentException">There is not one guess per item.</exception>
    public static ImageSheet Wrong(DataSet set, Labels guesses, int most = 60)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(guesses);
        if (guesses.Count != set.Count) throw new ArgumentException($"A sheet of wrong guesses needs one guess per item; {set.Count} items and {guesses.Count} guesses were given.", nameof(guesses));
        int[] wrong = [.. Enumerable.Range(0, set.Count).Where(i => set.Labels[i] != guesses[i])];
        string Name(int c) => set.ClassNames?[c] ?? c.ToString(CultureInfo.InvariantCulture);
        string shown = wrong.Length > most ? $", the first {most} shown" : "";
        string title = string.Create(CultureInfo.InvariantCulture, $"{set.Name}: {wrong.Length:N0} of {set.Count:N0} guessed wrong{shown} (truth → guess)");
        return Of(title, wrong.Take(most).Select(i => (set.Image<float>(i), $"{Name(set.Labels[i])} → {Name(guesses[i])}")));
    }

    /// <summary>Writes the SVG to a file, which appears whole or not at all.</summary>
    /// <exception cref="BadFileException">The place cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Saving.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToString())));
    }

    string IShown.Html() => ToString();

    string IShown.Text() => title;

    /// <summary>The SVG.</summary>
    public override string ToString()
    {
        int columns = Math.Clamp((int)Math.Ceiling(Math.Sqrt(tiles.Count * 1.6)), 6, 12), rows = (tiles.Count + columns - 1) / columns;
        int width = Math.Max((2 * Margin) + (columns * (Tile + Gap)) - Gap, (2 * Margin) + (int)(title.Length * 9.2)), height = Head + (rows * (Tile + Caption + Gap)) + Margin - Gap;
        string heading = WebUtility.HtmlEncode(title);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fcs\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{heading}\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<style>{Theme.Scheme("fcs")}").Append(".fcs{max-width:100%;height:auto}.fcs .g{fill:var(--paper)}.fcs text{font:15px system-ui,sans-serif;fill:var(--ink)}.fcs .h{font-weight:600}.fcs .c{text-anchor:middle;font-variant-numeric:tabular-nums}.fcs .f{fill:none;stroke:var(--line)}.fcs image{image-rendering:pixelated}</style>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{heading}</title>\n<rect class=\"g\" width=\"{width}\" height=\"{height}\"/>\n<text class=\"h\" x=\"{Margin}\" y=\"34\">{heading}</text>\n");
        for (int i = 0; i < tiles.Count; i++)
        {
            int x = Margin + (i % columns * (Tile + Gap)), y = Head + (i / columns * (Tile + Caption + Gap));
            string caption = WebUtility.HtmlEncode(tiles[i].Caption);
            svg.Append(CultureInfo.InvariantCulture, $"<image x=\"{x}\" y=\"{y}\" width=\"{Tile}\" height=\"{Tile}\" href=\"{tiles[i].Picture}\"/><rect class=\"f\" x=\"{x - 0.5}\" y=\"{y - 0.5}\" width=\"{Tile + 1}\" height=\"{Tile + 1}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"c\" x=\"{x + (Tile / 2)}\" y=\"{y + Tile + 17}\">{caption}</text>\n");
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static string Picture<T>(Tensor<T> image)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape shape = image.Shape.Rank == 3 && image.Shape[0] == 1 ? image.Shape.Tail : image.Shape;
        if (shape.Rank != 2) throw new ArgumentException($"A sheet shows grey images [1, H, W] or [H, W]; it was given {image.Shape}.", nameof(image));
        var pixels = new byte[shape.Count];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = byte.CreateSaturating(T.Round(T.Clamp(image.Values[i], T.Zero, T.One) * T.CreateTruncating(255)));
        return $"data:image/png;base64,{Convert.ToBase64String(Png.Grey(shape[1], shape[0], pixels))}";
    }
}
