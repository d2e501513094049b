// Kernels through models of one layer: each algorithm that can take a convolution on the same shapes, then depthwise convolutions and poolings.
using BenchmarkDotNet.Attributes;
using FunctionalConv.Plans;
using static FunctionalConv.Layers;

namespace FunctionalConv.Benchmarks;

/// <summary>One layer, compiled; plain numbers in and out.</summary>
public class LayerSuite
{
    private Compiled<float> compiled = null!;
    private float[] x = [], y = [];

    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    public static IEnumerable<string> Kernels => Cases.Keys;

    private static readonly Dictionary<string, (Layer Layer, Shape Input, ConvolutionAlgorithm Algorithm)> Cases = new()
    {
        ["sweeps 3×3, 64 × 56²"] = (Conv(64, 3, padding: 1), (64, 56, 56), ConvolutionAlgorithm.Blocks),
        ["strips 3×3, 64 × 56²"] = (Conv(64, 3, padding: 1), (64, 56, 56), ConvolutionAlgorithm.Strips),
        ["im2col 3×3, 64 × 56²"] = (Conv(64, 3, padding: 1), (64, 56, 56), ConvolutionAlgorithm.Columns),
        ["Winograd 3×3, 64 × 56²"] = (Conv(64, 3, padding: 1), (64, 56, 56), ConvolutionAlgorithm.Winograd),
        ["sweeps 3×3, 256 × 14²"] = (Conv(256, 3, padding: 1), (256, 14, 14), ConvolutionAlgorithm.Blocks),
        ["Winograd 3×3, 256 × 14²"] = (Conv(256, 3, padding: 1), (256, 14, 14), ConvolutionAlgorithm.Winograd),
        ["sweeps 1×1, 256 × 14²"] = (Conv(256, 1), (256, 14, 14), ConvolutionAlgorithm.Blocks),
        ["strips 1×1, 256 × 14²"] = (Conv(256, 1), (256, 14, 14), ConvolutionAlgorithm.Strips),
        ["strips 7×7 stride 2, 3 × 224²"] = (Conv(64, 7, stride: 2, padding: 3), (3, 224, 224), ConvolutionAlgorithm.Strips),
        ["depthwise 3×3, 144 × 56²"] = (Conv(144, 3, padding: 1, groups: 144), (144, 56, 56), ConvolutionAlgorithm.Depthwise),
        ["depthwise 3×3, 960 × 7²"] = (Conv(960, 3, padding: 1, groups: 960), (960, 7, 7), ConvolutionAlgorithm.Depthwise),
        ["maxpool 3×3 stride 2, 64 × 112²"] = (MaxPool(3, 2, 1), (64, 112, 112), ConvolutionAlgorithm.Automatic),
        ["averagepool 2×2, 64 × 56²"] = (AveragePool(2), (64, 56, 56), ConvolutionAlgorithm.Automatic),
    };

    [GlobalSetup]
    public void Compile()
    {
        var (layer, input, algorithm) = Cases[Kernel];
        compiled = layer.On(input).Init<float>(1).Compile(PlanOptions.Default with { Convolutions = algorithm });
        x = [.. Protocol.Values(0, input).Values];
        y = new float[compiled.Model.Network.Output.Count];
        compiled.Run(x, y);
    }

    [Benchmark]
    public void Layer() => compiled.Run(x, y);
}
