// A network on raw sound (after M5 of Dai et al. 2016, arXiv:1610.00087): one long first window in place of a spectrogram, then short ones.
using static FunctionalConv.Layers;

namespace FunctionalConv;

public static partial class Zoo
{
    /// <summary>Scores of a sound from its samples alone; 143,882 weights on [1, 16000], a second of sound, with 10 classes. At least 1,772 samples.</summary>
    /// <param name="classes">How many scores come out.</param>
    /// <param name="width">Filters of the first stages; the last has four times as many.</param>
    /// <returns><c>[1, samples] → [classes]</c>, <c>y = scores</c>.</returns>
    /// <example><code>Zoo.RawAudio().On((1, 16000))</code></example>
    public static Layer RawAudio(int classes = 10, int width = 64) =>
        Unit(width, 80, 4).Then(MaxPool(4)).Then(Unit(width, 3)).Then(MaxPool(4)).Then(Unit(2 * width, 3)).Then(MaxPool(4)).Then(Unit(4 * width, 3)).Then(MaxPool(4))
            .Then(GlobalAveragePool).Then(Dense(classes));
}
