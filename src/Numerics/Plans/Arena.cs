// Arena: the memory of one running plan, placed once. Nothing is allocated while running. Weights that did not change are not copied again.
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;

namespace FunctionalConv.Plans;

/// <summary>The memory of one plan and the work bound to it. One caller at a time.</summary>
internal sealed unsafe class Arena<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Alignment = 64;

    // Kernels may read a little over the end of the last buffer, never write there.
    private const int Beyond = 64;

    /// <summary>The most numbers that an arena holds.</summary>
    internal static int Most => System.Array.MaxLength - Alignment - Beyond;

    private readonly T[] real;
    private readonly int[] index;
    private readonly nint realStart, indexStart;
    private readonly Action[] work, ofWeights, once;
    private bool weightsChanged = true;
    private readonly Planner<T> planner;
    private readonly Graph graph;
    private readonly Dictionary<string, int> arguments;
    private readonly Dictionary<string, object> bound = [];
    private readonly Dictionary<(Edge Root, long Offset), Place> places = [];

    // The numbers of arguments without a place of their own, as they were written by hand.
    private readonly Dictionary<int, T[]> own = [];

    public Arena(Graph graph, Planner<T> planner)
    {
        (this.graph, this.planner) = (graph, planner);
        real = GC.AllocateUninitializedArray<T>((int)planner.Memory.Real + Alignment + Beyond, pinned: true);
        index = GC.AllocateUninitializedArray<int>((int)planner.Memory.Index + Alignment, pinned: true);
        realStart = Aligned((nint)Unsafe.AsPointer(ref real[0]));
        indexStart = Aligned((nint)Unsafe.AsPointer(ref index[0]));
        arguments = graph.Arguments.ToDictionary(a => a.Argument.Name, a => a.Line);
        List<Action> everyRun = [], withWeights = [], constants = [];
        for (int i = 0; i < planner.Steps.Count; i++)
        {
            Step<T> step = planner.Steps[i];
            Action action = step.Bind(new(graph, step.Reads, step.Writes, [.. step.Reads.Select(Of)], [.. step.Writes.Select(Of)], realStart + ((nint)planner.ScratchStart(i) * sizeof(T))));
            List<Action> phase = planner.When(step) switch
            {
                Changes.Never => constants,
                Changes.WithWeights => withWeights,
                _ => everyRun,
            };
            foreach (var (name, line) in arguments)
                if (planner.Arrival(line) == step) phase.Add(() => Arrive(name, line));
            phase.Add(action);
        }
        (work, ofWeights, once) = ([.. everyRun], [.. withWeights], [.. constants]);
        foreach (Action constant in once) constant();
    }

    /// <summary>Bytes of memory.</summary>
    public long Bytes => ((long)real.Length * sizeof(T)) + (index.Length * sizeof(int));

    /// <summary>The numbers of an argument, to be written.</summary>
    public Span<T> Argument(string name)
    {
        int line = Line(name);
        weightsChanged |= IsWeight(line);
        if (bound.Remove(name, out object? there) && planner.Arrival(line) is not null) own[line] = ((Tensor<T>)there).Values.ToArray();
        if (planner.Arrival(line) is null) return Real(line);
        if (!own.TryGetValue(line, out T[]? numbers)) own[line] = numbers = new T[graph.Lines[line].Shape.Count];
        return numbers;
    }

    /// <summary>The whole numbers of an argument, to be written.</summary>
    public Span<int> IndexArgument(string name)
    {
        bound.Remove(name);
        return Index(Line(name));
    }

    /// <summary>Gives an argument its tensor; one that stands there already is not copied again.</summary>
    public void Bind(string name, Tensor<T> tensor)
    {
        if (bound.TryGetValue(name, out object? there) && ReferenceEquals(there, tensor)) return;
        int line = Line(name);
        if (graph.Lines[line].Shape != tensor.Shape) throw new ArgumentException($"The argument '{name}' has shape {graph.Lines[line].Shape}; it was given {tensor.Shape}.");
        if (planner.Arrival(line) is null) tensor.Values.CopyTo(Real(line));
        else own.Remove(line);
        bound[name] = tensor;
        weightsChanged |= IsWeight(line);
    }

    /// <summary>The numbers of an output of the last run.</summary>
    public ReadOnlySpan<T> Output(string name) => Real(graph.Output(name));

    /// <summary>The whole numbers of an output of the last run.</summary>
    public ReadOnlySpan<int> IndexOutput(string name) => Index(graph.Output(name));

    /// <summary>An output becomes an argument of the next run.</summary>
    public void Carry(string output, string argument) => Output(output).CopyTo(Argument(argument));

    /// <summary>Does the work of one run.</summary>
    public void Run()
    {
        if (weightsChanged)
            foreach (Action step in ofWeights) step();
        weightsChanged = false;
        foreach (Action step in work) step();
    }

    /// <summary>Does the work of several runs and gives the milliseconds of each of the planner's steps in its quickest; 0 for a step that runs only when weights change.</summary>
    public double[] Measure(int runs = 10)
    {
        if (weightsChanged) Run();
        double[] times = Once();
        for (int run = 1; run < runs; run++) times = [.. times.Zip(Once(), Math.Min)];
        return times;
    }

    private double[] Once()
    {
        var times = new double[planner.Steps.Count];
        for (int i = 0, next = 0; i < times.Length; i++)
        {
            if (planner.When(planner.Steps[i]) != Changes.EveryRun) continue;
            long begun = Stopwatch.GetTimestamp();
            work[next++]();
            times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
        return times;
    }

    /// <summary>Fills the memory with not-a-numbers and absurd positions, so that a kernel that reads what nobody wrote is seen by tests.</summary>
    internal void Poison()
    {
        System.Array.Fill(real, T.NaN);
        weightsChanged = true;
        System.Array.Fill(index, int.MinValue);
        bound.Clear();
        foreach (Action constant in once) constant();
    }

    /// <summary>Puts the numbers of a weight where the steps that pack it read them.</summary>
    private void Arrive(string name, int line)
    {
        if (own.TryGetValue(line, out T[]? numbers)) numbers.CopyTo(Real(line));
        else if (bound.TryGetValue(name, out object? tensor)) ((Tensor<T>)tensor).Values.CopyTo(Real(line));
    }

    /// <summary>Whether the zones behind a guarded plan's buffers are as <see cref="Poison"/> left them.</summary>
    internal bool ZonesAreUntouched => planner.Zones.All(zone =>
    {
        var (index, start, count) = zone;
        return index
            ? new ReadOnlySpan<int>((int*)indexStart + start, count).IndexOfAnyExcept(int.MinValue) < 0
            : !new ReadOnlySpan<T>((T*)realStart + start, count).ToArray().Any(x => !T.IsNaN(x));
    });

    private int Line(string argument) => arguments.TryGetValue(argument, out int line) ? line
        : throw new ArgumentException($"The graph has no argument '{argument}'; it has {string.Join(", ", arguments.Keys.Select(k => $"'{k}'"))}.");

    private bool IsWeight(int line) => graph.Lines[line].Primitive is Primitive.Argument { Role: Role.Weight or Role.State };

    /// <summary>The numbers of a line of data or of an output, by its number in the graph: the way without names.</summary>
    public Span<T> Real(int line) => new((void*)At(Edge.Plain(line)), graph.Lines[line].Shape.Count);

    private Span<int> Index(int line) => new((void*)At(Edge.Plain(line)), graph.Lines[line].Shape.Count);

    /// <summary>Sets where the numbers of a line stand that a caller's memory may hold; null for the arena's own.</summary>
    public void Move(int line, T* to)
    {
        Place place = Of(Edge.Plain(line));
        place.At = to == null ? place.Home : (nint)to;
    }

    /// <summary>One place for all edges that stand at one address.</summary>
    private Place Of(Edge edge)
    {
        var within = planner.Within(edge);
        if (!places.TryGetValue(within, out Place? place)) places[within] = place = new(At(edge));
        return place;
    }

    private nint At(Edge edge) => planner.IsIndex(edge)
        ? indexStart + ((nint)planner.Start(edge) * sizeof(int))
        : realStart + ((nint)planner.Start(edge) * sizeof(T));

    private static nint Aligned(nint address) => (address + Alignment - 1) & ~(nint)(Alignment - 1);
}
