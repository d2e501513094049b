// Lipschitz constants of a network, layer by layer: |f(x) − f(z)| ≤ L·|x − z| in the Euclidean norm; the network's is at most their product.
//   a linear layer            its operator norm, to rounding (Lanczos on A and its exact adjoint)
//   a function of elements    its steepest slope: relu 1, tanh 1
//   a maximum over windows    √(windows that share a cell): 1 where they tile
//   sums, branches            by their parts: sums add, concatenations add squares
//   anything else             unknown: ∞
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>One layer's Lipschitz constant.</summary>
/// <param name="Place">Its place: <c>layer 3</c>.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Constant">The constant, or a bound of it; infinite when none is known.</param>
/// <param name="IsNorm">Whether the layer is linear, so that the constant is its operator norm and no smaller one holds.</param>
public sealed record LipschitzRow(string Place, Layer Layer, double Constant, bool IsNorm)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(LipschitzRow), PrintMembers);
}

/// <summary>The Lipschitz constants of a network's layers.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class LipschitzTable
{
    internal LipschitzTable(ImmutableArray<LipschitzRow> rows) => Rows = rows;

    /// <summary>The layers of the outermost chain, in order.</summary>
    public ImmutableArray<LipschitzRow> Rows { get; }

    /// <summary>The product: no two inputs' outputs lie further apart than this times the inputs.</summary>
    public double Bound => Rows.Aggregate(1.0, (product, row) => product * row.Constant);

    /// <summary>A line per layer, and the product.</summary>
    public override string ToString()
    {
        int width = Rows.Select(row => row.Layer.ToString().Length).Append(5).Max();
        IEnumerable<string> lines = Rows.Select(row => $"{row.Place.PadRight(9)}  {row.Layer.ToString().PadRight(width)}  {Number(row.Constant)}{(row.IsNorm ? "  norm" : "")}");
        return string.Join("\n", [.. lines, $"network    {"".PadRight(width)}  {Number(Bound)}  at most"]);
    }

    private static string Number(double n) => double.IsPositiveInfinity(n) ? "unknown" : n.ToString("G6", CultureInfo.InvariantCulture);
}

/// <summary>How far a network can move outputs apart.</summary>
public static class Lipschitz
{
    /// <summary>The Lipschitz constant of every layer of the outermost chain, in inference; in double.</summary>
    public static LipschitzTable LipschitzConstants<T>(this Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        Model<double> of = model.To<double>();
        Lowering lowering = of.Network.Lower(1, training: false, out Node output);
        int from = lowering.Builder.Argument("x", Role.Data, of.Network.Input.Under(1)).Id;
        var rows = ImmutableArray.CreateBuilder<LipschitzRow>();
        foreach (Row row in lowering.Rows.Where(r => r.Depth == 0))
        {
            var (constant, norm) = new LipschitzOfPart(lowering.Builder.Lines, from, of).At(row.Line);
            rows.Add(new(row.Place, row.Layer, constant, norm));
            from = row.Line;
        }
        return new(rows.ToImmutable());
    }
}
