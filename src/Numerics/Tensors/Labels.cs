// Labels: whole numbers with a shape, for classes and positions. The integer counterpart of Tensor.
namespace FunctionalConv;

/// <summary>Immutable whole numbers with a shape: the classes of a batch, the positions that a max-pool found.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Labels : IEquatable<Labels>
{
    private readonly int[] values;

    internal Labels(Shape shape, int[] values)
    {
        if (shape.Count != values.Length)
            throw new ArgumentException($"Labels of shape {shape} are {Amount.Of(shape.Count, "numbers")}; {values.Length} were given.", nameof(values));
        (Shape, this.values) = (shape, values);
    }

    /// <summary>The sizes of the axes; for classes of a batch [N].</summary>
    public Shape Shape { get; }

    /// <summary>How many there are.</summary>
    public int Count => values.Length;

    /// <summary>The numbers in row-major order.</summary>
    public ReadOnlySpan<int> Values => values;

    /// <summary>The number at a row-major position.</summary>
    public int this[int index] => values[index];

    /// <summary>One label per item of a batch, copied.</summary>
    public static Labels Of(params int[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(values.Length, (int[])values.Clone());
    }

    /// <summary>Labels of a shape, copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static Labels Of(Shape shape, params int[] values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(values);
        return new(shape, (int[])values.Clone());
    }

    /// <inheritdoc/>
    public bool Equals(Labels? other) => other is not null && Shape == other.Shape && values.AsSpan().SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Labels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Shape, Count > 0 ? values[0] : 0, Count > 0 ? values[^1] : 0);

    /// <summary>The shape and the first numbers.</summary>
    public override string ToString() => $"Labels {Shape}: {string.Join(" ", values.Take(20).Select(n => $"{n}"))}{(Count > 20 ? " …" : "")}";
}
