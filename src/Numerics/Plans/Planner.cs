// Planner: from a graph to steps in order, with layouts agreed and memory placed.
//   1. rules swallow lines from the last to the first     2. layouts are chosen from the first to the last; a reorder step stands where two disagree
//   3. views share their input's memory; all other buffers are placed by their lives
using System.Numerics;
using FunctionalConv.Graphs;

namespace FunctionalConv.Plans;

internal sealed class Planner<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Always = int.MaxValue;
    private readonly Graph graph;
    private readonly List<Step<T>> steps = [];
    private readonly Dictionary<int, List<Layout>> stands = [];
    private readonly Dictionary<Edge, Edge> views = [];
    private readonly Dictionary<Edge, Buffer> buffers = [];
    private readonly List<Buffer?> scratch = [];
    private readonly bool[] constant;

    public Planner(Graph graph, PlanOptions options)
    {
        this.graph = graph;
        constant = new bool[graph.Lines.Length];
        for (int i = 0; i < constant.Length; i++)
            constant[i] = graph.Lines[i].Primitive is not Primitive.Argument && graph.Lines[i].Inputs.All(input => constant[input]);
        foreach (Draft<T> draft in Drafts(new Site(graph, options)))
        {
            Step<T> step = draft.Choose(line => stands.TryGetValue(line, out var layouts) ? layouts[0] : Layout.Plain);
            foreach (Edge read in step.Reads) Provide(read);
            foreach (Edge write in step.Writes) Stand(write);
            Add(step);
        }
        foreach (var (_, line) in graph.Outputs) Provide(new(line, Layout.Plain));
        PlaceBuffers();
    }

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
        steps.Add(Rules.Reorder<T>(graph.Lines[edge.Line].Shape, new(edge.Line, layouts[0]), edge));
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
            bool once = IsConstant(steps[i]);
            foreach (Edge read in steps[i].Reads) Touch(read, i, i);
            foreach (Edge write in steps[i].Writes) Touch(write, once ? -1 : i, once ? Always : i);
        }
        foreach (var (_, line) in graph.Arguments) Touch(new(line, Layout.Plain), -1, Always);
        foreach (var (_, line) in graph.Outputs) Touch(new(line, Layout.Plain), steps.Count, Always);
        foreach (var (edge, (from, to)) in lives) buffers[edge] = new(edge.Layout.Count(graph.Lines[edge.Line].Shape), from, to);
        for (int i = 0; i < steps.Count; i++) scratch.Add(steps[i].Scratch > 0 ? new(steps[i].Scratch, i, i) : null);
        Memory = (
            Buffer.Place(buffers.Where(b => !IsIndex(b.Key)).Select(b => b.Value).Concat(scratch.OfType<Buffer>())),
            Buffer.Place(buffers.Where(b => IsIndex(b.Key)).Select(b => b.Value)));
    }

    /// <summary>Whether a step's output never changes, as nothing it reads does: it is computed once per arena.</summary>
    public bool IsConstant(Step<T> step) => constant[step.Writes[^1].Line];
}
