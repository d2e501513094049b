// Tensor: immutable values with a shape, row-major, in one managed array.
//   Seen by MathNet as a matrix, the array is the column-major transpose of the row-major tensor: [R, C…] → a C·… × R matrix that shares the numbers.
using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace FunctionalConv;

/// <summary>Immutable numbers with a shape; row-major, the last axis varies fastest. Make one with <see cref="Tensor"/>.</summary>
/// <typeparam name="T"><see cref="float"/> (speed) or <see cref="double"/> (checking).</typeparam>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Tensor<T> : IEquatable<Tensor<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] values;

    /// <summary>Takes the array without copying it: the caller gives it up.</summary>
    internal Tensor(Shape shape, T[] values)
    {
        if (shape.Count != values.Length)
            throw new ArgumentException($"A tensor of shape {shape} has {Amount.Of(shape.Count, "elements")}; {values.Length} were given.", nameof(values));
        (Shape, this.values) = (shape, values);
    }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The number of elements.</summary>
    public int Count => values.Length;

    /// <summary>The numbers in row-major order.</summary>
    public ReadOnlySpan<T> Values => values;

    internal T[] Array => values;

    /// <summary>Whether it is the kernel of a convolution, which is drawn as a bank of filters.</summary>
    internal bool Bank { get; private init; }

    /// <summary>The same numbers, known to be a kernel where they have the axes of one.</summary>
    internal Tensor<T> AsBank() => Bank || Shape.Rank is < 3 or > 5 ? this : new(Shape, values) { Bank = true };

    /// <summary>The number at a position, one index per axis.</summary>
    /// <exception cref="ArgumentException">The number of indices is not the rank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside its axis.</exception>
    public T this[params int[] at]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(at);
            if (at.Length != Shape.Rank) throw new ArgumentException($"A tensor of shape {Shape} takes {Shape.Rank} indices; {at.Length} were given.", nameof(at));
            int flat = 0;
            for (int i = 0; i < at.Length; i++)
            {
                if ((uint)at[i] >= (uint)Shape[i]) throw new ArgumentOutOfRangeException(nameof(at), $"Index {at[i]} lies outside axis {i} of a tensor of shape {Shape}.");
                flat = flat * Shape[i] + at[i];
            }
            return values[flat];
        }
    }

    /// <summary>The same numbers with another shape of as many elements; nothing is copied.</summary>
    /// <exception cref="ArgumentException">The numbers of elements differ.</exception>
    public Tensor<T> Reshape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape == Shape ? this : new(shape, values);
    }

    /// <summary>One item of a batch: the part at a position of the first axis, copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public Tensor<T> Pick(int index)
    {
        if (Shape.Rank == 0 || (uint)index >= (uint)Shape[0]) throw new ArgumentOutOfRangeException(nameof(index), $"Item {index} lies outside the first axis of a tensor of shape {Shape}.");
        Shape item = Shape.Tail;
        int n = item.Count;
        return new(item, values.AsSpan(index * n, n).ToArray());
    }

    /// <summary>The numbers in another precision.</summary>
    public Tensor<TOther> To<TOther>()
        where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther>
    {
        if (this is Tensor<TOther> same) return same;
        var other = new TOther[values.Length];
        for (int i = 0; i < other.Length; i++) other[i] = TOther.CreateTruncating(values[i]);
        return new(Shape, other);
    }

    /// <summary>The numbers as a MathNet matrix that may be written: the first axis gives the rows, the others the columns. Copies.</summary>
    /// <exception cref="ArgumentException">The tensor has no axis.</exception>
    public Matrix<T> ToMatrix()
    {
        int rows = Rows();
        int columns = rows == 0 ? 0 : Count / rows;
        return Matrix<T>.Build.DenseOfRowMajor(rows, columns, values);
    }

    /// <summary>
    /// The numbers as MathNet sees them without copying: the column-major transpose of this row-major tensor. A tensor [R, C…] gives a matrix of C·… rows and R
    /// columns that shares the array. Writing through it throws <see cref="NotSupportedException"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The tensor has no axis.</exception>
    public Matrix<T> TransposedView()
    {
        int columns = Rows();
        return ReadOnlyMatrix.Of(columns == 0 ? 0 : Count / columns, columns, values);
    }

    private int Rows() => Shape.Rank == 0 ? throw new ArgumentException("A tensor without axes is no matrix; reshape it to [1, 1] first.") : Shape[0];

    /// <summary>Same shape and same numbers (NaN equals NaN).</summary>
    public bool Equals(Tensor<T>? other) => other is not null && Shape == other.Shape && values.AsSpan().SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Tensor<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Shape, values.Length > 0 ? values[0] : default, values.Length > 0 ? values[^1] : default);

    /// <summary>The shape and the numbers in rows; long axes are shortened in the middle.</summary>
    public override string ToString() => TensorText.Print(this);
}

/// <summary>Makes tensors.</summary>
public static class Tensor
{
    /// <summary>A tensor of the given numbers, copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static Tensor<T> Of<T>(Shape shape, params T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shape);
        return new(shape, (T[])values.Clone());
    }

    /// <summary>A tensor whose element at row-major position i is <paramref name="element"/>(i).</summary>
    public static Tensor<T> Make<T>(Shape shape, Func<int, T> element)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(element);
        var values = new T[shape.Count];
        for (int i = 0; i < values.Length; i++) values[i] = element(i);
        return new(shape, values);
    }

    /// <summary>A tensor of one number everywhere.</summary>
    public static Tensor<T> Filled<T>(Shape shape, T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Make(shape, _ => value);

    /// <summary>Independent draws from the normal distribution with mean 0 and variance 1; the same seed gives the same numbers on every machine.</summary>
    public static Tensor<T> Normal<T>(Shape shape, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var stream = new RandomStream((ulong)(uint)seed, 0);
        return Make(shape, i => T.CreateTruncating(stream.Normal(i)));
    }

    /// <summary>Items of one shape stacked along a new first axis: a batch.</summary>
    /// <exception cref="ArgumentException">No item was given, or shapes differ.</exception>
    public static Tensor<T> Batch<T>(params Tensor<T>[] items)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Length == 0) throw new ArgumentException("A batch needs at least one item.", nameof(items));
        Shape shape = items[0].Shape;
        int n = shape.Count;
        var values = new T[shape.Under(items.Length).Count];
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i].Shape != shape) throw new ArgumentException($"Items of a batch share one shape: item 0 has {shape}, item {i} has {items[i].Shape}.", nameof(items));
            items[i].Values.CopyTo(values.AsSpan(i * n));
        }
        return new(shape.Under(items.Length), values);
    }
}
