// The register tiles of this process, by type: how many rows the tallest has, how many columns a vector has, and the function for each
// (rows, vectors). The functions are generated (generate.cs says what they compute); they are called through pointers and never inlined,
// because the register allocator does well only on a small method of its own.
using System.Numerics;
using System.Runtime.Intrinsics;

namespace FunctionalConv.MicroKernels;

internal static unsafe class Tiles<T>
    where T : unmanaged
{
    /// <summary>Steps of k that packed A keeps together for one row.</summary>
    internal const int Chunk = 16;

    /// <summary>Rows of the tallest tile.</summary>
    internal static readonly int Rows = Capabilities.Current switch
    {
        Capability.Avx512 => Avx512Tiles.Rows,
        Capability.Avx2 => Avx2Tiles.Rows,
        Capability.AdvSimd => AdvSimdTiles.Rows,
        _ => PortableTiles.Rows,
    };

    /// <summary>Columns of one vector; a tile has one or two vectors.</summary>
    internal static readonly int Lanes = Capabilities.Current switch
    {
        Capability.Avx512 => Vector512<T>.Count,
        Capability.Avx2 => Vector256<T>.Count,
        Capability.AdvSimd => Vector128<T>.Count,
        _ => Vector<T>.Count,
    };

    private static readonly nint[] Functions = (Capabilities.Current, typeof(T) == typeof(float)) switch
    {
        (Capability.Avx512, true) => Avx512Tiles.Float,
        (Capability.Avx512, false) => Avx512Tiles.Double,
        (Capability.Avx2, true) => Avx2Tiles.Float,
        (Capability.Avx2, false) => Avx2Tiles.Double,
        (Capability.AdvSimd, true) => AdvSimdTiles.Float,
        (Capability.AdvSimd, false) => AdvSimdTiles.Double,
        (_, true) => PortableTiles.Float,
        _ => PortableTiles.Double,
    };

    /// <summary>The function of a tile of 1 to <see cref="Rows"/> rows and 1 or 2 vectors.</summary>
    internal static delegate*<nint, T*, T*, nint, T*, nint, T, T, void> Of(int rows, int vectors) =>
        (delegate*<nint, T*, T*, nint, T*, nint, T, T, void>)Functions[(2 * rows) + vectors - 3];
}
