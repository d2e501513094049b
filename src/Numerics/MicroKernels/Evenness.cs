// Evenness: how far numbers may lie apart where an algorithm mixes those that no window sees together (minimal filtering). Its error is a small share of the largest
// number of a tile; an output whose window holds much smaller ones would lose them. Energies are sums of squares: over the channels of a cell, a window, a tile.
//   a tile is even      when no window of its outputs sees less than 1 / MostTile of the norm of all that the tile reads
//   a filter is even    when no tap has less than 1 / MostTaps of the norm of the largest, over its channels
// What is not finite is never even, nor what is so large or small that products of it might overflow or vanish.
namespace FunctionalConv.MicroKernels;

/// <summary>What minimal filtering may compute; anything else is added up directly.</summary>
internal static class Evenness
{
    /// <summary>How many times the norm of a tile may be that of a window.</summary>
    internal const double MostTile = 64;

    /// <summary>How many times the norm of a filter's tap may be that of another.</summary>
    internal const double MostTaps = 32;

    /// <summary>Energies between which products keep their digits: 2⁻⁸⁰ and 2⁸⁰.</summary>
    private const double Least = 1 / Most, Most = 1.2089258196146292e24;

    /// <summary>Whether a tile's energy is near that of its windows; the answer no may be wrong where energies were added up in float.</summary>
    internal static bool OfTile(double whole, double least) => whole >= Least && whole <= Most && whole <= MostTile * MostTile * least;

    /// <summary>Whether a filter's taps are near each other; zeros alone are.</summary>
    internal static bool OfTaps(double largest, double least) => largest == 0 || (largest >= Least && largest <= Most && largest <= MostTaps * MostTaps * least);
}
