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

/// <summary>How convolutions are computed.</summary>
public enum ConvolutionAlgorithm
{
    /// <summary>By rules that look at shapes: direct, Winograd, as a product, through Fourier transforms.</summary>
    Automatic,

    /// <summary>Through Fourier transforms wherever their accuracy is allowed and they fit memory.</summary>
    Fourier,
}

/// <summary>How a graph is made ready to run.</summary>
/// <param name="Backend">Who multiplies matrices.</param>
/// <param name="Threads">Threads of one run; results do not depend on it.</param>
/// <param name="Accuracy">Which algorithms may be chosen.</param>
public sealed record PlanOptions(Backend Backend, int Threads, Accuracy Accuracy = Accuracy.Fast)
{
    /// <summary>The default backend with one thread per processor.</summary>
    public static PlanOptions Default => new(Backend.Default, MicroKernels.Crew.DefaultThreads);

    /// <summary>How convolutions are computed.</summary>
    public ConvolutionAlgorithm Convolutions { get; init; }

    /// <summary>Only primitives' naive meanings run: the oracle.</summary>
    internal bool Naive { get; init; }
}
