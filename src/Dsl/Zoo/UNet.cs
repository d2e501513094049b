// U-Net (Ronneberger, Fischer and Brox 2015, arXiv:1505.04597; in 3-D Çiçek et al. 2016, arXiv:1606.06650): down by max-pooling, up by transposed convolutions, and
// on every level a bridge that puts the maps from before beside those from below. Padded, so that every cell gets a score.
using static FunctionalConv.Layers;

namespace FunctionalConv;

public static partial class Zoo
{
    /// <summary>
    /// U-Net for signals, pictures [C, H, W] and volumes [C, D, H, W] alike: scores per cell; 1,926,466 weights on [1, 256, 256]. Sides are multiples of 2^(levels − 1).
    /// </summary>
    /// <param name="classes">How many scores every cell gets.</param>
    /// <param name="width">Filters of the first level; every level below has twice as many.</param>
    /// <param name="levels">How many levels, at least 1.</param>
    /// <exception cref="ArgumentException">Fewer than 1 level.</exception>
    /// <returns><c>[C, n…] → [classes, n…]</c>, <c>y = scores</c> of every cell.</returns>
    /// <example><code>Zoo.UNet().On((1, 256, 256))</code></example>
    public static Layer UNet(int classes = 2, int width = 32, int levels = 4) => levels >= 1
        ? Level(width, levels).Then(Conv(classes, 1))
        : throw new ArgumentException($"UNet needs at least 1 level; it was given {levels}.", nameof(levels));

    private static Layer Level(int width, int levels)
    {
        Layer twice = Unit(width, 3, padding: 1).Repeat(2);
        return levels == 1 ? twice : twice.Then(Skip(MaxPool(2).Then(Level(2 * width, levels - 1)).Then(ConvTransposed(width, 2, 2)))).Then(twice);
    }
}
