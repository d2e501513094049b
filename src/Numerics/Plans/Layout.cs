// Layout: how the numbers of a line stand in memory. It belongs to edges of the graph: one line may stand in two layouts at once.
//   Plain     row-major [N, C, …]
//   Blocked   [N, ⌈C/b⌉, …, b]: b channels side by side, the last block filled up with zeros
namespace FunctionalConv.Plans;

/// <summary>How the numbers of a line stand in memory.</summary>
/// <param name="Block">Channels side by side; 0 for plain row-major.</param>
internal readonly record struct Layout(int Block)
{
    public static Layout Plain => default;

    /// <summary>The number of elements that a shape takes.</summary>
    public int Count(Shape shape) => Block == 0 ? shape.Count : shape.With(1, (shape[1] + Block - 1) / Block * Block).Count;
}

/// <summary>A line in a layout: what a step reads or writes.</summary>
internal readonly record struct Edge(int Line, Layout Layout);
