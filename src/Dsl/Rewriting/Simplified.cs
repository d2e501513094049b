// What simplifying a model gives: a model that computes the same with less, and a report of what was done and saved.
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace FunctionalConv;

/// <summary>A simplified model and how it came about.</summary>
/// <param name="Model">Gives the same outputs in inference; it prints, saves and compiles as every model. Its weights have new names and fewer numbers.</param>
/// <param name="Report">What was done, in order, and what it saved.</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record Simplified<T>(Model<T> Model, Simplification Report) : IShown
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    string IShown.Html() => $"<div>{((IShown)Report).Html()}{((IShown)Model).Html()}</div>";

    /// <summary>The report, then the model.</summary>
    public override string ToString() => $"{Report}\n{Model}";
}

/// <summary>One equation used from left to right.</summary>
/// <param name="Equation">Its name.</param>
/// <param name="Place">The scope of the first layer it was used on: <c>residual1.body.conv1</c>.</param>
/// <param name="Before">The layers it was used on, as C#.</param>
/// <param name="After">What stands in their place, as C#; <c>Identity</c> for nothing.</param>
public sealed record Rewrite(string Equation, string Place, string Before, string After);

/// <summary>What a network costs in inference.</summary>
/// <param name="Weights">Numbers in its weights and states.</param>
/// <param name="Macs">Multiply-accumulates for one item.</param>
/// <param name="Lines">Operations of its graph.</param>
public sealed record Expense(long Weights, long Macs, int Lines)
{
    /// <summary>The cost of a network.</summary>
    public static Expense Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Graphs.Graph graph = network.Graph(1);
        return new(network.Weights.Sum(w => w.Shape.LongCount), graph.Macs, graph.Lines.Count(line => line.Primitive is not (Graphs.Primitive.Argument or Graphs.Primitive.Constant)));
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(Expense), PrintMembers);
}

/// <summary>What was done to a model, and what it saved. Prints as text.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Simplification : IShown
{
    internal Simplification(IEnumerable<Rewrite> rewrites, Expense before, Expense after) => (Rewrites, Before, After) = ([.. rewrites], before, after);

    /// <summary>Every use of an equation, in order.</summary>
    public ImmutableArray<Rewrite> Rewrites { get; }

    /// <summary>The cost of the model as it was.</summary>
    public Expense Before { get; }

    /// <summary>The cost of the simplified model.</summary>
    public Expense After { get; }

    string IShown.Html()
    {
        static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);
        string costs = Showing.Table("What simplifying saved", ["", "before", "after"],
            [["weights", Number(Before.Weights), Number(After.Weights)], ["MACs", Number(Before.Macs), Number(After.Macs)], ["operations", Number(Before.Lines), Number(After.Lines)]]);
        return Rewrites.IsEmpty ? costs : costs + Showing.Table("Equations that were used", ["equation", "times", "first at", "before", "after"],
            Rewrites.GroupBy(r => r.Equation).Select(uses => new[] { uses.Key, Number(uses.Count()), uses.First().Place, uses.First().Before, uses.First().After }));
    }

    /// <summary>A line per equation with how often it was used, then weights, MACs and operations before and after.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var uses in Rewrites.GroupBy(r => r.Equation)) text.Append(CultureInfo.InvariantCulture, $"{uses.Count(),4} × {uses.Key}, first {uses.First().Place}\n");
        if (Rewrites.IsEmpty) text.Append("   nothing to simplify\n");
        Row("weights", Before.Weights, After.Weights);
        Row("MACs", Before.Macs, After.Macs);
        Row("operations", Before.Lines, After.Lines);
        return text.ToString().TrimEnd('\n');

        void Row(string what, long before, long after) => text.Append(CultureInfo.InvariantCulture, $"{what,-10}  {before,15:N0} → {after,15:N0}\n");
    }
}
