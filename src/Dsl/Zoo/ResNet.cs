// ResNet-18 (He, Zhang, Ren and Sun 2015, arXiv:1512.03385): eight residual blocks of two 3×3 convolutions; where the map halves, a 1×1 convolution projects the shortcut.
using static FunctionalConv.Layers;

namespace FunctionalConv;

public static partial class Zoo
{
    /// <summary>ResNet-18; 11,689,512 weights on [3, 224, 224] with 1000 classes, 11,173,962 with the small stem and 10 classes.</summary>
    /// <param name="classes">How many scores come out.</param>
    /// <param name="small">Whether the stem is the 3×3 one for small pictures, [3, 32, 32], instead of ImageNet's 7×7 one with max-pooling.</param>
    /// <param name="width">Filters of the first blocks; 64 in the paper.</param>
    /// <returns><c>[C, H, W] → [classes]</c>, <c>y = scores</c>; a block is <c>relu(shortcut(x) + body(x))</c>.</returns>
    /// <example><code>Zoo.ResNet18().On((3, 224, 224))</code></example>
    public static Layer ResNet18(int classes = 1000, bool small = false, int width = 64) =>
        (small ? Unit(width, 3, padding: 1) : Unit(width, 7, 2, 3).Then(MaxPool(3, 2, 1)))
            .Then(Basic(width).Repeat(2))
            .Then(Basic(2 * width, 2)).Then(Basic(2 * width))
            .Then(Basic(4 * width, 2)).Then(Basic(4 * width))
            .Then(Basic(8 * width, 2)).Then(Basic(8 * width))
            .Then(GlobalAveragePool).Then(Dense(classes));

    private static Layer Basic(int filters, int stride = 1) => Residual(
        Unit(filters, 3, stride, 1).Then(Normed(Conv(filters, 3, padding: 1, bias: false))),
        stride == 1 ? null : Normed(Conv(filters, 1, stride, bias: false))).Then(Relu);
}
