// Showing: tables of names and values, as notebooks show them.
namespace FunctionalConv;

internal static class Showing
{
    /// <summary>A table of names and values.</summary>
    public static string Table(string caption, params (string Name, string Value)[] rows) => Table(caption, [], [.. rows.Select(row => new[] { row.Name, row.Value })]);

    /// <summary>A table with a head; the first column names the rows.</summary>
    public static string Table(string caption, string[] head, IEnumerable<string[]> rows)
    {
        string Cells(string[] row) => string.Concat(row.Select((cell, i) => Mark.Of(i == 0 ? "th" : "td", [], Mark.Text(cell))));
        string top = head.Length == 0 ? "" : $"<thead><tr>{string.Concat(head.Select(cell => Mark.Of("th", [], Mark.Text(cell))))}</tr></thead>";
        return $"<div style=\"overflow-x:auto\"><style>{Theme.Table}</style><table class=\"fc-table\"><caption>{Mark.Text(caption)}</caption>{top}<tbody>{string.Concat(rows.Select(row => $"<tr>{Cells(row)}</tr>"))}</tbody></table></div>";
    }
}
