// The whole networks of networks.json at batch 1, forward, compiled.
using BenchmarkDotNet.Attributes;

namespace FunctionalConv.Benchmarks;

/// <summary>A network of the zoo; plain numbers in and out.</summary>
public class NetworkSuite
{
    private Compiled<float> compiled = null!;
    private float[] x = [], y = [];

    [Params("lenet", "resnet18", "resnet18-small", "mobilenet2", "unet", "audio")]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Compile()
    {
        Whole whole = Networks.Named(Name);
        compiled = whole.Layer.On(whole.Input).Init<float>(1).Compile();
        x = [.. Protocol.Values(0, whole.Input).Values];
        y = new float[compiled.Model.Network.Output.Count];
        compiled.Run(x, y);
    }

    [Benchmark]
    public void Forward() => compiled.Run(x, y);
}
