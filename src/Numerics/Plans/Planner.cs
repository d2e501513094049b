// Planner: from a graph to steps in order, with layouts agreed and memory placed.
//   1. rules swallow lines from the last to the first     2. layouts are chosen from the first to the last; a reorder step stands where two disagree
//   3. views share their input's memory; all other buffers are placed by their lives
using System.Globalization;
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Planner<T> : IPlaces
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int First = int.MinValue, Always = int.MaxValue, GuardElements = 64;
    private readonly Graph graph;
    private readonly List<Step<T>> steps = [];
    private readonly Dictionary<int, List<Layout>> stands = [];
    private readonly Dictionary<Edge, (Edge Of, long Offset)> views = [];
    private readonly Dictionary<Edge, Buffer> buffers = [];
    private readonly List<Buffer?> scratch = [];
    private readonly Dictionary<int, Step<T>> arrivals = [];
    private readonly Dictionary<int, Blocked> wanted = [];
    private readonly Site site;
    private readonly Crew crew;

    public Planner(Graph graph, PlanOptions options)
    {
        this.graph = graph;
        site = new(graph, options);
        crew = site.Crew;
        List<Draft<T>> drafts = Drafts();
        foreach (Draft<T> draft in drafts.AsEnumerable().Reverse())
        {
            foreach (var (line, layout) in draft.Wants) Want(line, layout);
            if (wanted.TryGetValue(draft.Covers.Max(), out Blocked? after))
                foreach (int line in draft.Through) Want(line, after);
        }
        foreach (Draft<T> draft in drafts)
        {
            Step<T> step = draft.Choose(this);
            foreach (Edge read in step.Reads) Provide(read);
            foreach (Edge write in step.Writes) Stand(write);
            Add(step);
        }
        foreach (var (_, line) in graph.Outputs) Provide(Edge.Plain(line));
        Prune();
        foreach (Step<T> step in steps) Join(step);
        PlaceBuffers();
    }

    public IReadOnlyList<Layout> Stands(int line) => stands[line];

    public Blocked? Wanted(int line) => wanted.GetValueOrDefault(line);

    public IReadOnlyList<Step<T>> Steps => steps;

    /// <summary>Elements of the real and of the index memory.</summary>
    public (long Real, long Index) Memory { get; private set; }

    /// <summary>Where an edge starts, in elements of its memory.</summary>
    public long Start(Edge edge)
    {
        var (root, offset) = Within(edge);
        return buffers[root].Start + offset;
    }

    /// <summary>Where a step's working memory starts.</summary>
    public long ScratchStart(int step) => scratch[step]?.Start ?? 0;

    public bool IsIndex(Edge edge) => graph.Lines[edge.Line].Element == Element.Index;

    private List<Draft<T>> Drafts()
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
        if (line.Primitive.IsView) views[step.Writes[0]] = (step.Reads[0], 0);
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
        Layout? near = edge.Layout is Blocked blocked ? layouts.OfType<Blocked>().FirstOrDefault(b => b.Block == blocked.Block) : edge.Layout == Layout.Plain ? layouts[0] : null;
        if (near is null && !layouts.Contains(Layout.Plain)) Provide(Edge.Plain(edge.Line));
        Layout source = near ?? Layout.Plain;
        steps.Add(Rules.Reorder<T>(crew, graph.Lines[edge.Line].Shape, new(edge.Line, source), edge));
        Stand(edge);
    }

    private Edge Root(Edge edge)
    {
        while (views.TryGetValue(edge, out var view)) edge = view.Of;
        return edge;
    }

    /// <summary>Whether the numbers of a line of data, or of the output, may stand in a caller's memory: every step that touches them is movable.</summary>
    public bool IsMovable(int line)
    {
        Edge root = Root(Edge.Plain(line));
        bool data = graph.Lines[line].Primitive is Primitive.Argument;
        if (root != Edge.Plain(line) && (data || graph.Lines[root.Line].Primitive is Primitive.Argument)) return false;
        if (graph.Outputs.Count(o => Root(Edge.Plain(o.Line)) == root) != (data ? 0 : 1)) return false;
        if (views.Any(view => Root(view.Key) == root && view.Value.Offset != 0)) return false;
        return steps.TrueForAll(step => step.Movable || !step.Reads.Concat(step.Writes).Any(edge => Root(edge) == root));
    }

    /// <summary>The edge in whose memory an edge stands, and where in it.</summary>
    public (Edge Root, long Offset) Within(Edge edge)
    {
        long offset = 0;
        while (views.TryGetValue(edge, out var view)) (edge, offset) = (view.Of, offset + view.Offset);
        return (edge, offset);
    }

    private void Want(int line, Blocked layout) =>
        wanted[line] = wanted.TryGetValue(line, out Blocked? other) && other.Block == layout.Block ? layout with { Halo = layout.Halo.Union(other.Halo) } : layout;

    /// <summary>Inputs that a step only puts side by side are written where they will stand, when nothing else has a say in where that is.</summary>
    private void Join(Step<T> step)
    {
        if (step.Parts is not { } parts) return;
        Edge whole = step.Writes[0];
        for (int i = 0; i < parts.Length; i++)
        {
            Edge part = step.Reads[i];
            bool own = steps.Exists(s => s.Writes.Contains(part)) && !views.ContainsKey(part) && (part.Layout != Layout.Plain || !graph.Outputs.Any(o => Root(Edge.Plain(o.Line)) == part));
            if (own && part.Layout == whole.Layout && site.When(part.Line) == site.When(whole.Line)) views[part] = (whole, parts[i]);
        }
    }

    /// <summary>Drops steps whose results nobody reads: a step may read what stands before a line that it could not swallow.</summary>
    private void Prune()
    {
        var needed = graph.Outputs.Select(o => Root(Edge.Plain(o.Line))).ToHashSet();
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            if (!steps[i].Writes.Any(write => needed.Contains(Root(write)))) steps.RemoveAt(i);
            else needed.UnionWith(steps[i].Reads.Select(Root));
        }
    }

    /// <summary>
    /// Every buffer lives from the step that writes it to the last that reads it. Time: what is made of constants, then what is made of weights, then the run.
    /// What a run reads of the first two lives for ever; what they need among themselves gives its memory to the run.
    /// </summary>
    private void PlaceBuffers()
    {
        int[] times = Times();
        var lives = new Dictionary<Edge, (int From, int To)>();
        void Touch(Edge edge, int from, int to)
        {
            Edge root = Root(edge);
            lives[root] = lives.TryGetValue(root, out var life) ? (Math.Min(life.From, from), Math.Max(life.To, to)) : (from, to);
        }
        for (int i = 0; i < steps.Count; i++)
        {
            Changes when = When(steps[i]);
            foreach (Edge read in steps[i].Reads) Touch(read, times[i], when == Changes.EveryRun && site.When(read.Line) != Changes.EveryRun ? Always : times[i]);
            foreach (Edge write in steps[i].Writes) Touch(write, when == Changes.Never ? First : times[i], when == Changes.Never ? Always : times[i]);
        }
        foreach (var (_, line) in graph.Outputs) Touch(Edge.Plain(line), steps.Count, Always);
        foreach (var (argument, line) in graph.Arguments)
        {
            Edge root = Edge.Plain(line);
            bool passing = argument.Role is Role.Weight or Role.State && argument.Kind == Element.Real && lives.TryGetValue(root, out var life) && life is { From: > First, To: < 0 };
            if (passing) arrivals[line] = steps[Array.IndexOf(times, lives[root].From)];
            else Touch(root, First, Always);
        }
        Buffer Living(long count, int from, int to) => site.Options.Guarded ? new(count, First, Always, GuardElements) : new(count, from, to);
        foreach (var (edge, (from, to)) in lives) buffers[edge] = Living(edge.Layout.Count(graph.Lines[edge.Line].Shape), from, to);
        for (int i = 0; i < steps.Count; i++) scratch.Add(steps[i].Scratch > 0 ? Living(steps[i].Scratch, times[i], times[i]) : null);
        Memory = (
            Buffer.Place(buffers.Where(b => !IsIndex(b.Key)).Select(b => b.Value).Concat(scratch.OfType<Buffer>())),
            Buffer.Place(buffers.Where(b => IsIndex(b.Key)).Select(b => b.Value)));
        if (Math.Max(Memory.Real, Memory.Index) > Arena<T>.Most) throw TooLarge();
    }

    /// <summary>The exception for a run that takes more memory than one array holds.</summary>
    private InvalidOperationException TooLarge()
    {
        var (edge, most) = buffers.Where(b => Memory.Real > Arena<T>.Most != IsIndex(b.Key)).MaxBy(b => b.Value.Count);
        string path = graph.Lines[edge.Line].Path, items = graph.Arguments.FirstOrDefault(a => a.Argument.Role == Role.Data).Argument is { Shape: { Rank: > 0 } shape } && shape[0] > 1 ? $"a batch of fewer than {shape[0]} items, " : "";
        return new(string.Create(CultureInfo.InvariantCulture, $"One run takes {Math.Max(Memory.Real, Memory.Index):N0} numbers of memory, and an array holds at most {Arena<T>.Most:N0}; {(path.Length > 0 ? $"the layer {path}" : $"the line %{edge.Line}")} takes most, {most.Count:N0} for {graph.Lines[edge.Line].Shape}: use {items}smaller maps or fewer channels."));
    }

    /// <summary>The zones behind the buffers of a guarded plan, in real and in index memory.</summary>
    public IEnumerable<(bool Index, long Start, int Count)> Zones => !site.Options.Guarded ? []
        : buffers.Select(b => (IsIndex(b.Key), b.Value.Zone.Start, b.Value.Zone.Count)).Concat(scratch.OfType<Buffer>().Select(b => (false, b.Zone.Start, b.Zone.Count)));

    /// <summary>When each step is done: those of constants first, those of weights before 0, those of a run from 0 on.</summary>
    private int[] Times()
    {
        int ofWeights = steps.Count(s => When(s) == Changes.WithWeights), next = -ofWeights;
        return [.. steps.Select((step, i) => When(step) switch { Changes.Never => First, Changes.WithWeights => next++, _ => i })];
    }

    /// <summary>The step before which the numbers of a weight must arrive that only steps of weights read; null for arguments that keep their place.</summary>
    public Step<T>? Arrival(int line) => arrivals.GetValueOrDefault(line);

    /// <summary>When a step must be done again.</summary>
    public Changes When(Step<T> step) => site.When(step.Writes[^1].Line);
}
