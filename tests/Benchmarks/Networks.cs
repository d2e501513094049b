// The whole networks of the speed comparison: the zoo's, on the inputs of nets.py of ../shared/bench. Weight counts are the published ones (NetworkRow checks them).
namespace FunctionalConv.Benchmarks;

/// <summary>A network, the shape of an item, and its trained weights.</summary>
internal sealed record Whole(Layer Layer, Shape Input, int Weights);

internal static class Networks
{
    public static Whole Named(string name) => name switch
    {
        "lenet" => new(Zoo.LeNet5(), (1, 28, 28), 61_706),
        "resnet18" => new(Zoo.ResNet18(), (3, 224, 224), 11_689_512),
        "resnet18-small" => new(Zoo.ResNet18(10, small: true), (3, 32, 32), 11_173_962),
        "mobilenet2" => new(Zoo.MobileNetV2(), (3, 224, 224), 3_504_872),
        "unet" => new(Zoo.UNet(), (1, 256, 256), 1_926_466),
        "audio" => new(Zoo.RawAudio(), (1, 16000), 143_882),
        _ => throw new NotSupportedException($"There is no network '{name}'."),
    };
}
