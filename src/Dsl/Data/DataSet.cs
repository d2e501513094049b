// A set of items of one shape: [N, …item] pixels with [N] labels, a label per pixel [N, …], or numbers to give (DataSet.Targets.cs). Pixels that came as bytes stay bytes
// (60,000 images of MNIST: 47 MB) and become numbers, byte / 255, only as they are copied into a batch.
using System.Numerics;
using System.Numerics.Tensors;

namespace FunctionalConv;

/// <summary>An immutable set of items of one shape, each with its class, a class per pixel, or numbers to give.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed partial class DataSet : IShown
{
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly ReadOnlyMemory<float> floats;
    private readonly Labels? labels;

    /// <summary>Takes the bytes without copying them: the caller gives them up. Labels have been checked.</summary>
    internal DataSet(string name, Shape item, ReadOnlyMemory<byte> bytes, Labels labels, int classes, IReadOnlyList<string>? classNames = null)
        : this(name, item, labels, classes, classNames) => this.bytes = bytes;

    private DataSet(string name, Shape item, ReadOnlyMemory<float> floats, Labels? labels, int classes, IReadOnlyList<string>? classNames)
        : this(name, item, labels, classes, classNames) => this.floats = floats;

    private DataSet(string name, Shape item, Labels? labels, int classes, IReadOnlyList<string>? classNames) =>
        (Name, Item, this.labels, Classes, ClassNames) = (name, item, labels, classes, classNames);

    /// <summary>What the set is, for people.</summary>
    public string Name { get; }

    /// <summary>How many items there are.</summary>
    public int Count => labels?.Shape[0] ?? Targets!.Shape[0];

    /// <summary>The shape of one item, channels first, for example [1, 28, 28].</summary>
    public Shape Item { get; }

    /// <summary>The number of classes; labels are 0 to Classes − 1. 0 where items have numbers to give.</summary>
    public int Classes { get; }

    /// <summary>The class of every item, [N], or of every pixel of every item, [N, …].</summary>
    /// <exception cref="InvalidOperationException">The items have numbers to give, <see cref="Targets"/>.</exception>
    public Labels Labels => labels ?? throw new InvalidOperationException($"{Name} has numbers to give for every item, no labels; see its Targets.");

    /// <summary>The label that stands for none, as 255 for pixels that nobody labelled; null when every label is a class.</summary>
    public int? Ignored { get; private init; }

    /// <summary>A name per class, if the classes have names.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>A set of the given images and labels; the numbers are kept as they are.</summary>
    /// <param name="name">What the set is, for people.</param>
    /// <param name="images">The items, [N, …item].</param>
    /// <param name="labels">The class of each item, [N], or of each pixel, [N, …], each 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="classNames">A name per class, or null.</param>
    /// <param name="ignored">A label that stands for none, inside the classes or outside; train with a loss that ignores it, as <c>CrossEntropy.Ignoring(255)</c>.</param>
    /// <exception cref="ArgumentException">Images, labels, classes or names do not fit each other.</exception>
    public static DataSet Of(string name, Tensor<float> images, Labels labels, int classes, IReadOnlyList<string>? classNames = null, int? ignored = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (classes < 1) throw new ArgumentException($"{name} needs at least 1 class; it was given {classes}.", nameof(classes));
        Batched(name, images);
        if (labels.Shape.Rank == 0 || images.Shape[0] != labels.Shape[0])
            throw new ArgumentException($"{name} needs one label per image; {Amount.Of(images.Shape[0], "images")} and {(labels.Shape.Rank <= 1 ? labels.Count : labels.Shape[0])} labels were given.", nameof(labels));
        if (WrongLabel(labels, classes, ignored) is >= 0 and int i)
            throw new ArgumentException($"{name} has {Amount.Of(classes, "classes")}, so labels are 0 to {classes - 1}; label {i} is {labels[i]}{(ignored is null ? "; if it stands for none, name it as ignored" : "")}.", nameof(labels));
        if (classNames is not null && classNames.Count != classes)
            throw new ArgumentException($"{name} has {Amount.Of(classes, "classes")}; {classNames.Count} class names were given.", nameof(classNames));
        string[]? names = classNames is null ? null : [.. classNames];
        return new(name, images.Shape.Tail, images.Array, labels, classes, names) { Ignored = ignored };
    }

    /// <summary>Copies items into a batch [n, …item], in the order given; bytes become byte / 255.</summary>
    /// <param name="items">Positions in the set; a position may come more than once.</param>
    /// <param name="into">Room for exactly the n items.</param>
    /// <exception cref="ArgumentException">The room is not that of the items.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public void Copy<T>(ReadOnlySpan<int> items, Span<T> into)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = Item.Count;
        if ((long)items.Length * size != into.Length)
            throw new ArgumentException($"{Amount.Of(items.Length, "items")} of shape {Item} are {Amount.Of((long)items.Length * size, "numbers")}; there is room for {into.Length:N0}.", nameof(into));
        for (int k = 0; k < items.Length; k++)
        {
            int i = items[k];
            if ((uint)i >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(items), $"Item {i} lies outside {Name}, which has {Amount.Of(Count, "items")}.");
            Span<T> item = into.Slice(k * size, size);
            if (floats.IsEmpty) Scale(bytes.Span.Slice(i * size, size), item);
            else TensorPrimitives.ConvertTruncating(floats.Span.Slice(i * size, size), item);
        }
    }

    /// <summary>Copies the labels of items, in the order given.</summary>
    internal void CopyLabels(ReadOnlySpan<int> items, Span<int> into)
    {
        int size = Labels.Shape.Tail.Count;
        for (int k = 0; k < items.Length; k++) Labels.Values.Slice(items[k] * size, size).CopyTo(into[(k * size)..]);
    }

    /// <summary>One item, of shape <see cref="Item"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public Tensor<T> Image<T>(int i)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Images<T>([i]).Reshape(Item);

    /// <summary>A batch of items, [n, …item], in the order given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public Tensor<T> Images<T>(ReadOnlySpan<int> items)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape shape = Item.Under(items.Length);
        var values = new T[shape.Count];
        Copy<T>(items, values);
        return new(shape, values);
    }

    /// <summary>The set of the first <paramref name="n"/> items, or of all when there are fewer; pixels are shared.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public DataSet Take(int n)
    {
        if (n < 0) throw new ArgumentOutOfRangeException(nameof(n), $"Take needs 0 items or more; it was given {n}.");
        if (n >= Count) return this;
        if (Targets is { } targets) return new(Name, Item, floats, null, 0, null) { Targets = new(targets.Shape.With(0, n), targets.Array.AsSpan(0, n * targets.Shape.Tail.Count).ToArray()) };
        var labels = new Labels(Labels.Shape.With(0, n), Labels.Values[..(n * Labels.Shape.Tail.Count)].ToArray());
        return floats.IsEmpty ? new(Name, Item, bytes, labels, Classes, ClassNames) { Ignored = Ignored } : new(Name, Item, floats, labels, Classes, ClassNames) { Ignored = Ignored };
    }

    string IShown.Html() => Targets is null && Item.Rank == 3 && Item[0] == 1 && Labels.Shape.Rank == 1 && Count > 0
        ? ImageSheet.Of(ToString(), Enumerable.Range(0, Math.Min(20, Count)).Select(i => (Image<float>(i), ClassNames?[Labels[i]] ?? $"{Labels[i]}"))).ToString()
        : Shown.Code(ToString());

    /// <summary>The name, the number of items, their shape, and the number of classes or the shape of the numbers to give.</summary>
    public override string ToString() => $"{Name}: {Amount.Of(Count, "items")} {Item}, {(Targets is { } targets ? $"{targets.Shape.Tail} to give" : Amount.Of(Classes, "classes"))}";

    /// <summary>The position of the first label outside 0 … classes − 1 that is not ignored, or −1.</summary>
    internal static int WrongLabel(Labels labels, int classes, int? ignored = null)
    {
        for (int i = 0; i < labels.Count; i++)
            if ((uint)labels[i] >= (uint)classes && labels[i] != ignored) return i;
        return -1;
    }

    // Byte to number is exact and the division rounds once: byte / 255, correctly rounded.
    private static void Scale<T>(ReadOnlySpan<byte> from, Span<T> to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TensorPrimitives.ConvertTruncating(from, to);
        TensorPrimitives.Divide(to, T.CreateTruncating(255), to);
    }
}
