// The sweeps of this process, by type: the register tiles of the blocked convolution. Generated (generate.cs says what they compute), called through pointers.
namespace FunctionalConv.MicroKernels;

internal static unsafe class Sweeps<T>
    where T : unmanaged
{
    /// <summary>Whether there are sweeps for this type: float and double.</summary>
    internal static bool Supported => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>Channels that a sweep takes at once.</summary>
    internal const int Unroll = 2;

    /// <summary>Pixels of the widest tile.</summary>
    internal static readonly int Pixels = Tiles<T>.Rows;

    /// <summary>Channels of a block: one vector.</summary>
    internal static readonly int Lanes = Tiles<T>.Lanes;

    private static readonly nint[] Functions = (Capabilities.Current, typeof(T) == typeof(float)) switch
    {
        (Capability.Avx512, true) => Avx512Sweeps.Float,
        (Capability.Avx512, false) => Avx512Sweeps.Double,
        (Capability.Avx2, true) => Avx2Sweeps.Float,
        (Capability.Avx2, false) => Avx2Sweeps.Double,
        (Capability.AdvSimd, true) => AdvSimdSweeps.Float,
        (Capability.AdvSimd, false) => AdvSimdSweeps.Double,
        (_, true) => PortableSweeps.Float,
        _ => PortableSweeps.Double,
    };

    /// <summary>The function for 1 to <see cref="Pixels"/> pixels, 1 or 2 vectors of filters, 1 or 2 cells between pixels.</summary>
    internal static delegate*<SweepTile<T>*, void> Of(int pixels, int vectors, int stride) => At(stride - 1, pixels, vectors);

    /// <summary>The function for pixels that are neighbouring numbers of a plain row: an entry of its table is one channel.</summary>
    internal static delegate*<SweepTile<T>*, void> OfPlain(int pixels, int vectors) => At(2, pixels, vectors);

    private static delegate*<SweepTile<T>*, void> At(int kind, int pixels, int vectors) =>
        (delegate*<SweepTile<T>*, void>)Functions[((((kind * Pixels) + pixels) - 1) * 2) + vectors - 1];
}
