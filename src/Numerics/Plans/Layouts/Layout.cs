// Layout: how the numbers of a line stand in memory. It belongs to edges of the graph: one line may stand in several layouts at once, and a reorder
// step makes one from another.
using System.Numerics;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

/// <summary>How the numbers of a line stand in memory; a value.</summary>
internal abstract record Layout
{
    /// <summary>Row-major, as tensors are.</summary>
    public static Layout Plain { get; } = new PlainCase();

    /// <summary>The elements that a shape takes.</summary>
    public abstract long Count(Shape shape);

    /// <summary>Writes this layout from plain numbers; the parts are split over a crew.</summary>
    public abstract unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Writes plain numbers from this layout.</summary>
    public abstract unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private sealed record PlainCase : Layout
    {
        public override long Count(Shape shape) => shape.Count;

        public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own) => new ReadOnlySpan<T>(plain, shape.Count).CopyTo(new Span<T>(own, shape.Count));

        public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => From(crew, shape, own, plain);

        public override string ToString() => "plain";
    }
}

/// <summary>A line in a layout: what a step reads or writes.</summary>
internal readonly record struct Edge(int Line, Layout Layout)
{
    /// <summary>A line as tensors are.</summary>
    public static Edge Plain(int line) => new(line, Layout.Plain);
}
