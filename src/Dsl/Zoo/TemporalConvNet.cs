// A temporal convolutional network (Bai, Kolter and Koltun 2018, arXiv:1803.01271): causal convolutions whose dilation doubles from block to block, so that an output
// sees 1 + 2 (kernel − 1)(2^levels − 1) past cells and no later one. Without the paper's weight normalization; the first block projects its shortcut.
using static FunctionalConv.Layers;

namespace FunctionalConv;

public static partial class Zoo
{
    /// <summary>A temporal convolutional network: a sequence [C, W] to one of the same length, no output of which sees a later input.</summary>
    /// <param name="outputs">Numbers per step.</param>
    /// <param name="width">Filters of every convolution.</param>
    /// <param name="levels">How many residual blocks; dilations are 1, 2, 4, …</param>
    /// <param name="kernel">Taps of every convolution.</param>
    /// <param name="dropout">The rate at which channels are dropped in training.</param>
    /// <exception cref="ArgumentException">There are not 1 to 19 levels.</exception>
    /// <returns><c>[C, W] → [outputs, W]</c>, <c>y[t] = a function of x[t − 2 (kernel − 1)(2^levels − 1)] … x[t]</c>.</returns>
    /// <example><code>Zoo.TemporalConvNet(5).On((4, 400))</code></example>
    public static Layer TemporalConvNet(int outputs, int width = 32, int levels = 6, int kernel = 3, double dropout = 0.1) => levels is >= 1 and <= 19
        ? Enumerable.Range(0, levels).Select(i => Past(width, kernel, 1 << i, dropout, first: i == 0)).Aggregate((net, block) => net.Then(block)).Then(Conv(outputs, 1))
        : throw new ArgumentException($"TemporalConvNet needs 1 to 19 levels; it was given {levels}.", nameof(levels));

    private static Layer Past(int width, int kernel, int dilation, double dropout, bool first) => Residual(
        Conv(width, kernel, padding: Causal, dilation: dilation).Then(Relu).Then(Dropout(dropout, byChannel: true)).Repeat(2),
        first ? Conv(width, 1) : null).Then(Relu);
}
