// The whole networks of the speed comparison as values; nets.py of ../shared/bench builds the same. Weight counts are the published ones (NetworkRow checks them).
using static FunctionalConv.Layers;

namespace FunctionalConv.Benchmarks;

/// <summary>A network, the shape of an item, and its trained weights.</summary>
internal sealed record Whole(Layer Layer, Shape Input, int Weights);

internal static class Networks
{
    public static Whole Named(string name) => name switch
    {
        "lenet" => LeNet,
        "resnet18" => new(ResNet18(Unit(64, 7, 2, 3).Then(MaxPool(3, 2, 1)), 1000), (3, 224, 224), 11_689_512),
        "resnet18-small" => new(ResNet18(Unit(64, 3, 1, 1), 10), (3, 32, 32), 11_173_962),
        "mobilenet2" => MobileNet2,
        "unet" => UNet,
        "audio" => Audio,
        _ => throw new NotSupportedException($"There is no network '{name}'."),
    };

    /// <summary>LeNet-5 of the lecture.</summary>
    private static Whole LeNet => new(
        Conv(6, 5, padding: 2).Then(Relu).Then(MaxPool(2)).Then(Conv(16, 5)).Then(Relu).Then(MaxPool(2))
            .Then(Flatten).Then(Dense(120)).Then(Relu).Then(Dense(84)).Then(Relu).Then(Dense(10)), (1, 28, 28), 61_706);

    /// <summary>MobileNetV2 of width 1 (Sandler et al. 2018, arXiv:1801.04381).</summary>
    private static Whole MobileNet2
    {
        get
        {
            Layer net = Normed(Conv(32, 3, 2, 1, bias: false)).Then(Relu6);
            int channels = 32;
            (int Expansion, int Channels, int Times, int Stride)[] stages = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];
            foreach (var (expansion, to, times, stride) in stages)
                for (int i = 0; i < times; i++, channels = to) net = net.Then(Inverted(channels, to, i == 0 ? stride : 1, expansion));
            net = net.Then(Normed(Pointwise(1280, bias: false))).Then(Relu6).Then(GlobalAveragePool).Then(Dropout(0.2)).Then(Dense(1000));
            return new(net, (3, 224, 224), 3_504_872);
        }
    }

    /// <summary>Four levels, 32-64-128-256 channels, 2×2 transposed convolutions up (after Ronneberger et al. 2015, arXiv:1505.04597).</summary>
    private static Whole UNet => new(Level(0).Then(Conv(2, 1)), (1, 256, 256), 1_926_466);

    /// <summary>A raw-audio net (after M5, Dai et al. 2016, arXiv:1610.00087).</summary>
    private static Whole Audio => new(
        Unit(64, 80, 4, 0).Then(MaxPool(4)).Then(Unit(64, 3, 1, 0)).Then(MaxPool(4)).Then(Unit(128, 3, 1, 0)).Then(MaxPool(4)).Then(Unit(256, 3, 1, 0)).Then(MaxPool(4))
            .Then(GlobalAveragePool).Then(Dense(10)), (1, 16000), 143_882);

    private static Layer Normed(Layer layer) => layer.Then(BatchNorm());

    private static Layer Unit(int filters, int kernel, int stride, int padding) => Normed(Conv(filters, kernel, stride, padding, bias: false)).Then(Relu);

    /// <summary>ResNet-18 after its stem (He et al. 2015, arXiv:1512.03385).</summary>
    private static Layer ResNet18(Layer stem, int classes)
    {
        (int To, int Stride)[] blocks = [(64, 1), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1)];
        return blocks.Aggregate(stem, (net, b) => net.Then(Basic(b.To, b.Stride))).Then(GlobalAveragePool).Then(Dense(classes));
    }

    private static Layer Basic(int to, int stride) => Residual(
        Unit(to, 3, stride, 1).Then(Normed(Conv(to, 3, padding: 1, bias: false))),
        stride == 1 ? null : Normed(Conv(to, 1, stride, bias: false))).Then(Relu);

    private static Layer Inverted(int from, int to, int stride, int expansion)
    {
        Layer body = Normed(DepthwiseConv(3, stride, 1, bias: false)).Then(Relu6).Then(Normed(Pointwise(to, bias: false)));
        if (expansion > 1) body = Normed(Pointwise(from * expansion, bias: false)).Then(Relu6).Then(body);
        return stride == 1 && from == to ? Residual(body) : body;
    }

    /// <summary>A level of the U: down, the levels below beside its own maps, up again.</summary>
    private static Layer Level(int k)
    {
        int width = 32 << k;
        Layer twice = Unit(width, 3, 1, 1).Then(Unit(width, 3, 1, 1));
        return k == 3 ? twice : twice.Then(Skip(MaxPool(2).Then(Level(k + 1)).Then(ConvTransposed(width, 2, 2)))).Then(twice);
    }
}
