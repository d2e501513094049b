// Batched: what a compiled model has for one size of batch: the plan, and the arenas that no run uses at the moment.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv;

internal sealed unsafe class Batched<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Model<T> model;
    private readonly Plan<T> plan;
    private readonly int x = -1, y;
    private readonly bool inPlace, outPlace;
    private readonly Stack<Arena<T>> idle = new();

    public Batched(Model<T> model, PlanOptions options, int batch)
    {
        (this.model, Batch, plan) = (model, batch, new(model.Network.Graph(batch), options));
        foreach (var (argument, line) in plan.Graph.Arguments)
            if (argument.Role == Role.Data) x = line;
        y = plan.Graph.Output("y");
        Output = plan.Graph.Lines[y].Shape;
        (inPlace, outPlace) = (x >= 0 && plan.Planner.IsMovable(x), plan.Planner.IsMovable(y));
        Return(Make());
    }

    /// <summary>Items of a run.</summary>
    public int Batch { get; }

    /// <summary>The shape of a run's output [N, …].</summary>
    public Shape Output { get; }

    /// <summary>When it was last used.</summary>
    public long Used { get; set; }

    /// <summary>Runs: plain numbers in, plain numbers out.</summary>
    public void Run(ReadOnlySpan<T> from, Span<T> to)
    {
        Arena<T> arena = Rent();
        try
        {
            bool apart = !from.Overlaps(to), reads = apart && inPlace, writes = apart && outPlace;
            fixed (T* source = from, target = to)
            {
                if (reads) arena.Move(x, source);
                else if (x >= 0) from.CopyTo(arena.Real(x));
                if (writes) arena.Move(y, target);
                arena.Run();
                if (!writes) arena.Real(y).CopyTo(to);
            }
        }
        finally
        {
            if (inPlace) arena.Move(x, null);
            if (outPlace) arena.Move(y, null);
            Return(arena);
        }
    }

    /// <summary>The plan as a table; the input is zeros.</summary>
    public string Explain(PlanOptions options)
    {
        Arena<T> arena = Rent();
        try
        {
            if (x >= 0) arena.Real(x).Clear();
            return Explanation.Of(plan, options, arena);
        }
        finally
        {
            Return(arena);
        }
    }

    private Arena<T> Rent()
    {
        lock (idle)
            if (idle.TryPop(out Arena<T>? arena)) return arena;
        return Make();
    }

    private void Return(Arena<T> arena)
    {
        lock (idle) idle.Push(arena);
    }

    /// <summary>An arena with the model's tensors in place.</summary>
    private Arena<T> Make()
    {
        Arena<T> arena = plan.Rent();
        model.Bind(plan, arena);
        return arena;
    }
}
