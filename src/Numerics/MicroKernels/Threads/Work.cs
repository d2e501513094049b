// Work of a crew as a value, for callers that come with other numbers each time: every calling thread keeps one place per kind of work, so that
// running it allocates nothing.
namespace FunctionalConv.MicroKernels;

/// <summary>What a crew does in parts.</summary>
internal interface IWork
{
    void Do(int part);
}

/// <summary>The place where the threads of a crew find a kind of work.</summary>
internal sealed class Held<TWork>
    where TWork : struct, IWork
{
    [ThreadStatic]
    private static Held<TWork>? free;

    private readonly Action<int> body;
    private TWork work;

    private Held() => body = part => work.Do(part);

    /// <summary>Runs parts 0 … parts − 1; work of the same kind inside it gets a place of its own.</summary>
    public static void Run(Crew crew, int parts, in TWork work)
    {
        Held<TWork> held = free ?? new();
        free = null;
        held.work = work;
        try
        {
            crew.Run(parts, held.body);
        }
        finally
        {
            held.work = default;
            free = held;
        }
    }
}
