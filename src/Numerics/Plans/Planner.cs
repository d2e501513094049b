// Planner: from a graph to steps in order, with layouts agreed and memory placed.
//   1. rules swallow lines from the last to the first     2. layouts are chosen from the first to the last; a reorder step stands where two disagree
//   3. views share their input's memory; all other buffers are placed by their lives
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Planner<T> : IPlaces
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Always = int.MaxValue;
    private readonly Graph graph;
    private readonly List<Step<T>> steps = [];
    private readonly Dictionary<int, List<Layout>> stands = [];
    private readonly Dictionary<Edge, Edge> views = [];
    private readonly Dictionary<Edge, Buffer> buffers = [];
    private readonly List<Buffer?> scratch = [];
    private readonly Dictionary<int, Blocked> wanted = [];
    private readonly Changes[] changes;
    private readonly Crew crew;

    public Planner(Graph graph, PlanOptions options)
    {
        this.graph = graph;
        changes = Change(graph);
        var site = new Site(graph, options);
        crew = site.Crew;
        List<Draft<T>> drafts = Drafts(site);
        foreach (var (line, layout) in drafts.SelectMany(draft => draft.Wants))
            wanted[line] = wanted.TryGetValue(line, out Blocked? other) && other.Block == layout.Block ? layout with { Halo = layout.Halo.Union(other.Halo) } : layout;
        foreach (Draft<T> draft in drafts)
        {
            Step<T> step = draft.Choose(this);
            foreach (Edge read in step.Reads) Provide(read);
            foreach (Edge write in step.Writes) Stand(write);
            Add(step);
        }
        foreach (var (_, line) in graph.Outputs) Provide(Edge.Plain(line));
        PlaceBuffers();
    }

    public IReadOnlyList<Layout> Stands(int line) => stands[line];

    public Blocked? Wanted(int line) => wanted.GetValueOrDefault(line);

    public IReadOnlyList<Step<T>> Steps => steps;

    /// <summary>Elements of the real and of the index memory.</summary>
    public (long Real, long Index) Memory { get; private set; }

    /// <summary>Where an edge starts, in elements of its memory.</summary>
    public long Start(Edge edge) => buffers[Root(edge)].Start;

    /// <summary>Where a step's working memory starts.</summary>
    public long ScratchStart(int step) => scratch[step]?.Start ?? 0;

    public bool IsIndex(Edge edge) => graph.Lines[edge.Line].Element == Element.Index;

    private List<Draft<T>> Drafts(Site site)
    {
        var covered = new bool[graph.Lines.Length];
        var drafts = new List<Draft<T>>();
        for (int i = graph.Lines.Length - 1; i >= 0; i--)
        {
            if (covered[i]) continue;
            Draft<T> draft = (site.Options.Naive ? null : Rules.Match<T>(site, i)) ?? Naive(i);
            foreach (int line in draft.Covers) covered[line] = true;
            drafts.Add(draft);
        }
        drafts.Sort((a, b) => a.Covers.Max().CompareTo(b.Covers.Max()));
        return drafts;
    }

    private Draft<T> Naive(int i)
    {
        Line line = graph.Lines[i];
        string name = line.Primitive.GetType().Name;
        if (line.Primitive is Primitive.Argument || line.Primitive.IsView) return Draft<T>.Plain([i], name, [.. line.Inputs], [i], _ => () => { });
        return Draft<T>.Plain([i], name, [.. line.Inputs], [i], at =>
        {
            Operands<T> operands = at.Operands();
            return () => line.Primitive.Run(operands);
        });
    }

    private void Add(Step<T> step)
    {
        Line line = graph.Lines[step.Writes[0].Line];
        if (line.Primitive is Primitive.Argument) return;
        if (line.Primitive.IsView) views[step.Writes[0]] = step.Reads[0];
        else steps.Add(step);
    }

    private void Stand(Edge edge)
    {
        if (!stands.TryGetValue(edge.Line, out var layouts)) stands[edge.Line] = layouts = [];
        layouts.Add(edge.Layout);
    }

    private void Provide(Edge edge)
    {
        List<Layout> layouts = stands[edge.Line];
        if (layouts.Contains(edge.Layout)) return;
        if (edge.Layout != Layout.Plain && !layouts.Contains(Layout.Plain)) Provide(Edge.Plain(edge.Line));
        Layout source = edge.Layout == Layout.Plain ? layouts[0] : Layout.Plain;
        steps.Add(Rules.Reorder<T>(crew, graph.Lines[edge.Line].Shape, new(edge.Line, source), edge));
        Stand(edge);
    }

    private Edge Root(Edge edge)
    {
        while (views.TryGetValue(edge, out Edge source)) edge = source;
        return edge;
    }

    private void PlaceBuffers()
    {
        var lives = new Dictionary<Edge, (int From, int To)>();
        void Touch(Edge edge, int from, int to)
        {
            Edge root = Root(edge);
            lives[root] = lives.TryGetValue(root, out var life) ? (Math.Min(life.From, from), Math.Max(life.To, to)) : (from, to);
        }
        for (int i = 0; i < steps.Count; i++)
        {
            bool once = When(steps[i]) != Changes.EveryRun;
            foreach (Edge read in steps[i].Reads) Touch(read, i, i);
            foreach (Edge write in steps[i].Writes) Touch(write, once ? -1 : i, once ? Always : i);
        }
        foreach (var (_, line) in graph.Arguments) Touch(Edge.Plain(line), -1, Always);
        foreach (var (_, line) in graph.Outputs) Touch(Edge.Plain(line), steps.Count, Always);
        foreach (var (edge, (from, to)) in lives) buffers[edge] = new(edge.Layout.Count(graph.Lines[edge.Line].Shape), from, to);
        for (int i = 0; i < steps.Count; i++) scratch.Add(steps[i].Scratch > 0 ? new(steps[i].Scratch, i, i) : null);
        Memory = (
            Buffer.Place(buffers.Where(b => !IsIndex(b.Key)).Select(b => b.Value).Concat(scratch.OfType<Buffer>())),
            Buffer.Place(buffers.Where(b => IsIndex(b.Key)).Select(b => b.Value)));
    }

    /// <summary>When a step must be done again.</summary>
    public Changes When(Step<T> step) => changes[step.Writes[^1].Line];

    private static Changes[] Change(Graph graph)
    {
        var changes = new Changes[graph.Lines.Length];
        for (int i = 0; i < changes.Length; i++)
            changes[i] = graph.Lines[i].Primitive is Primitive.Argument argument
                ? argument.Role is Role.Weight or Role.State ? Changes.WithWeights : Changes.EveryRun
                : graph.Lines[i].Inputs.Select(input => changes[input]).Append(Changes.Never).Max();
        return changes;
    }
}

/// <summary>When a line's value changes.</summary>
internal enum Changes
{
    /// <summary>It depends on no argument.</summary>
    Never,

    /// <summary>It depends on weights and state alone: packed or folded weights are made once for many runs.</summary>
    WithWeights,

    /// <summary>It depends on a run's data.</summary>
    EveryRun,
}
