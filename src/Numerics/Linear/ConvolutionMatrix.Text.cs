// A convolution's matrix as text, as on the lecture's slide: the taps h₁ h₂ … where they stand, 0 where none does. The same for the signal's matrix.
using System.Text;

namespace FunctionalConv;

public sealed partial record ConvolutionMatrix
{
    private const int Widest = 48;

    /// <summary>T(h) with its taps by name, when it has at most 48 rows and columns; otherwise its structure and size.</summary>
    public override string ToString() => Text(Rows, Columns, term => (term.Row, term.Column), term => TapName(term.Tap), Describe());

    /// <summary>T(x) with the signal's numbers by name, when it has at most 48 rows and columns; otherwise its size.</summary>
    public string SignalText() =>
        Text(Rows, Kernel.Count, term => (term.Row, term.Tap), term => CellName(term.Column), $"{Rows} × {Kernel.Count}, the windows of a signal {Input}");

    /// <summary>The structure and the size in one line.</summary>
    public string Describe() => $"{Rows} × {Columns}, {Structure}";

    /// <summary>A tap's name: h and its place in the kernel, counted from 1; axes of one number are left out.</summary>
    public string TapName(int tap) => Name("h", Kernel, tap);

    /// <summary>An input cell's name: x and its place, counted from 1; axes of one number are left out.</summary>
    public string CellName(int cell) => Name("x", Input, cell);

    private string Text(int rows, int columns, Func<Term, (int, int)> place, Func<Term, string> name, string otherwise)
    {
        if (rows > Widest || columns > Widest) return otherwise;
        var cells = new string[rows, columns];
        foreach (Term term in Terms())
        {
            var (row, column) = place(term);
            cells[row, column] = cells[row, column] is { } before ? $"{before}+{name(term)}" : name(term);
        }
        int[] widths = [.. Enumerable.Range(0, columns).Select(c => Enumerable.Range(0, rows).Max(r => (cells[r, c] ?? "0").Length))];
        var text = new StringBuilder();
        for (int r = 0; r < rows; r++)
            text.Append(string.Join(" ", Enumerable.Range(0, columns).Select(c => (cells[r, c] ?? "0").PadRight(widths[c]))).TrimEnd()).Append('\n');
        return text.ToString().TrimEnd('\n');
    }

    private static string Name(string letter, Shape shape, int flat)
    {
        var places = new List<int>();
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (shape[axis] > 1) places.Insert(0, (flat % shape[axis]) + 1);
            flat /= shape[axis];
        }
        string digits = string.Join(shape.Sizes.ToArray().Any(n => n > 9) && places.Count > 1 ? "," : "", places.Select(n => $"{n}"));
        return letter + string.Concat(digits.Select(digit => digit == ',' ? ',' : (char)('₀' + (digit - '0'))));
    }
}
