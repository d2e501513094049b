// A convolution's matrix drawn: one square per entry, coloured by the tap that stands there; lines between the blocks.
//   Colours run from dark blue to yellow through grey (cividis), which eyes of every kind tell apart, and squares carry names where there is room.
using System.Globalization;

namespace FunctionalConv;

/// <summary>Matrices of linear layers as pictures of their structure.</summary>
public static class MatrixPicture
{
    private const double Margin = 16, Room = 560, NameRoom = 20;
    private const int MostEntries = 40_000;

    private const string Css = ".fc-zero{fill:var(--box)}svg.fc .fc-tap{text-anchor:middle;font-size:12px}.fc-block{stroke:var(--line);stroke-width:1.5}";

    /// <summary>The structure of a convolution's matrix: which tap stands where.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="title">What it shows; by default its size and structure.</param>
    /// <exception cref="ArgumentException">It has more than 40,000 entries, which no picture shows.</exception>
    public static Picture Of(ConvolutionMatrix matrix, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (!Draws(matrix))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A picture shows matrices of at most {MostEntries:N0} entries; this one has {matrix.Rows:N0} × {matrix.Columns:N0}: draw it for smaller maps."), nameof(matrix));
        title ??= matrix.Describe();
        double side = Math.Clamp(Math.Floor(Room / Math.Max(matrix.Rows, matrix.Columns)), 3, 34), width = Math.Max(320, (2 * Margin) + (matrix.Columns * side));
        IReadOnlyList<string> head = Mark.Wrap(title, (int)((width - (2 * Margin)) / 8.1));
        double top = Margin + (head.Count * 17) + 10;
        string marks = string.Concat(head.Select((line, i) => Mark.Label(Margin, Margin + 13 + (i * 17), line, "h"))) + "\n"
            + Mark.Of("rect", [("class", "fc-zero"), ("x", Margin), ("y", top), ("width", matrix.Columns * side), ("height", matrix.Rows * side)]) + "\n"
            + string.Concat(matrix.Terms().GroupBy(term => (term.Row, term.Column)).Select(entry => Square(matrix, top, side, entry.Key.Row, entry.Key.Column, [.. entry.Select(term => term.Tap)])))
            + string.Concat(Borders(matrix.Output).Select(row => Line(top, 0, row * side, matrix.Columns * side, row * side)))
            + string.Concat(Borders(matrix.Input).Select(column => Line(top, column * side, 0, column * side, matrix.Rows * side)));
        return new(title, $"A matrix of {matrix.Rows} rows and {matrix.Columns} columns, {matrix.Structure}; squares of one colour hold one tap of the kernel.", width, top + (matrix.Rows * side) + Margin, marks, Css, "matrix", ("data-rows", matrix.Rows), ("data-columns", matrix.Columns));
    }

    /// <summary>The matrix of a linear layer: the structure of a single convolution, or of its adjoint; otherwise its numbers by colour.</summary>
    /// <param name="map">The layer as matrix and offset.</param>
    /// <param name="title">What it shows; by default its shapes, size and structure.</param>
    public static Picture Of(AffineMap map, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Convolution is { } convolution && Draws(convolution)) return Of(convolution, title ?? $"{map}");
        return Tensor.Make(Shape.Of(map.Matrix.RowCount, map.Matrix.ColumnCount), i => map.Matrix[i / map.Matrix.ColumnCount, i % map.Matrix.ColumnCount]).Structure(title ?? $"{map}");
    }

    internal static bool Draws(ConvolutionMatrix matrix) => (long)matrix.Rows * matrix.Columns <= MostEntries;

    private static string Square(ConvolutionMatrix matrix, double top, double side, int row, int column, int[] taps)
    {
        double x = Margin + (column * side), y = top + (row * side), gap = side > 8 ? 1 : 0;
        int colour = ColourScale.Rising(0, Math.Max(1, matrix.Kernel.Count - 1)).Of(taps[0]);
        string name = string.Join("+", taps.Select(matrix.TapName)), square = Mark.Of("rect", [("x", x), ("y", y), ("width", side - gap), ("height", side - gap), ("fill", $"#{colour:x6}")], $"<title>row {row + 1}, column {column + 1}: {name}</title>");
        bool dark = (0.3 * (colour >> 16)) + (0.59 * ((colour >> 8) & 255)) + (0.11 * (colour & 255)) <= 125;
        return square + (side >= NameRoom && name.Length * 7 <= side + 4
            ? Mark.Of("text", [("class", "fc-tap"), ("x", x + (side / 2)), ("y", y + (side / 2) + 4), ("style", $"fill:{(dark ? "#fff" : "#111")}")], Mark.Text(name)) : "") + "\n";
    }

    private static string Line(double top, double x1, double y1, double x2, double y2) =>
        Mark.Of("line", [("class", "fc-block"), ("x1", Margin + x1), ("y1", top + y1), ("x2", Margin + x2), ("y2", top + y2)]) + "\n";

    /// <summary>Where blocks end: after every row of cells of the maps.</summary>
    private static IEnumerable<int> Borders(Shape maps)
    {
        int block = maps[^1];
        return block == maps.Count ? [] : Enumerable.Range(1, (maps.Count / block) - 1).Select(i => i * block);
    }
}
