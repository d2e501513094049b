// Sequences: several values that show themselves: rows as one table, epochs as curves and a table, anything else one below the other. What is shown is bounded; the rest is counted.
using System.Collections;
using System.Collections.Immutable;
using System.Globalization;

namespace FunctionalConv;

internal static class Sequences
{
    private const int MostRows = 200, MostItems = 20, MostText = 60_000;

    /// <summary>Sequences of what shows itself, and of rows.</summary>
    public static ImmutableArray<Type> Types { get; } =
    [
        typeof(IEnumerable<IShown>), typeof(IEnumerable<Misfit>), typeof(IEnumerable<EquivarianceAxis>), typeof(IEnumerable<ShiftError>), typeof(IEnumerable<Weight>), typeof(IEnumerable<Row>), typeof(IEnumerable<SummaryRow>), typeof(IEnumerable<LipschitzRow>), typeof(IEnumerable<Rewrite>), typeof(IEnumerable<Expense>),
        typeof(IEnumerable<ConeLayer>), typeof(IEnumerable<FieldAxis>), typeof(IEnumerable<Graphs.Line>), typeof(IEnumerable<Slide>), typeof(IEnumerable<Tensor<float>>), typeof(IEnumerable<Tensor<double>>),
    ];

    /// <summary>Whether it is a sequence of values that show themselves.</summary>
    public static bool Known(object value) => Types.Any(type => type.IsInstanceOfType(value));

    public static string Html(IEnumerable sequence)
    {
        List<object> items = [.. sequence.Cast<object>()];
        if (items.Count == 0) return Shown.Code("nothing");
        string rest = items.Count > MostRows ? Note($"The first {MostRows} of {items.Count:N0} are shown.") : "";
        if (Rows([.. items.Take(MostRows)]) is { } table) return $"<div>{Curves(items)}{Showing.Table(table.Caption, table.Head, table.Rows)}{rest}</div>";
        string html = "";
        int shown = 0;
        for (; shown < Math.Min(items.Count, MostItems); shown++)
        {
            string next = Shown.Html(items[shown]);
            if (html.Length + next.Length > MostText && shown > 0) break;
            html += $"<div>{(next.Length > MostText ? Shown.Code(Shown.Text(items[shown])) : next)}</div>";
        }
        return $"<div>{html}{(shown < items.Count ? Note($"The first {shown} of {items.Count:N0} are shown.") : "")}</div>";
    }

    public static string Text(IEnumerable sequence)
    {
        List<object> items = [.. sequence.Cast<object>()];
        string[] lines = Rows([.. items.Take(MostRows)]) is { } table ? [table.ToString()] : [.. items.Take(MostRows).Select(Shown.Text)];
        return items.Count == 0 ? "nothing" : string.Join('\n', items.Count > MostRows ? lines.Append($"and {items.Count - MostRows} more") : lines);
    }

    private static string Note(FormattableString words) => Mark.Of("p", [], Mark.Text(words.ToString(CultureInfo.InvariantCulture)));

    private static TableOfValues? Rows(IReadOnlyList<object> items)
    {
        var cells = items.Select(Row).ToArray();
        if (cells.Length == 0 || cells.Any(c => c is null) || cells.Select(c => c!.Value.Kind).Distinct().Count() > 1) return null;
        string[] head = [.. cells[0]!.Value.Values.Select(v => v.Name)];
        return new(FormattableString.Invariant($"{cells[0]!.Value.Kind}, {items.Count:N0} {(items.Count == 1 ? "row" : "rows")}"), head, [.. cells.Select(c => c!.Value.Values.Select(v => v.Value).ToArray())]);
    }

    private static (string Kind, (string Name, string Value)[] Values)? Row(object item) => item switch
    {
        Epoch<float> e => ("Epoch", e.Cells()),
        Epoch<double> e => ("Epoch", e.Cells()),
        ITabled tabled when tabled.Table() is { Rows.Count: 1 } one => (one.Caption, [.. one.Head.Zip(one.Rows[0])]),
        _ => RowCells.Of(item),
    };

    private static string Curves(List<object> items) => items.Count < 2 ? "" : items[0] switch
    {
        Epoch<float> => items.Cast<Epoch<float>>().Curves().ToString(),
        Epoch<double> => items.Cast<Epoch<double>>().Curves().ToString(),
        _ => "",
    };
}
