// How a graph is made ready to run. A value: part of cache keys.
namespace FunctionalConv.Plans;

/// <summary>Which algorithms a plan may choose.</summary>
public enum Accuracy
{
    /// <summary>
    /// Algorithms that trade a bounded, small error for speed are allowed: minimal filtering (Winograd) in float, Fourier transforms for very large kernels.
    /// An output of minimal filtering is off by at most 1e-4 · ‖the filter's taps that lie on the map‖₂ · ‖the inputs under them‖₂, with evenly spread numbers by less
    /// than 1e-6 of it. Tiles (4 × 4 outputs) that read more than 64 times the norm of what one of their windows sees, numbers that are not finite, norms outside
    /// 2⁻⁴⁰ … 2⁴⁰, and 2 blocks of filters of which one has a tap 32 times as large as another, are added up directly. So an ∞, a NaN or an outlier changes the
    /// outputs that see it and no others, and no item of a batch changes another. An image is transformed when its norm is at most 1e6 times that of every window.
    /// </summary>
    Fast,

    /// <summary>Only algorithms that add up the direct products.</summary>
    Exact,
}

/// <summary>How a graph is made ready to run.</summary>
/// <param name="Backend">Who multiplies matrices.</param>
/// <param name="Threads">Threads of one run, 1 to 1024; results do not depend on it.</param>
/// <param name="Accuracy">Which algorithms may be chosen.</param>
/// <exception cref="ArgumentException">There are fewer than 1 or more than 1024 threads.</exception>
[TypeFormatterSource(typeof(ShownSource))]
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
