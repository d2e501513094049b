// MobileNetV2 (Sandler et al. 2018, arXiv:1801.04381): inverted residuals, which widen by a 1×1 convolution, filter every channel by itself, and narrow again.
using static FunctionalConv.Layers;

namespace FunctionalConv;

public static partial class Zoo
{
    /// <summary>The paper's table 2: expansion, channels, times, stride of the first.</summary>
    private static readonly (int Expansion, int Channels, int Times, int Stride)[] Bottlenecks =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    /// <summary>MobileNetV2; 3,504,872 weights on [3, 224, 224] with 1000 classes and width 1.</summary>
    /// <param name="classes">How many scores come out.</param>
    /// <param name="width">The paper's width multiplier; channels are rounded to multiples of 8.</param>
    /// <exception cref="ArgumentException">The width is not a finite number above 0.</exception>
    /// <returns><c>[C, H, W] → [classes]</c>, <c>y = scores</c>; a block is <c>x + narrow(filter(widen(x)))</c>.</returns>
    /// <example><code>Zoo.MobileNetV2().On((3, 224, 224))</code></example>
    public static Layer MobileNetV2(int classes = 1000, double width = 1)
    {
        if (!(double.IsFinite(width) && width > 0)) throw new ArgumentException($"MobileNetV2 needs a finite width above 0; it was given {width.ToString(System.Globalization.CultureInfo.InvariantCulture)}.", nameof(width));
        int channels = Eights(32 * width);
        Layer net = Normed(Conv(channels, 3, 2, 1, bias: false)).Then(Relu6);
        foreach (var (expansion, wide, times, first) in Bottlenecks)
            for (int i = 0, to = Eights(wide * width); i < times; i++, channels = to) net = net.Then(Inverted(channels, to, i == 0 ? first : 1, expansion));
        return net.Then(Normed(Pointwise(Eights(1280 * Math.Max(1, width)), bias: false))).Then(Relu6)
            .Then(GlobalAveragePool).Then(Dropout(0.2)).Then(Dense(classes));
    }

    private static Layer Inverted(int from, int to, int stride, int expansion)
    {
        Layer body = Normed(DepthwiseConv(3, stride, 1, bias: false)).Then(Relu6).Then(Normed(Pointwise(to, bias: false)));
        if (expansion > 1) body = Normed(Pointwise(from * expansion, bias: false)).Then(Relu6).Then(body);
        return stride == 1 && from == to ? Residual(body) : body;
    }

    /// <summary>The nearest multiple of 8 that is at least 8 and not below nine tenths of the number, as in the authors' code.</summary>
    private static int Eights(double channels)
    {
        int near = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return near < 0.9 * channels ? near + 8 : near;
    }
}
