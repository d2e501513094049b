// What a run of a compiled model costs in garbage and memory, and what Explain says of it.
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionalConv.Properties.Running;

[Collection(Alone.Name)]
public class CompiledCosts
{
    private const int Runs = 50;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_over_spans_allocates_nothing(int threads)
    {
        Compiled<float> compiled = CompiledLaws.Model(threads).Compile();
        float[] x = CompiledLaws.Input<float>(2, 1).Values.ToArray(), y = new float[20];
        Assert.Equal(0, PerRun(() => compiled.Run(x, y)));
    }

    [Theory]
    [InlineData("lenet5", 1, 28)]
    [InlineData("resnet18", 3, 64)]
    [InlineData("mobilenet2", 3, 64)]
    [InlineData("unet", 1, 32)]
    public void A_run_of_a_network_of_the_zoo_allocates_nothing(string name, int channels, int side)
    {
        Layer layer = name switch { "lenet5" => Zoo.LeNet5(), "resnet18" => Zoo.ResNet18(width: 32), "mobilenet2" => Zoo.MobileNetV2(), _ => Zoo.UNet(width: 16) };
        Compiled<float> compiled = layer.Init((channels, side, side), 1).Compile(new(Backend.Simd, 2));
        float[] x = Tensor.Normal<float>((2, channels, side, side), 1).Values.ToArray(), y = new float[2 * compiled.Model.Network.Output.Count];
        Assert.Equal(0, PerRun(() => compiled.Run(x, y)));
    }

    [Fact]
    public void A_run_over_tensors_allocates_its_result_alone()
    {
        Compiled<float> compiled = CompiledLaws.Model(1).Compile();
        Tensor<float> x = CompiledLaws.Input<float>(2, 1);
        Shape ten = compiled.Run(x).Shape;
        double result = PerRun(() => GC.KeepAlive(new Tensor<float>(ten, new float[20])));
        Assert.Equal(result, PerRun(() => compiled.Run(x)));
    }

    [Fact]
    public void Eight_threads_at_once_are_right_and_their_memory_does_not_grow()
    {
        double seconds = Luck.Search > 0 ? 60 : 3;
        Compiled<float> compiled = CompiledLaws.Model(2).Compile();
        Tensor<float>[] inputs = [.. Enumerable.Range(0, 8).Select(i => CompiledLaws.Input<float>(1 + (i % 3), i))], expected = [.. inputs.Select(CompiledLaws.Model(2).Run)];
        int[] wrong = new int[8], runs = new int[8];
        long begun = Stopwatch.GetTimestamp(), early = 0;
        Thread[] threads = [.. inputs.Select((x, i) => new Thread(() =>
        {
            for (; Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds || runs[i] < 10; Volatile.Write(ref runs[i], runs[i] + 1))
                if (!compiled.Run(x).Equals(expected[i])) wrong[i]++;
        }))];
        foreach (Thread thread in threads) thread.Start();
        // Growth counts from where every thread has rented what it needs.
        while (Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds / 3 || Enumerable.Range(0, 8).Any(i => Volatile.Read(ref runs[i]) < 5)) Thread.Sleep(10);
        early = GC.GetTotalMemory(forceFullCollection: true);
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(new int[8], wrong);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - early, long.MinValue, 30_000_000);
    }

    [Fact]
    public void Explain_has_a_line_per_step()
    {
        Compiled<float> compiled = CompiledLaws.Model(2).Compile();
        string[] lines = compiled.Explain(2).TrimEnd('\n').Split('\n');
        Match sum = Regex.Match(lines[0], @"^batch 2, simd, Fast, threads 2: (\d+) steps, (\d\.\d{4}) GFLOP, \d+\.\d{4} ms, \d+ % of \d+\.\d GFLOP/s \(FMA loop in the same minute\); arena (\d+\.\d\d) MB$");
        Assert.True(sum.Success, lines[0]);
        Assert.Equal(2 + int.Parse(sum.Groups[1].Value, CultureInfo.InvariantCulture), lines.Length);
        Assert.Matches("^step +layout +shape +GFLOP +ms +peak +layer$", lines[1]);
        Assert.Equal(3, lines.Skip(2).Count(l => l.Contains(" % ", StringComparison.Ordinal))); // two convolutions and the dense layer
        Assert.Contains(lines, l => l.Contains("[2, 16, 12, 12]", StringComparison.Ordinal) && l.Contains("conv", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("0.0017", sum.Groups[2].Value); // 2 · 2 items · (16·16·9·144 + 16·16·9·36 + 576·10)
    }

    /// <summary>Bytes per run, the least of several rounds: the runtime, too, now and then allocates on a thread, when it compiles anew what runs often.</summary>
    private static double PerRun(Action run)
    {
        for (int i = 0; i < 3; i++) run();
        return Enumerable.Range(0, 6).Select(_ => Round(run)).Min();
    }

    private static double Round(Action run)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Runs; i++) run();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Runs;
    }
}
