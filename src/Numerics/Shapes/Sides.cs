// Cells before and after each spatial axis: one pair that serves every axis, or one per axis. Negative amounts take cells away.
namespace FunctionalConv;

/// <summary>Cells before and after each spatial axis.</summary>
/// <param name="Count">How many axes it names, 1 to 3; a single pair serves data of any rank.</param>
/// <param name="A">The first axis.</param>
/// <param name="B">The second axis.</param>
/// <param name="C">The third axis.</param>
internal readonly record struct Sides(int Count, (int Before, int After) A, (int Before, int After) B, (int Before, int After) C)
{
    /// <summary>The pairs of 1 to 3 axes.</summary>
    public static Sides Of(params (int Before, int After)[] axes) => new(axes.Length, axes[0], axes.Length > 1 ? axes[1] : default, axes.Length > 2 ? axes[2] : default);

    /// <summary>The same amount on both sides of an axis.</summary>
    public static Sides Of(Extent amount)
    {
        int rank = Math.Max(1, amount.Axes);
        return Of([.. Enumerable.Range(3 - rank, rank).Select(axis => (amount.On(axis, rank, 0), amount.On(axis, rank, 0)))]);
    }

    /// <summary>The pairs that are named.</summary>
    public IEnumerable<(int Before, int After)> Pairs => new[] { A, B, C }.Take(Count);

    /// <summary>The least amount.</summary>
    public int Least => Pairs.Min(p => Math.Min(p.Before, p.After));

    /// <summary>The largest amount.</summary>
    public int Most => Pairs.Max(p => Math.Max(p.Before, p.After));

    /// <summary>As many cells on the other sign: padding for cropping.</summary>
    public Sides Negated => Of([.. Pairs.Select(p => (-p.Before, -p.After))]);

    /// <summary>The amounts as an extent, where both sides of every axis agree.</summary>
    public Extent? Symmetric => Pairs.Any(p => p.Before != p.After) ? null
        : Count switch { 1 => A.Before, 2 => (A.Before, B.Before), _ => (A.Before, B.Before, C.Before) };

    /// <summary>The amounts on an axis (0 depth, 1 height, 2 width) of data with <paramref name="rank"/> spatial axes.</summary>
    public (int Before, int After) On(int axis, int rank)
    {
        if (axis < 3 - rank) return (0, 0);
        return Count == 1 ? A : (axis - (3 - rank)) switch { 0 => A, 1 => B, _ => C };
    }

    /// <summary>Why data of this many spatial axes cannot take it, or null.</summary>
    public (string Needs, string Cure)? Refuses(int rank, string what) => Count == 1 || Count == rank ? null
        : ($"its {what} names {Amount.Of(Count, "axes")} and the data has {rank}", "give one pair (before, after), or one per spatial axis");

    /// <summary>The pairs as C#: <c>(1, 0), (2, 2)</c>.</summary>
    public override string ToString() => string.Join(", ", Pairs.Select(p => $"({p.Before}, {p.After})"));
}
