// VGG (Simonyan and Zisserman 2014, arXiv:1409.1556): 3×3 convolutions only, five stages that each halve the map; configuration D.
using static FunctionalConv.Layers;

namespace FunctionalConv;

public static partial class Zoo
{
    /// <summary>VGG-16: thirteen 3×3 convolutions in five stages, three dense layers; 138,357,544 weights on [3, 224, 224] with 1000 classes. Sides are 32 or more.</summary>
    /// <param name="classes">How many scores come out.</param>
    /// <param name="width">Filters of the first stage; 64 in the paper. The dense layers have 64 times as many.</param>
    /// <returns><c>[C, H, W] → [classes]</c>, <c>y = scores</c>.</returns>
    /// <example><code>Zoo.Vgg16().On((3, 224, 224))</code></example>
    public static Layer Vgg16(int classes = 1000, int width = 64) =>
        Stage(2, width).Then(Stage(2, 2 * width)).Then(Stage(3, 4 * width)).Then(Stage(3, 8 * width)).Then(Stage(3, 8 * width))
            .Then(Flatten).Then(Dense(64 * width).Then(Relu).Then(Dropout(0.5)).Repeat(2)).Then(Dense(classes));

    private static Layer Stage(int times, int filters) => Conv(filters, 3, padding: 1).Then(Relu).Repeat(times).Then(MaxPool(2));
}
