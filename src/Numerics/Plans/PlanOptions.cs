// How a graph is made ready to run. A value: part of cache keys.
namespace FunctionalConv.Plans;

/// <summary>Which algorithms a plan may choose.</summary>
public enum Accuracy
{
    /// <summary>Algorithms that trade a bounded, small error for speed are allowed in float.</summary>
    Fast,

    /// <summary>Only algorithms that add up the direct products.</summary>
    Exact,
}

/// <summary>How a graph is made ready to run.</summary>
/// <param name="Backend">Who multiplies matrices.</param>
/// <param name="Threads">Threads of one run, 1 to 1024; results do not depend on it.</param>
/// <param name="Accuracy">Which algorithms may be chosen.</param>
/// <exception cref="ArgumentException">There are fewer than 1 or more than 1024 threads.</exception>
public sealed record PlanOptions(Backend Backend, int Threads, Accuracy Accuracy = Accuracy.Fast)
{
    /// <summary>Threads of one run, 1 to 1024; results do not depend on it.</summary>
    /// <exception cref="ArgumentException">There are fewer than 1 or more than 1024.</exception>
    public int Threads { get; init => field = MicroKernels.Crew.Bounded(value); } = MicroKernels.Crew.Bounded(Threads);

    /// <summary>The default backend with one thread per processor.</summary>
    public static PlanOptions Default => new(Backend.Default, MicroKernels.Crew.DefaultThreads);

    /// <summary>How convolutions are computed, each that the algorithm can do; the rules choose for the others.</summary>
    public ConvolutionAlgorithm Convolutions { get; init; }

    /// <summary>Algorithms of single convolutions, as a timed trial found them; they go before <see cref="Convolutions"/>. By default none.</summary>
    public Choices Choices { get; init; } = Choices.None;

    /// <summary>Only primitives' naive meanings run: the oracle.</summary>
    internal bool Naive { get; init; }

    /// <summary>Every buffer has memory of its own with a zone behind it that nobody may write: for tests.</summary>
    internal bool Guarded { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(PlanOptions), PrintMembers);
}
