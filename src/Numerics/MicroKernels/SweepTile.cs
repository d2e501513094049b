// What one call of a sweep or a strip reads and writes.
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

/// <summary>One tile of a blocked convolution.</summary>
internal unsafe struct SweepTile<T>
    where T : unmanaged
{
    /// <summary>Where the input of each (tap, block of channels) stands, from <see cref="A"/>.</summary>
    public int* Table;

    /// <summary>How many entries the table has.</summary>
    public nint Entries;

    /// <summary>Entries of a tap, the last of which has only <see cref="Last"/> channels; 0 where all are full.</summary>
    public nint Blocks;

    /// <summary>Channels of the last block of a tap, rounded up to <see cref="Sweeps{T}.Unroll"/>.</summary>
    public nint Last;

    /// <summary>The first pixel's input.</summary>
    public T* A;

    /// <summary>From the input of the first pixel to that of the first of the second half; the larger half comes first.</summary>
    public nint Second;

    /// <summary>Weights, streamed from front to back: [entry][channel that counts][vectors].</summary>
    public T* B;

    /// <summary>The first pixel's output.</summary>
    public T* Y;

    /// <summary>From a pixel's output to the next one's within a half.</summary>
    public nint Step;

    /// <summary>From the first pixel's output to that of the first of the second half.</summary>
    public nint YSecond;

    /// <summary>From the output's first vector to its second.</summary>
    public nint Next;

    /// <summary>What is added, or null; pixels are <see cref="Step"/> apart.</summary>
    public T* Add;

    /// <summary>As <see cref="YSecond"/>, of what is added.</summary>
    public nint AddSecond;

    /// <summary>As <see cref="Next"/>, of what is added.</summary>
    public nint AddNext;

    /// <summary>One number per output channel, or null.</summary>
    public T* Bias;

    /// <summary>Least of the result.</summary>
    public T Low;

    /// <summary>Most of the result.</summary>
    public T High;
}

/// <summary>One tile of a convolution of plain maps.</summary>
internal unsafe struct StripTile<T>
    where T : unmanaged
{
    /// <summary>Where the pixels of each (channel, tap) stand, from <see cref="X"/>.</summary>
    public int* Table;

    /// <summary>How many entries the table has.</summary>
    public nint Depth;

    /// <summary>The first pixel's input; the tile reads whole vectors from there.</summary>
    public T* X;

    /// <summary>Weights: [entry][filter].</summary>
    public T* A;

    /// <summary>The first filter's first output.</summary>
    public T* Y;

    /// <summary>From a filter's outputs to the next one's.</summary>
    public nint Row;

    /// <summary>From the first vector of pixels to the second; less than a vector where the second is moved back to end with the row.</summary>
    public nint Second;

    /// <summary>Pixels to write, for a row narrower than a vector.</summary>
    public nint Columns;

    /// <summary>What is added, laid out as the output, or null.</summary>
    public T* Add;

    /// <summary>One number per filter, or null.</summary>
    public T* Bias;

    /// <summary>Least of the result.</summary>
    public T Low;

    /// <summary>Most of the result.</summary>
    public T High;

    /// <summary>Memory for a whole tile, used when a row is narrower than a vector.</summary>
    public T* Whole;

    /// <summary>Copies what belongs to the row from the whole tile to the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Part(int rows, int width)
    {
        T* from = Whole, to = Y;
        for (int i = 0; i < rows; i++, from += width, to += Row)
            for (nint c = 0; c < Columns; c++) to[c] = from[c];
    }
}
