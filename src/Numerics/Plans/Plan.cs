// Plan: a graph made ready to run in one precision: fused, laid out, memory placed. May be run from many threads; each run rents an arena.
using System.Collections.Concurrent;
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

/// <summary>A graph made ready to run.</summary>
/// <typeparam name="T">The precision.</typeparam>
public sealed class Plan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Planner<T> planner;
    private readonly ConcurrentBag<Arena<T>> arenas = [];

    /// <summary>Makes a graph ready to run.</summary>
    /// <exception cref="InvalidOperationException">A run takes more numbers of memory than an array holds, or FUNCTIONALCONV_SIMD names no instruction set of this processor.</exception>
    public Plan(Graph graph, PlanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Capabilities.Require();
        options ??= PlanOptions.Default;
        Graph = options.Naive ? graph : ChannelFolding.Of(graph);
        planner = new(Graph, options);
    }

    /// <summary>The graph that is run: the given one, with the scales and shifts of channels folded into the weights before them.</summary>
    public Graph Graph { get; }

    /// <summary>What is done, in order, by name.</summary>
    public IEnumerable<string> Steps => planner.Steps.Select(s => $"{s.Name} → %{s.Writes[^1].Line} {Graph.Lines[s.Writes[^1].Line].Shape}");

    /// <summary>Bytes of memory that one run takes.</summary>
    public long Memory
    {
        get
        {
            Arena<T> arena = Rent();
            Return(arena);
            return arena.Bytes;
        }
    }

    /// <summary>Runs the graph.</summary>
    /// <exception cref="ArgumentException">An argument is missing or does not fit.</exception>
    public Results<T> Run(Arguments<T> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Arena<T> arena = Rent();
        try
        {
            foreach (var (argument, _) in Graph.Arguments) arguments.Give(argument, arena);
            arena.Run();
            return new(Graph, arena);
        }
        finally
        {
            Return(arena);
        }
    }

    internal Planner<T> Planner => planner;

    internal Arena<T> Rent() => arenas.TryTake(out Arena<T>? arena) ? arena : new(Graph, planner);

    internal void Return(Arena<T> arena) => arenas.Add(arena);
}

/// <summary>The tensors given to a run, by name.</summary>
public sealed class Arguments<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<string, object> given = [];

    /// <summary>Gives an argument its tensor.</summary>
    public Arguments<T> Set(string name, Tensor<T> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        given[name] = tensor;
        return this;
    }

    /// <summary>Gives an index argument its labels.</summary>
    public Arguments<T> Set(string name, Labels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        given[name] = labels;
        return this;
    }

    /// <summary>Gives the argument <c>seed</c> its 64 bits.</summary>
    public Arguments<T> Seed(long seed) => Set("seed", Labels.Of((int)seed, (int)(seed >> 32)));

    internal void Give(Primitive.Argument argument, Arena<T> arena)
    {
        if (!given.TryGetValue(argument.Name, out object? value)) throw new ArgumentException($"The argument '{argument.Name}' of shape {argument.Shape} was not given.");
        if (value is Tensor<T> tensor && argument.Kind == Element.Real) arena.Bind(argument.Name, tensor);
        else if (value is Labels labels && argument.Kind == Element.Index && labels.Shape == argument.Shape) labels.Values.CopyTo(arena.IndexArgument(argument.Name));
        else throw new ArgumentException($"The argument '{argument.Name}' takes {(argument.Kind == Element.Real ? "a tensor" : "labels")} of shape {argument.Shape}; it was given {value}.");
    }
}

/// <summary>The outputs of a run, by name.</summary>
public sealed class Results<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<string, object> found = [];

    internal Results(Graph graph, Arena<T> arena)
    {
        foreach (var (name, line) in graph.Outputs)
            found[name] = graph.Lines[line].Element == Element.Real
                ? new Tensor<T>(graph.Lines[line].Shape, arena.Output(name).ToArray())
                : new Labels(graph.Lines[line].Shape, arena.IndexOutput(name).ToArray());
    }

    /// <summary>The names of the outputs.</summary>
    public IEnumerable<string> Names => found.Keys;

    /// <summary>An output of real numbers.</summary>
    /// <exception cref="ArgumentException">There is no such output, or it holds whole numbers.</exception>
    public Tensor<T> this[string name] => Find(name) as Tensor<T> ?? throw new ArgumentException($"The output '{name}' holds whole numbers; use Labels(\"{name}\").", nameof(name));

    /// <summary>An output of whole numbers.</summary>
    /// <exception cref="ArgumentException">There is no such output, or it holds real numbers.</exception>
    public Labels Labels(string name) => Find(name) as Labels ?? throw new ArgumentException($"The output '{name}' holds real numbers.", nameof(name));

    private object Find(string name) => found.TryGetValue(name, out object? value) ? value
        : throw new ArgumentException($"There is no output '{name}'; there are {string.Join(", ", found.Keys.Select(k => $"'{k}'"))}.", nameof(name));
}
