// Step: what a plan does at once: one primitive, or several fused into one kernel.
using System.Numerics;
using FunctionalConv.Graphs;

namespace FunctionalConv.Plans;

/// <summary>One thing a plan does.</summary>
/// <param name="Name">For people.</param>
/// <param name="Reads">The edges it reads.</param>
/// <param name="Writes">The edges it writes.</param>
/// <param name="Bind">Makes the work over the memory of one arena.</param>
/// <param name="Scratch">Elements of working memory.</param>
internal sealed record Step<T>(string Name, Edge[] Reads, Edge[] Writes, Func<Buffers<T>, Action> Bind, int Scratch = 0)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>A step whose layouts are still open: the lines it covers, and the step for the layouts that its inputs have.</summary>
/// <param name="Covers">Lines that no other step computes; the last one is where the step stands.</param>
/// <param name="Choose">The step, given the layout in which a line stands.</param>
internal sealed record Draft<T>(int[] Covers, Func<Func<int, Layout>, Step<T>> Choose)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A step that wants and gives plain layouts only.</summary>
    public static Draft<T> Plain(int[] covers, string name, int[] reads, int[] writes, Func<Buffers<T>, Action> bind, int scratch = 0) =>
        new(covers, _ => new(name, [.. reads.Select(r => new Edge(r, Layout.Plain))], [.. writes.Select(w => new Edge(w, Layout.Plain))], bind, scratch));
}

/// <summary>The memory of one arena as one step sees it.</summary>
internal sealed class Buffers<T>(Graph graph, Edge[] reads, Edge[] writes, nint[] inputs, nint[] outputs, nint scratch)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The shape of the i-th edge read.</summary>
    public Shape Shape(int i) => graph.Lines[reads[i].Line].Shape;

    /// <summary>The shape of the i-th edge written.</summary>
    public Shape ShapeOut(int i = 0) => graph.Lines[writes[i].Line].Shape;

    /// <summary>Where the i-th edge read stands.</summary>
    public nint In(int i) => inputs[i];

    /// <summary>Where the i-th edge written stands.</summary>
    public nint Out(int i = 0) => outputs[i];

    /// <summary>Where the working memory stands.</summary>
    public nint Scratch => scratch;

    /// <summary>The operands of a primitive's naive evaluation.</summary>
    public Operands<T> Operands() => new([.. Enumerable.Range(0, reads.Length).Select(Shape)], inputs, ShapeOut(), outputs[0]);
}
