// TableOfValues: what a result shows of itself where a picture would say less: named tensors by their shape and the range of their numbers, steps of a plan.
using System.Globalization;
using System.Numerics;

namespace FunctionalConv;

/// <summary>A caption, a head, and rows as long as the head.</summary>
internal sealed record TableOfValues(string Caption, string[] Head, IReadOnlyList<string[]> Rows)
{
    /// <summary>A table of named tensors and labels.</summary>
    public static TableOfValues OfNamed<T>(string caption, IEnumerable<(string Name, object Value)> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(caption, ["name", "shape", "mean", "deviation", "least", "largest", "not finite"], [.. values.Select(v => Row<T>(v.Name, v.Value))]);

    /// <summary>Aligned columns below the caption.</summary>
    public override string ToString()
    {
        string[][] all = [Head, .. Rows];
        int[] widths = [.. Head.Select((_, column) => all.Max(row => row[column].Length))];
        return string.Join('\n', all.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Prepend(Caption));
    }

    private static string[] Row<T>(string name, object value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => value switch
        {
            Tensor<T> tensor => [name, tensor.Shape.ToString(), .. Range([.. tensor.To<double>().Values])],
            Labels labels => [name, labels.Shape.ToString(), .. Range([.. labels.Values.ToArray().Select(label => (double)label)])],
            _ => [name, "", "", "", "", "", ""],
        };

    /// <summary>Mean, deviation, least and largest of the finite numbers, and how many others there are.</summary>
    private static string[] Range(double[] numbers)
    {
        double[] finite = [.. numbers.Where(double.IsFinite)];
        string others = finite.Length == numbers.Length ? "" : (numbers.Length - finite.Length).ToString("N0", CultureInfo.InvariantCulture);
        if (finite.Length == 0) return ["", "", "", "", others];
        double mean = finite.Average(), deviation = Math.Sqrt(finite.Average(n => (n - mean) * (n - mean)));
        return [.. new[] { mean, deviation, finite.Min(), finite.Max() }.Select(n => n.ToString("G4", CultureInfo.InvariantCulture)), others];
    }
}
