// The strips of this process, by type: the register tiles of the convolution of plain maps. Generated (generate.cs says what they compute).
namespace FunctionalConv.MicroKernels;

internal static unsafe class Strips<T>
    where T : unmanaged
{
    /// <summary>Filters of the tallest tile.</summary>
    internal static readonly int Filters = Tiles<T>.Rows;

    /// <summary>Pixels of one vector; a tile has one or two.</summary>
    internal static readonly int Lanes = Tiles<T>.Lanes;

    private static readonly nint[] Functions = (Capabilities.Current, typeof(T) == typeof(float)) switch
    {
        (Capability.Avx512, true) => Avx512Strips.Float,
        (Capability.Avx512, false) => Avx512Strips.Double,
        (Capability.Avx2, true) => Avx2Strips.Float,
        (Capability.Avx2, false) => Avx2Strips.Double,
        (Capability.AdvSimd, true) => AdvSimdStrips.Float,
        (Capability.AdvSimd, false) => AdvSimdStrips.Double,
        (_, true) => PortableStrips.Float,
        _ => PortableStrips.Double,
    };

    /// <summary>The function for 1 to <see cref="Filters"/> filters and 1 or 2 vectors of pixels.</summary>
    internal static delegate*<StripTile<T>*, void> Of(int filters, int vectors) => (delegate*<StripTile<T>*, void>)Functions[(2 * filters) + vectors - 3];
}
