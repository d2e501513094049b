// The zoo: networks of the literature as values. Each is a few lines of the same layers that everyone composes; the input's shape and channels come from the data.
using static FunctionalConv.Layers;

namespace FunctionalConv;

/// <summary>Networks of the literature as values, each in a few lines. <c>width</c> narrows or widens one without changing its form.</summary>
public static partial class Zoo
{
    /// <summary>A convolution without bias, then batch normalization and relu.</summary>
    private static Layer Unit(int filters, Extent kernel, int stride = 1, int padding = 0) => Normed(Conv(filters, kernel, stride, padding, bias: false)).Then(Relu);

    private static Layer Normed(Layer layer) => layer.Then(BatchNorm());
}
