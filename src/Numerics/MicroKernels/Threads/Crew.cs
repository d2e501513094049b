// A team of threads: the caller and its workers. The parts of a job are dealt out in equal shares, in order; the caller does the first share,
// and any share that its worker has not begun by then. Workers spin for about 50 µs after a job, because the next one often comes at once
// (a fork then costs about a microsecond), and then park.
using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace FunctionalConv.MicroKernels;

internal sealed class Crew
{
    internal const string Variable = "FUNCTIONALCONV_THREADS";

    /// <summary>The most threads of a crew: each takes memory of its own, and a process that has too many of them is ended by the system.</summary>
    internal const int MostThreads = 1024;

    private static readonly ConcurrentDictionary<int, Crew> Crews = new();
    private static readonly Lazy<int> Count = new(() => Read(Environment.GetEnvironmentVariable(Variable)));

    private readonly Lazy<Worker[]> workers;
    private Action<int> body = static _ => { };
    private int parts;
    private int busy;

    /// <summary>A crew of one's own; its workers live as long as the process, so ask for a shared one with <see cref="Of"/>.</summary>
    internal Crew(int threads)
    {
        Threads = threads;
        workers = new(() => [.. Enumerable.Range(1, threads - 1).Select(i => new Worker(this, i))]);
    }

    /// <summary>The number of threads a crew has by default: the processors, or what FUNCTIONALCONV_THREADS says.</summary>
    internal static int DefaultThreads => Count.Value;

    /// <summary>The caller and its workers together.</summary>
    internal int Threads { get; }

    /// <summary>The crew of this many threads, shared by everybody who asks for it.</summary>
    /// <exception cref="ArgumentException">There are fewer than 1 or more than <see cref="MostThreads"/>.</exception>
    internal static Crew Of(int threads) => Crews.GetOrAdd(Bounded(threads), static n => new Crew(n));

    /// <summary>A number of threads that was asked for, as it is.</summary>
    /// <exception cref="ArgumentException">It is below 1 or above <see cref="MostThreads"/>.</exception>
    internal static int Bounded(int threads) => IsCount(threads) ? threads
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A run takes 1 to {MostThreads} threads; it was given {threads}."), nameof(threads));

    private static bool IsCount(int threads) => threads is >= 1 and <= MostThreads;

    /// <summary>The number of threads a setting asks for; without a setting the number of processors.</summary>
    /// <exception cref="InvalidOperationException">The setting is no number from 1 to 1024.</exception>
    internal static int Read(string? setting)
    {
        if (string.IsNullOrEmpty(setting)) return Environment.ProcessorCount;
        if (int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && IsCount(threads)) return threads;
        throw new InvalidOperationException($"{Variable} is \"{setting}\"; it takes a number of threads from 1 to {MostThreads}.");
    }

    /// <summary>Runs body(0) … body(parts − 1), each once, and returns when all are done. A crew that is busy (a job inside a job, or two
    /// callers at once) runs them one after the other on the caller.</summary>
    /// <remarks>The first exception in the order of the threads reaches the caller, after every thread has stopped.</remarks>
    internal void Run(int parts, Action<int> body)
    {
        if (parts <= 1 || Threads == 1 || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++) body(part);
            return;
        }
        try
        {
            Share(parts, body);
        }
        finally
        {
            this.body = static _ => { };
            Volatile.Write(ref busy, 0);
        }
    }

    private void Share(int parts, Action<int> body)
    {
        (this.parts, this.body) = (parts, body);
        int helpers = Math.Min(Threads, parts) - 1;
        Worker[] team = workers.Value;
        for (int i = 0; i < helpers; i++) team[i].Start();
        ExceptionDispatchInfo? failure = Work(0);
        for (int i = 0; i < helpers; i++)
        {
            ExceptionDispatchInfo? other = team[i].Finish();
            failure ??= other;
        }
        failure?.Throw();
    }

    /// <summary>One thread's share of the job; what it threw, or null.</summary>
    internal ExceptionDispatchInfo? Work(int thread)
    {
        int threads = Math.Min(Threads, parts);
        int end = (int)((long)parts * (thread + 1) / threads);
        try
        {
            for (int part = (int)((long)parts * thread / threads); part < end; part++) body(part);
            return null;
        }
#pragma warning disable CA1031 // Whatever a share throws is the caller's to see.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }
}
