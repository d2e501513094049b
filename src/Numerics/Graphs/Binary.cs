// Functions of two elements, with their derivatives as graphs.
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace FunctionalConv.Graphs;

/// <summary>A function of two numbers, applied to pairs of elements.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public abstract record Binary
{
    /// <summary>a + b.</summary>
    public static Binary Add { get; } = new AddCase();

    /// <summary>a − b.</summary>
    public static Binary Subtract { get; } = new SubtractCase();

    /// <summary>a · b.</summary>
    public static Binary Multiply { get; } = new MultiplyCase();

    /// <summary>a · b, and 0 where b is 0, whatever a is: what b picks of a, where a may hold infinities.</summary>
    public static Binary Pick { get; } = new PickCase();

    /// <summary>a / b.</summary>
    public static Binary Divide { get; } = new DivideCase();

    /// <summary>How a formula writes it.</summary>
    internal virtual string Sign => ToString();

    /// <summary>The function over rows of numbers; the output may be the memory of either input.</summary>
    internal abstract void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The cotangents of both inputs.</summary>
    internal abstract (Node? A, Node? B) Pullback(Node a, Node b, Node y, Node dy);

    private sealed record AddCase : Binary
    {
        internal override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(a, b, y);

        internal override (Node? A, Node? B) Pullback(Node a, Node b, Node y, Node dy) => (dy, dy);

        public override string ToString() => "Add";

        internal override string Sign => "+";
    }

    private sealed record SubtractCase : Binary
    {
        internal override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);

        internal override (Node? A, Node? B) Pullback(Node a, Node b, Node y, Node dy) => (dy, -dy);

        public override string ToString() => "Subtract";

        internal override string Sign => "-";
    }

    private sealed record MultiplyCase : Binary
    {
        internal override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);

        internal override (Node? A, Node? B) Pullback(Node a, Node b, Node y, Node dy) => (dy * b, dy * a);

        public override string ToString() => "Multiply";

        internal override string Sign => "*";
    }

    private sealed record PickCase : Binary
    {
        internal override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => VectorFunction.Each(a, b, y, default(Picked<T>));

        internal override (Node? A, Node? B) Pullback(Node a, Node b, Node y, Node dy) => (dy.Zip(Pick, b), dy * a);

        public override string ToString() => "Pick";

        private readonly struct Picked<T> : IVectorFunction<T>
            where T : unmanaged
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c) => Vector.ConditionalSelect(Vector.Equals(b, Vector<T>.Zero), Vector<T>.Zero, a * b);
        }
    }

    private sealed record DivideCase : Binary
    {
        internal override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Divide(a, b, y);

        internal override (Node? A, Node? B) Pullback(Node a, Node b, Node y, Node dy) => (dy / b, -(dy * y / b));

        public override string ToString() => "Divide";

        internal override string Sign => "/";
    }
}
