// A shape: the sizes of an array's axes, row-major, the last axis varying fastest.
// Layers see shapes without the batch axis, channels first: C, then one to three spatial axes. Graphs put the batch axis N before it (Under).
// An axis may be unknown (after a misfit); it prints as "?".
using System.Globalization;

namespace FunctionalConv;

/// <summary>The sizes of an array's axes, channels first, as a value. Equal sizes are equal shapes.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Shape : IEquatable<Shape>
{
    /// <summary>An axis whose size is not known; printed as <c>?</c>.</summary>
    public const int Unknown = -1;

    /// <summary>The shape of a single number: no axes, one element.</summary>
    public static Shape Scalar { get; } = new([]);

    private readonly int[] sizes;

    private Shape(int[] sizes) => this.sizes = sizes;

    /// <summary>A shape of the given sizes, each positive, zero or <see cref="Unknown"/>.</summary>
    /// <exception cref="ArgumentException">A size is below −1.</exception>
    /// <exception cref="TooLargeException">There are more elements than an array holds (2,147,483,591).</exception>
    public static Shape Of(params int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var shape = new Shape((int[])sizes.Clone());
        foreach (int n in sizes)
            if (n < Unknown) throw new ArgumentException($"The shape {shape} has an axis of negative size {n}; sizes are 0 or more.", nameof(sizes));
        if (shape.Known) _ = shape.Count;
        return shape;
    }

    /// <summary>A shape with one axis.</summary>
    public static implicit operator Shape(int c) => Of(c);

    /// <summary>Channels and one spatial axis: (C, W).</summary>
    public static implicit operator Shape((int C, int W) s) => Of(s.C, s.W);

    /// <summary>Channels and two spatial axes: (C, H, W).</summary>
    public static implicit operator Shape((int C, int H, int W) s) => Of(s.C, s.H, s.W);

    /// <summary>Channels and three spatial axes: (C, D, H, W), or a batch of images: (N, C, H, W).</summary>
    public static implicit operator Shape((int C, int D, int H, int W) s) => Of(s.C, s.D, s.H, s.W);

    /// <summary>A batch of volumes: (N, C, D, H, W).</summary>
    public static implicit operator Shape((int N, int C, int D, int H, int W) s) => Of(s.N, s.C, s.D, s.H, s.W);

    /// <summary>The number of axes.</summary>
    public int Rank => sizes.Length;

    /// <summary>The size of an axis; <see cref="Unknown"/> where it is not known.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public int this[int axis] => (uint)axis < (uint)sizes.Length ? sizes[axis] : throw None(axis);

    /// <summary>The size of an axis counted from the front or the end (<c>^1</c> is the last).</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public int this[Index axis] => this[axis.GetOffset(Rank)];

    /// <summary>The sizes, in order.</summary>
    public ReadOnlySpan<int> Sizes => sizes;

    /// <summary>Whether every size is known.</summary>
    public bool Known => System.Array.IndexOf(sizes, Unknown) < 0;

    /// <summary>The number of elements, multiplied in checked 64-bit arithmetic.</summary>
    /// <exception cref="InvalidOperationException">A size is unknown.</exception>
    /// <exception cref="TooLargeException">There are more elements than an array holds (2,147,483,591).</exception>
    public int Count
    {
        get
        {
            if (!Known) throw new InvalidOperationException($"The shape {this} has an unknown axis, so its elements cannot be counted.");
            long count = LongCount;
            if (count > System.Array.MaxLength)
                throw new TooLargeException($"The shape {this} has {(count == long.MaxValue ? "more than 9 · 10¹⁸" : count.ToString("N0", CultureInfo.InvariantCulture))} elements; an array holds at most {System.Array.MaxLength.ToString("N0", CultureInfo.InvariantCulture)}.");
            return (int)count;
        }
    }

    /// <summary>The number of elements as 64 bits; <see cref="long.MaxValue"/> when it does not fit them.</summary>
    public long LongCount
    {
        get
        {
            long count = 1;
            try
            {
                foreach (int n in sizes)
                    if (n == 0) return 0;
                foreach (int n in sizes) count = checked(count * n);
            }
            catch (OverflowException)
            {
                return long.MaxValue;
            }
            return count;
        }
    }

    /// <summary>The shape without its first axis.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Shape Tail => Rank > 0 ? new(sizes[1..]) : throw new InvalidOperationException("A shape without axes has no axis to take away.");

    /// <summary>The shape with one more axis in front, the batch axis for instance.</summary>
    public Shape Under(int first) => Of([first, .. sizes]);

    /// <summary>The shape with another size on one axis.</summary>
    /// <exception cref="ArgumentException">There is no such axis, or the size is negative.</exception>
    public Shape With(int axis, int size)
    {
        if ((uint)axis >= (uint)sizes.Length) throw None(axis);
        var next = (int[])sizes.Clone();
        next[axis] = size;
        return Of(next);
    }

    /// <summary>The shape without the given axes.</summary>
    public Shape Without(Axes axes) => new([.. sizes.Where((_, i) => !axes.Has(i))]);

    /// <summary>Whether the two are equal as far as both are known.</summary>
    public bool Meets(Shape other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != other.Rank) return false;
        for (int i = 0; i < Rank; i++)
            if (sizes[i] != other.sizes[i] && sizes[i] != Unknown && other.sizes[i] != Unknown) return false;
        return true;
    }

    private ArgumentException None(int axis) => new($"The shape {this} has no axis {axis}; {(Rank == 0 ? "it has none" : $"its axes are 0 to {Rank - 1}")}.");

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && sizes.AsSpan().SequenceEqual(other.sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int n in sizes) hash.Add(n);
        return hash.ToHashCode();
    }

    /// <summary>Whether two shapes have the same sizes.</summary>
    public static bool operator ==(Shape? a, Shape? b) => a is null ? b is null : a.Equals(b);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape? a, Shape? b) => !(a == b);

    /// <summary>The sizes in brackets, for example <c>[16, 5, 5]</c>; an unknown one as <c>?</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", sizes.Select(n => n == Unknown ? "?" : n.ToString(CultureInfo.InvariantCulture)))}]";
}
