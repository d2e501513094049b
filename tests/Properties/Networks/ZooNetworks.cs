// The zoo's networks as the tests see them: as published, with their number of weights; and narrow ones on small inputs, whose gradients are quick to check.
using System.Globalization;

namespace FunctionalConv.Properties.Networks;

/// <summary>A network of the zoo on an input, with its trained weights and the shape of its output.</summary>
public sealed record ZooNetwork(string Name, Layer Layer, Shape Input, long Weights, Shape Output)
{
    /// <summary>Counts without a source are added up by hand: taps · channels in · filters, and biases, scales and shifts.</summary>
    public static ZooNetwork[] Published { get; } =
    [
        new("LeNet-5", Zoo.LeNet5(), (1, 28, 28), 61_706, 10),
        new("VGG-16", Zoo.Vgg16(), (3, 224, 224), 138_357_544, 1000),
        new("ResNet-18", Zoo.ResNet18(), (3, 224, 224), 11_689_512, 1000),
        new("ResNet-18, small stem", Zoo.ResNet18(10, small: true), (3, 32, 32), 11_173_962, 10),
        new("MobileNetV2", Zoo.MobileNetV2(), (3, 224, 224), 3_504_872, 1000),
        new("MobileNetV2, half as wide", Zoo.MobileNetV2(width: 0.5), (3, 224, 224), 1_968_680, 1000),
        new("U-Net", Zoo.UNet(), (1, 256, 256), 1_926_466, (2, 256, 256)),
        new("U-Net, 3-D", Zoo.UNet(3, width: 16, levels: 3), (2, 16, 24, 8), Volume(2, 3), (3, 16, 24, 8)),
        new("raw audio", Zoo.RawAudio(), (1, 16000), 143_882, 10),
        new("temporal convolutions", Zoo.TemporalConvNet(5), (4, 400), (4 * 32) + 32 + (3 * 4 * 32) + 32 + (11 * ((3 * 32 * 32) + 32)) + (5 * 32) + 5, (5, 400)),
        new("autoencoder", Zoo.Autoencoder(), (1, 32, 32), 47_625, (1, 32, 32)),
    ];

    /// <summary>Every network of the zoo, narrow, on an input that its deepest map shrinks to few cells of.</summary>
    public static ZooNetwork[] Narrow { get; } =
    [
        new("LeNet-5", Zoo.LeNet5(), (1, 16, 16), 0, 10),
        new("VGG-16", Zoo.Vgg16(5, width: 2), (3, 32, 32), 0, 5),
        new("ResNet-18", Zoo.ResNet18(5, width: 4), (3, 48, 48), 0, 5),
        new("ResNet-18, small stem", Zoo.ResNet18(5, small: true, width: 4), (3, 16, 16), 0, 5),
        new("MobileNetV2", Zoo.MobileNetV2(5, width: 0.1), (3, 32, 32), 0, 5),
        new("U-Net", Zoo.UNet(width: 4, levels: 3), (1, 16, 16), 0, (2, 16, 16)),
        new("U-Net, 3-D", Zoo.UNet(width: 3, levels: 2), (1, 4, 8, 6), 0, (2, 4, 8, 6)),
        new("raw audio", Zoo.RawAudio(5, width: 4), (1, 3000), 0, 5),
        new("temporal convolutions", Zoo.TemporalConvNet(3, width: 6, levels: 4), (2, 40), 0, (3, 40)),
        new("autoencoder", Zoo.Autoencoder(width: 4), (1, 16, 16), 0, (1, 16, 16)),
    ];

    public override string ToString() => $"{Name} on {Input}";

    /// <summary>The number as summaries print it.</summary>
    public string Printed => Weights.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A volume's U-Net of width 16 and three levels: 16, 32 and 64 filters.</summary>
    private static long Volume(int channels, int classes)
    {
        static long Twice(int from, int to) => (27L * from * to) + (2 * to) + (27L * to * to) + (2 * to);
        return Twice(channels, 16) + Twice(16, 32) + Twice(32, 64) + (8 * 64 * 32) + 32 + Twice(64, 32) + (8 * 32 * 16) + 16 + Twice(32, 16) + (16 * classes) + classes;
    }
}
