// Showing: what values look like in a notebook. Tensors come from the room below, which knows no picture: their painter is put in when this assembly is loaded.
using System.Runtime.CompilerServices;

namespace FunctionalConv;

internal static class Showing
{
#pragma warning disable CA2255 // a notebook shows a tensor before anything else of this assembly may have run
    [ModuleInitializer]
    internal static void Start() => Shown.Painter = instance => instance switch
    {
        Tensor<float> { Count: > 0, Shape.Rank: >= 1 and <= 4 } tensor => tensor.Picture().ToString(),
        Tensor<double> { Count: > 0, Shape.Rank: >= 1 and <= 4 } tensor => tensor.Picture().ToString(),
        _ => null,
    };
#pragma warning restore CA2255

    /// <summary>A table of names and values.</summary>
    public static string Table(string caption, params (string Name, string Value)[] rows) =>
        $"<style>{Theme.Table}</style><table class=\"fc-table\"><caption>{Mark.Text(caption)}</caption><tbody>{string.Concat(rows.Select(row => $"<tr><th>{Mark.Text(row.Name)}</th><td>{Mark.Text(row.Value)}</td></tr>"))}</tbody></table>";
}
