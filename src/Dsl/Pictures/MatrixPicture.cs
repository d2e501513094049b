// A convolution's matrix drawn: one square per entry, coloured by the tap that stands there; lines between the blocks. One self-contained SVG, readable on light and
// on dark ground; colours run from dark blue to light yellow through grey (cividis), which eyes of every kind tell apart, and squares carry names where there is room.
using System.Globalization;
using System.Net;
using System.Text;

namespace FunctionalConv;

/// <summary>The structure of a convolution's matrix as a picture.</summary>
public sealed class MatrixPicture
{
    private const int Margin = 20, Head = 56, Room = 560, MostEntries = 40_000, NameRoom = 20;
    private static readonly (double R, double G, double B)[] Cividis = [(0, 34, 78), (63, 77, 108), (124, 123, 120), (187, 173, 108), (254, 232, 56)];
    private readonly ConvolutionMatrix matrix;
    private readonly string title;

    private MatrixPicture(ConvolutionMatrix matrix, string title) => (this.matrix, this.title) = (matrix, title);

    /// <summary>A picture of a matrix.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="title">What it shows; by default its size and structure.</param>
    /// <exception cref="ArgumentException">It has more than 40,000 entries, which no picture shows.</exception>
    public static MatrixPicture Of(ConvolutionMatrix matrix, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if ((long)matrix.Rows * matrix.Columns > MostEntries)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A picture shows matrices of at most {MostEntries:N0} entries; this one has {matrix.Rows:N0} × {matrix.Columns:N0}: draw it for smaller maps."), nameof(matrix));
        return new(matrix, title ?? matrix.Describe());
    }

    /// <summary>Writes the SVG to a file, which appears whole or not at all.</summary>
    /// <exception cref="BadFileException">The place cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Bytes.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToString())));
    }

    /// <summary>The SVG.</summary>
    public override string ToString()
    {
        double side = Math.Clamp(Math.Floor((double)Room / Math.Max(matrix.Rows, matrix.Columns)), 3, 34);
        int width = (int)Math.Max((2 * Margin) + (matrix.Columns * side), (2 * Margin) + (title.Length * 8.5)), height = (int)(Head + (matrix.Rows * side) + Margin);
        string heading = WebUtility.HtmlEncode(title);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{heading}\">\n");
        svg.Append("<style>.g{fill:#fff}.z{fill:#eef0f2}.h{font:600 15px system-ui,sans-serif;fill:#1b1f24}.t{text-anchor:middle;font:12px system-ui,sans-serif}.l{stroke:#8a919a;stroke-width:1.5}"
            + "@media(prefers-color-scheme:dark){.g{fill:#14171a}.z{fill:#22272c}.h{fill:#e8eaed}.l{stroke:#9aa3ad}}</style>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{heading}</title>\n<rect class=\"g\" width=\"{width}\" height=\"{height}\"/>\n<text class=\"h\" x=\"{Margin}\" y=\"34\">{heading}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"z\" x=\"{Margin}\" y=\"{Head}\" width=\"{matrix.Columns * side}\" height=\"{matrix.Rows * side}\"/>\n");
        foreach (var entry in matrix.Terms().GroupBy(term => (term.Row, term.Column))) Square(svg, side, entry.Key.Row, entry.Key.Column, [.. entry.Select(term => term.Tap)]);
        foreach (int row in Borders(matrix.Output)) Line(svg, 0, row * side, matrix.Columns * side, row * side);
        foreach (int column in Borders(matrix.Input)) Line(svg, column * side, 0, column * side, matrix.Rows * side);
        return svg.Append("</svg>\n").ToString();
    }

    private void Square(StringBuilder svg, double side, int row, int column, int[] taps)
    {
        double x = Margin + (column * side), y = Head + (row * side), gap = side > 8 ? 1 : 0;
        var (r, g, b) = Colour(matrix.Kernel.Count < 2 ? 0 : (double)taps[0] / (matrix.Kernel.Count - 1));
        string name = string.Join("+", taps.Select(matrix.TapName)), title = $"row {row + 1}, column {column + 1}: {name}";
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{y}\" width=\"{side - gap}\" height=\"{side - gap}\" fill=\"#{r:x2}{g:x2}{b:x2}\"><title>{title}</title></rect>");
        if (side >= NameRoom && name.Length * 7 <= side + 4)
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"t\" x=\"{x + (side / 2)}\" y=\"{y + (side / 2) + 4}\" fill=\"{((0.3 * r) + (0.59 * g) + (0.11 * b) > 125 ? "#111" : "#fff")}\">{name}</text>");
        svg.Append('\n');
    }

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"l\" x1=\"{Margin + x1}\" y1=\"{Head + y1}\" x2=\"{Margin + x2}\" y2=\"{Head + y2}\"/>\n");

    /// <summary>Where blocks end: after every row of cells of the maps.</summary>
    private static IEnumerable<int> Borders(Shape maps)
    {
        int block = maps[^1];
        return block == maps.Count ? [] : Enumerable.Range(1, (maps.Count / block) - 1).Select(i => i * block);
    }

    private static (int R, int G, int B) Colour(double share)
    {
        double at = Math.Clamp(share, 0, 1) * (Cividis.Length - 1);
        int i = Math.Min((int)at, Cividis.Length - 2);
        double t = at - i;
        int Mix(double a, double b) => (int)Math.Round(a + ((b - a) * t));
        return (Mix(Cividis[i].R, Cividis[i + 1].R), Mix(Cividis[i].G, Cividis[i + 1].G), Mix(Cividis[i].B, Cividis[i + 1].B));
    }
}
