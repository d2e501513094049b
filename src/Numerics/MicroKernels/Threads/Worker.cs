// One worker of a crew. Its state is one number that both sides change: idle, called (by the caller), taken (by the worker), done.
// A share that no worker has taken by the time the caller is through with its own is computed by the caller: a worker that is parked, or
// waits for a processor that others use, costs nothing. Reads and writes of state and flag are full fences, so no call is missed.
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace FunctionalConv.MicroKernels;

internal sealed class Worker
{
    private const int Idle = 0, Called = 1, Taken = 2, Done = 3;

    // How long a worker spins before it parks, and the caller before it yields: 50 and 5 microseconds.
    private static readonly long Patience = Stopwatch.Frequency / 20_000, Courtesy = Stopwatch.Frequency / 200_000;

    private readonly Crew crew;
    private readonly int index;
    private readonly object bell = new();
    private int state;
    private int parked;
    private ExceptionDispatchInfo? failure;

    internal Worker(Crew crew, int index)
    {
        (this.crew, this.index) = (crew, index);
        new Thread(Loop) { IsBackground = true, Name = $"FunctionalConv {index}/{crew.Threads}" }.UnsafeStart();
    }

    /// <summary>Calls the worker to its share of the crew's job.</summary>
    internal void Start()
    {
        Interlocked.Exchange(ref state, Called);
        if (Volatile.Read(ref parked) == 0) return;
        lock (bell) Monitor.Pulse(bell);
    }

    /// <summary>Waits for the worker, or does its share if it has not begun; gives what the share threw, or null.</summary>
    internal ExceptionDispatchInfo? Finish()
    {
        if (Interlocked.CompareExchange(ref state, Idle, Called) == Called) return crew.Work(index);
        if (!Saw(Done, Courtesy))
        {
            var wait = new SpinWait();
            while (Volatile.Read(ref state) != Done) wait.SpinOnce(sleep1Threshold: -1);
        }
        ExceptionDispatchInfo? thrown = failure;
        failure = null;
        Volatile.Write(ref state, Idle);
        return thrown;
    }

    private void Loop()
    {
        while (true)
        {
            if (!Saw(Called, Patience)) Park();
            if (Interlocked.CompareExchange(ref state, Taken, Called) != Called) continue;
            failure = crew.Work(index);
            Volatile.Write(ref state, Done);
        }
    }

    // Whether the state came in time.
    private bool Saw(int wanted, long patience)
    {
        long end = Stopwatch.GetTimestamp() + patience;
        do
            for (int i = 0; i < 16; i++)
            {
                if (Volatile.Read(ref state) == wanted) return true;
                Thread.SpinWait(1);
            }
        while (Stopwatch.GetTimestamp() < end);
        return false;
    }

    private void Park()
    {
        lock (bell)
        {
            Interlocked.Exchange(ref parked, 1);
            while (Volatile.Read(ref state) != Called) Monitor.Wait(bell);
            parked = 0;
        }
    }
}
