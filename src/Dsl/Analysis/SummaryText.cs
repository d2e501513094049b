// A summary as text: aligned columns for a terminal of 100 columns, or a Markdown table. Numbers have thousands set apart; zeros stay blank.
using System.Globalization;
using System.Text;

namespace FunctionalConv;

internal sealed class SummaryText(Summary summary)
{
    private const int Columns = 100, Least = 38;
    private static readonly string[] Head = ["layer", "output", "weights", "MACs", "field", "jump", "start"];

    public string Plain()
    {
        string[][] rows = [Head, Input(), .. summary.Rows.SelectMany(row => Lines(row, Widest()))];
        int[] widths = [.. Enumerable.Range(0, Head.Length).Select(i => rows.Max(r => r[i].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
            text.Append(string.Join("  ", row.Select((cell, i) => i is 2 or 3 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
        text.Append('\n');
        foreach (string line in Totals()) text.Append(line).Append('\n');
        foreach (string note in Notes()) text.Append("note: ").Append(note).Append('\n');
        return text.ToString().TrimEnd();
    }

    public string Markdown()
    {
        var text = new StringBuilder("| | layer | output | weights | MACs | receptive field | jump | start |\n|---|---|---|---:|---:|---|---|---|\n");
        text.Append(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", Input())} |\n");
        foreach (SummaryRow row in summary.Rows)
        {
            string[] cells = Cells(row, row.Layer);
            text.Append(CultureInfo.InvariantCulture, $"| {row.Number} | {(row.Layer.EndsWith(':') ? cells[0] : $"`{cells[0]}`")} | {string.Join(" | ", cells[1..])} |\n");
        }
        text.Append('\n').Append(string.Join("  \n", Totals())).Append('\n');
        foreach (string note in Notes()) text.Append("\n- ").Append(note);
        return text.ToString().TrimEnd();
    }

    /// <summary>A table with its own rules, so that it stands anywhere.</summary>
    public string Html()
    {
        string Row(string tag, string[] cells, string? path = null) => Mark.Of("tr", [("data-path", path)], [.. cells.Select((cell, i) => Mark.Of(tag, [("class", i is 3 or 4 ? "n" : null)], Mark.Text(cell)))]);
        string rows = string.Concat(summary.Rows.Select(row => Row("td", [row.Number, .. Cells(row, new string('\u2003', row.Depth) + row.Layer)], row.Path)));
        string notes = string.Concat(Totals().Concat(Notes()).Select(line => $"<div>{Mark.Text(line)}</div>"));
        return $"<div class=\"fc-summary\" style=\"overflow-x:auto\"><style>{Theme.Table}</style><table class=\"fc-table\"><thead>{Row("th", ["", .. Head[..4], "receptive field", .. Head[5..]])}</thead><tbody>{Row("td", ["", .. Input()])}{rows}</tbody></table><p>{notes}</p></div>";
    }

    private int NumberWidth(int depth) => summary.Rows.Where(row => row.Depth == depth).Max(row => row.Number.Length);

    private string[] Input() => ["input", summary.Input.ToString(), "", "", "", "", ""];

    /// <summary>The room for layers beside the other columns.</summary>
    private int Widest()
    {
        string[][] rows = [Head, Input(), .. summary.Rows.Select(row => Cells(row, ""))];
        return Math.Max(Least, Columns - Enumerable.Range(1, Head.Length - 1).Sum(i => 2 + rows.Max(row => row[i].Length)));
    }

    /// <summary>A layer's line, and further ones below for what its C# needs beyond the column.</summary>
    private IEnumerable<string[]> Lines(SummaryRow row, int widest)
    {
        string before = $"{new string(' ', 2 * row.Depth)}{row.Number.PadRight(NumberWidth(row.Depth))}  ";
        IReadOnlyList<string> code = Mark.Wrap(row.Layer, Math.Max(20, widest - before.Length - 2));
        return code.Select((part, i) => i == 0 ? Cells(row, before + part) : [$"{new string(' ', before.Length + 2)}{part}", "", "", "", "", "", ""]);
    }

    private static string[] Cells(SummaryRow row, string layer) =>
        [layer, row.Output.ToString(), row.Shared ? "shared" : Number(row.Weights), Number(row.Macs), row.Field.ToString(), row.Field.Jumps, row.Field.Starts];

    private IEnumerable<string> Totals()
    {
        var parts = new[] { (summary.Trainable, "trainable"), (summary.Frozen, "frozen"), (summary.State, "state") }.Where(p => p.Item1 > 0).Select(p => $"{Number(p.Item1)} {p.Item2}");
        yield return $"weights  {(summary.Bytes == 0 ? "none" : $"{string.Join(" + ", parts)}; {Number(summary.Bytes)} bytes in float")}";
        yield return $"MACs     {(summary.Macs == 0 ? "none" : $"{Number(summary.Macs)} per item; {Number(summary.Flops)} FLOPs, two for each")}";
        yield return $"memory   {Number(summary.ActivationBytes)} bytes of activations per item in float; largest layer {Number(summary.PeakBytes)}";
    }

    private IEnumerable<string> Notes() => summary.Notes.AsEnumerable().Concat(summary.Rows.SelectMany(row => row.Notes.Select(note => $"{row.Number}  {row.Layer}: {note}.")));

    private static string Number(long n) => n == 0 ? "" : n.ToString("N0", CultureInfo.InvariantCulture);
}
