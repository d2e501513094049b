// RowCells: what is a row of a table: alone it shows as names and values, several as one table.
using System.Globalization;
using FunctionalConv.Graphs;

namespace FunctionalConv;

internal static class RowCells
{
    /// <summary>What kind of row it is, and its cells by name; null for what is no row.</summary>
    public static (string Kind, (string Name, string Value)[] Values)? Of(object value) => value switch
    {
        Weight w => ("Weight", [("name", w.Name), ("shape", $"{w.Shape}"), ("numbers", Number(w.Shape.LongCount)), ("role", w.Role == Role.State ? "state" : w.Trainable ? "weight" : "frozen weight"), ("begins as", $"{w.Initializer}")]),
        Row r => ("Layer", [("place", r.Place), ("path", r.Path), ("layer", $"{r.Layer}"), ("input", $"{r.Input}"), ("output", $"{r.Output}")]),
        SummaryRow r => ("Layer", [("number", r.Number), ("path", r.Path), ("layer", r.Layer.TrimEnd(':')), ("output", $"{r.Output}"), ("weights", Number(r.Weights)), ("MACs", Number(r.Macs)), ("receptive field", $"{r.Field}"), ("notes", string.Join("; ", r.Notes))]),
        LipschitzRow r => ("Lipschitz constant", [("place", r.Place), ("layer", $"{r.Layer}"), ("constant", Mark.Figure(r.Constant)), ("is", r.IsNorm ? "the norm" : "a bound")]),
        Rewrite r => ("Rewriting", [("equation", r.Equation), ("place", r.Place), ("before", r.Before), ("after", r.After)]),
        Expense e => ("Cost for one item", [("weights", Number(e.Weights)), ("MACs", Number(e.Macs)), ("operations", Number(e.Lines))]),
        ConeLayer c => ("Layer of a cone", [("number", c.Number), ("path", c.Path), ("layer", c.Layer is null ? "input" : $"{c.Layer}"), ("output", $"{c.Output}"), ("cells seen", $"{Number(c.Count)} of {Number(c.Map.LongCount)}")]),
        FieldAxis { All: false } f => ("Receptive field along an axis", [("size", $"{f}"), ("jump", Mark.Figure(f.Jump)), ("start", Number(f.Start))]),
        Line l => ("Line of a graph", [("operation", $"{l.Primitive}"), ("reads", string.Join(", ", l.Inputs.Select(i => $"%{i}"))), ("shape", $"{l.Shape}"), ("layer", l.Path)]),
        Slide s => ("Slide", [("shift", Mark.Figure(s.Shift)), ("area", Mark.Figure(s.Area))]),
        Pace p => ("Training", [("epoch", $"{Number(p.Epoch)} of {Number(p.Epochs)}"), ("batch", $"{Number(p.Batch)} of {Number(p.Batches)}"), ("loss so far", Mark.Figure(p.Loss))]),
        _ => null,
    };

    private static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);
}
