// What a Winograd convolution reads and writes.
using FunctionalConv.Plans;

namespace FunctionalConv.MicroKernels;

/// <summary>What a Winograd convolution reads and writes.</summary>
internal unsafe struct WinogradOperands
{
    /// <summary>The banks of the points, that of the direct sums, and for every pair of filter blocks whether it is not even.</summary>
    public float* Weights, Direct, Uneven;

    public float* X, Bias, Add, Y, Scratch;
    public BlockedMaps From, Added, To;
}
