// One worker of a crew. Its state is one number that both sides change: idle, then called (by the caller), then done (by the worker).
// A worker that has waited too long parks; the flag and the state are read and written with full fences, so no call is missed.
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace FunctionalConv.MicroKernels;

internal sealed class Worker
{
    private const int Idle = 0, Called = 1, Done = 2;
    private static readonly long Patience = Stopwatch.Frequency / 20_000;

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

    /// <summary>Waits for the worker; gives what its share threw, or null.</summary>
    internal ExceptionDispatchInfo? Finish()
    {
        if (!Saw(Done))
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
            if (!Saw(Called)) Park();
            failure = crew.Work(index);
            Volatile.Write(ref state, Done);
        }
    }

    // Whether the state came within the worker's patience.
    private bool Saw(int wanted)
    {
        long end = Stopwatch.GetTimestamp() + Patience;
        do
            for (int i = 0; i < 32; i++)
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
