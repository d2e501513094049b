// A set of axes as bits, so that records that hold one stay values.
using System.Numerics;

namespace FunctionalConv;

/// <summary>A set of axes (0 to 31) as a value.</summary>
/// <param name="Bits">Bit i is set when axis i belongs to the set.</param>
public readonly record struct Axes(int Bits)
{
    /// <summary>The set of the given axes.</summary>
    public static Axes Of(params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return new(axes.Aggregate(0, (bits, axis) => bits | (1 << axis)));
    }

    /// <summary>All axes of an array of this rank.</summary>
    public static Axes All(int rank) => new((1 << rank) - 1);

    /// <summary>All axes of an array of this rank but one.</summary>
    public static Axes AllBut(int rank, int axis) => new(((1 << rank) - 1) & ~(1 << axis));

    /// <summary>Whether the axis belongs to the set.</summary>
    public bool Has(int axis) => (Bits & (1 << axis)) != 0;

    /// <summary>How many axes the set has.</summary>
    public int Count => BitOperations.PopCount((uint)Bits);

    /// <summary>The axes in brackets, for example <c>{0, 2}</c>.</summary>
    public override string ToString()
    {
        int bits = Bits;
        return $"{{{string.Join(", ", Enumerable.Range(0, 32).Where(i => (bits & (1 << i)) != 0).Select(n => $"{n}"))}}}";
    }
}
