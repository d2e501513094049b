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
internal sealed record Step<T>(string Name, Edge[] Reads, Edge[] Writes, Func<Buffers<T>, Action> Bind, long Scratch = 0)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Where each input stands within the output, in elements, when the step only puts its inputs side by side: then they can be written there at once.</summary>
    public long[]? Parts { get; init; }

    /// <summary>Whether the step only makes one layout from another.</summary>
    public bool IsReorder { get; init; }

    /// <summary>
    /// Whether the step asks in every run where its plain edges stand (<see cref="Buffers{T}.Source"/>) and touches nothing beyond the ends of any of them, the residual
    /// included: then a caller's own memory can be any of them. Guarded pages hold steps to it: tests/Properties/Running/GuardedRuns.cs
    /// </summary>
    public bool Movable { get; init; }
}

/// <summary>Where an edge stands; of a caller's memory it changes from run to run.</summary>
internal sealed class Place(nint home)
{
    /// <summary>The address.</summary>
    public nint At { get; set; } = home;

    /// <summary>Its own memory in the arena.</summary>
    public nint Home { get; } = home;
}

/// <summary>What a draft may ask when it chooses layouts.</summary>
internal interface IPlaces
{
    /// <summary>The layouts in which a line stands so far.</summary>
    IReadOnlyList<Layout> Stands(int line);

    /// <summary>The blocked layout that serves all readers that want one; null when none does.</summary>
    Blocked? Wanted(int line);

    /// <summary>The blocked layout in which to read a line: one in which it stands already, or the one that serves all readers.</summary>
    Blocked Blocked(int line, Blocked least) =>
        Stands(line).OfType<Blocked>().FirstOrDefault(b => b.Block == least.Block && b.Halo.Covers(least.Halo)) ?? Wanted(line) ?? least;
}

/// <summary>A step whose layouts are still open: the lines it covers, and the step once it is known how its inputs stand.</summary>
/// <param name="Covers">Lines that no other step computes; the last one is where the step stands.</param>
/// <param name="Wants">Edges that it would read in blocks, so that their writers can write them so.</param>
/// <param name="Choose">The step.</param>
internal sealed record Draft<T>(int[] Covers, (int Line, Blocked Layout)[] Wants, Func<IPlaces, Step<T>> Choose)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Inputs that this step would like to stand as its output is wanted: it works on either layout.</summary>
    public int[] Through { get; init; } = [];

    /// <summary>A step that reads and writes plain layouts only.</summary>
    public static Draft<T> Plain(int[] covers, string name, int[] reads, int[] writes, Func<Buffers<T>, Action> bind, long scratch = 0) =>
        new(covers, [], _ => new(name, [.. reads.Select(Edge.Plain)], [.. writes.Select(Edge.Plain)], bind, scratch));
}

/// <summary>The memory of one arena as one step sees it.</summary>
internal sealed class Buffers<T>(Graph graph, Edge[] reads, Edge[] writes, Place[] inputs, Place[] outputs, nint scratch)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many edges are read.</summary>
    public int Count => reads.Length;

    /// <summary>The shape of the i-th edge read.</summary>
    public Shape Shape(int i) => graph.Lines[reads[i].Line].Shape;

    /// <summary>The shape of the i-th edge written.</summary>
    public Shape ShapeOut(int i = 0) => graph.Lines[writes[i].Line].Shape;

    /// <summary>Where the i-th edge read stands.</summary>
    public nint In(int i) => inputs[i].Home;

    /// <summary>The i-th edge read, for a step that is movable.</summary>
    public Place Source(int i) => inputs[i];

    /// <summary>The i-th edge written, for a step that is movable.</summary>
    public Place Target(int i = 0) => outputs[i];

    /// <summary>Where the i-th edge written stands.</summary>
    public nint Out(int i = 0) => outputs[i].Home;

    /// <summary>Where the working memory stands.</summary>
    public nint Scratch => scratch;

    /// <summary>The operands of a primitive's naive evaluation.</summary>
    public Operands<T> Operands() => new([.. Enumerable.Range(0, reads.Length).Select(Shape)], [.. inputs.Select(i => i.Home)], ShapeOut(), outputs[0].Home);
}
