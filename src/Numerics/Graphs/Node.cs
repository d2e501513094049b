// Node: a line being written, with the operations that add further lines. This is the language in which layers and adjoints are written.
namespace FunctionalConv.Graphs;

/// <summary>A line of a graph that is being written.</summary>
/// <param name="Builder">The graph.</param>
/// <param name="Id">The line's number in it, valid while writing.</param>
public readonly partial record struct Node(GraphBuilder Builder, int Id)
{
    /// <summary>The shape of its value, the batch axis first.</summary>
    public Shape Shape => Builder.Lines[Id].Shape;

    /// <summary>What its numbers are.</summary>
    public Element Element => Builder.Lines[Id].Element;

    /// <summary>A function of every element.</summary>
    public Node Map(Unary function) => Builder.Add(new Primitive.Map(function), this);

    /// <summary>A function of pairs of elements; the shapes are equal.</summary>
    public Node Zip(Binary function, Node other) => Builder.Add(new Primitive.Zip(function), this, other);

    /// <summary>The sum over axes, which vanish.</summary>
    public Node Sum(Axes axes) => axes.Bits == 0 ? this : Builder.Add(new Primitive.Reduce(axes), this);

    /// <summary>The mean over axes, which vanish.</summary>
    public Node Mean(Axes axes)
    {
        Shape before = Shape;
        Node sum = Sum(axes);
        return sum * (1.0 / Math.Max(1, before.LongCount / Math.Max(1, sum.Shape.LongCount)));
    }

    /// <summary>The value repeated over the given axes of a larger shape; the other axes are this node's, in order.</summary>
    public Node Broadcast(Shape to, Axes axes) => axes.Bits == 0 && to == Shape ? this : Builder.Add(new Primitive.Broadcast(to, axes), this);

    /// <summary>One value per channel, repeated over batch and space of [N, C, …].</summary>
    public Node PerChannel(Shape to)
    {
        ArgumentNullException.ThrowIfNull(to);
        return Broadcast(to, Axes.AllBut(to.Rank, 1));
    }

    /// <summary>The same numbers in another shape.</summary>
    public Node Reshape(Shape to) => to == Shape ? this : Builder.Add(new Primitive.Reshape(to), this);

    /// <summary>The axes in another order: axis k of the result is axis <paramref name="order"/>[k] of this.</summary>
    /// <exception cref="ArgumentException">The order does not name each axis once.</exception>
    public Node Permute(params int[] order) => Permute(new AxisOrder(order));

    /// <summary>The axes in another order.</summary>
    public Node Permute(AxisOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.IsIdentity && order.Count == Shape.Rank ? this : Builder.Add(new Primitive.Permute(order), this);
    }

    /// <summary>Cells start … start + length − 1 of an axis.</summary>
    public Node Slice(int axis, int start, int length) => start == 0 && length == Shape[axis] ? this : Builder.Add(new Primitive.Slice(axis, start, length), this);

    /// <summary>Zeros around: the value stands from <paramref name="start"/> in an axis of <paramref name="total"/> cells.</summary>
    public Node Embed(int axis, int start, int total) => start == 0 && total == Shape[axis] ? this : Builder.Add(new Primitive.Embed(axis, start, total), this);

    /// <summary>The product of two matrices, each transposed or not.</summary>
    public Node MatMul(Node other, bool transposeThis = false, bool transposeOther = false) => Builder.Add(new Primitive.MatMul(transposeThis, transposeOther), this, other);

    /// <summary>Cross-correlation with a kernel [M, C/groups, …].</summary>
    public Node Correlate(Node kernel, Frame frame, int groups = 1) => Builder.Add(new Primitive.Correlate(frame, groups), this, kernel);

    /// <summary>Nodes side by side along an axis.</summary>
    public static Node Concat(int axis, params Node[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length == 0) throw new ArgumentException("Concat needs at least one part.", nameof(parts));
        return parts.Length == 1 ? parts[0] : parts[0].Builder.Add(new Primitive.Concat(axis), parts);
    }

    /// <summary>Sum of elements.</summary>
    public static Node operator +(Node a, Node b) => a.Zip(Binary.Add, b);

    /// <summary>Difference of elements.</summary>
    public static Node operator -(Node a, Node b) => a.Zip(Binary.Subtract, b);

    /// <summary>Product of elements.</summary>
    public static Node operator *(Node a, Node b) => a.Zip(Binary.Multiply, b);

    /// <summary>Quotient of elements.</summary>
    public static Node operator /(Node a, Node b) => a.Zip(Binary.Divide, b);

    /// <summary>Every element times a number.</summary>
    public static Node operator *(Node a, double b) => b == 1 ? a : a.Map(new Unary.Affine(b, 0));

    /// <summary>Every element times a number.</summary>
    public static Node operator *(double b, Node a) => a * b;

    /// <summary>A number added to every element.</summary>
    public static Node operator +(Node a, double b) => b == 0 ? a : a.Map(new Unary.Affine(1, b));

    /// <summary>A number taken from every element.</summary>
    public static Node operator -(Node a, double b) => a + -b;

    /// <summary>Every element negated.</summary>
    public static Node operator -(Node a) => a * -1;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(Node), PrintMembers);
}
