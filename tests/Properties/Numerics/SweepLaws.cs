// Convolutions over blocks of channels: wide enough that the plan blocks them, with channels that fill a block and channels that do not, chained so that
// maps stay blocked, with borders of several widths on one line.
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Numerics;

public class SweepLaws
{
    [Law(60)]
    public void Blocked_convolutions_are_what_plain_loops_give(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Agrees<double>(x, 1e-10, 8, 16);
        Agrees<float>(x, 1e-4, 16, 30);
    }

    [Law(60)]
    public void Few_channels_give_blocks_that_are_full_or_nearly_so(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        int Filters(int lanes) => ((1 + x.Pick(3, 1)) * lanes) - x.Pick(lanes / 4, 2);
        Agrees<double>(x, 1e-10, 3, Filters(Sweeps<double>.Lanes));
        Agrees<float>(x, 1e-4, 3, Filters(Sweeps<float>.Lanes));
    }

    [Law(40)]
    public void Depthwise_convolutions_are_what_plain_loops_give(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Agrees<double>(x, 1e-10, 1, 16, 16);
        Agrees<float>(x, 1e-4, 1, 32, 32);
    }

    [Law(25)]
    public void A_chain_stays_blocked_and_every_reader_finds_its_border(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Frame wide = Border(x, 2), narrow = Border(x, 1);
        var sheet = new Sheet(x.Seed);
        int lanes = Sweeps<double>.Lanes, channels = 2 * lanes;
        Shape maps = x.Maps.With(1, channels), kernel = x.Kernels.With(0, channels).With(1, channels);
        for (int i = 2; i < kernel.Rank; i++) kernel = kernel.With(i, 3);
        Node a = sheet.Real("x", maps).Correlate(sheet.Real("first", kernel), narrow).Map(Unary.Relu);
        Node b = a.Correlate(sheet.Real("second", kernel), narrow), c = a.Correlate(sheet.Real("third", kernel), wide);
        Graph graph = sheet.Builder.Build(("b", b), ("c", c), ("a", a));
        Results<double> expected = sheet.Run<double>(graph, Sheet.Naive), found = sheet.Run<double>(graph, new(Backend.Simd, 2));
        foreach (string name in (string[])["a", "b", "c"]) Agree.Within(1e-10, expected[name], found[name], name);
        Assert.Contains(new Plan<double>(graph, new(Backend.Simd, 2)).Steps, step => step.StartsWith("Convolution (blocked)", StringComparison.Ordinal));
    }

    [Fact]
    public void Packed_weights_follow_the_model_that_runs()
    {
        Network network = FunctionalConv.Layers.Conv(32, 3, padding: 1).On((32, 6, 6));
        Model<float> one = network.Init<float>(1), other = network.Init<float>(2);
        Tensor<float> x = Tensor.Normal<float>((32, 6, 6), 3);
        Tensor<float> first = one.Run(x), second = other.Run(x);
        Assert.NotEqual(first, second);
        Assert.Equal(first, one.Run(x));
        Assert.Equal(second, other.Run(x));
    }

    [Theory]
    [InlineData(1, 32, 48, 25, 30, 1, 1)]
    [InlineData(2, 48, 32, 18, 21, 0, 2)]
    [InlineData(3, 64, 32, 13, 40, 2, 0)]
    [InlineData(1, 288, 32, 24, 24, 1, 1)]
    [InlineData(1, 45, 61, 25, 30, 1, 1)]
    [InlineData(2, 33, 47, 18, 21, 0, 2)]
    [InlineData(1, 257, 33, 9, 9, 1, 1)]
    public void Winograd_stays_within_its_bound(int n, int channels, int filters, int height, int width, int before, int after)
    {
        var sheet = new Sheet(n + channels);
        Reach reach = new(3, 1, 1, before, after);
        Node y = sheet.Real("x", (n, channels, height, width)).Correlate(sheet.Real("w", (filters, channels, 3, 3)), new Frame(Reach.One, reach, reach));
        Graph graph = sheet.Builder.Build(("y", (y + sheet.Real("bias", filters).PerChannel(y.Shape)).Map(Unary.Relu))), signed = sheet.Builder.Build(("y", y));
        Tensor<float> found = sheet.Run<float>(graph, new(Backend.Simd, 1))["y"];
        Tensor<double> expected = sheet.Run<double>(graph, new(Backend.Simd, 2))["y"];
        double rms = Math.Sqrt(sheet.Run<double>(signed, new(Backend.Simd, 2))["y"].Values.ToArray().Average(v => v * v)), bound = 1.8e-5 * Math.Sqrt(Math.Max(channels, 256) / 256.0) * rms;
        for (int i = 0; i < found.Count; i++) Assert.True(Math.Abs(found.Values[i] - expected.Values[i]) <= bound, $"{found.Values[i]} stands for {expected.Values[i]}, output {i}; the bound is {bound}");
        Assert.Equal(found, sheet.Run<float>(graph, new(Backend.Simd, 2))["y"]);
        Assert.Equal(found, sheet.Run<float>(graph, new(Backend.Simd, 3))["y"]);
        string Algorithm(Accuracy accuracy) => new Plan<float>(graph, new(Backend.Simd, 1, accuracy)).Steps.First(step => step.StartsWith("Convolution", StringComparison.Ordinal)).Split(" →")[0];
        if (Sweeps<float>.Lanes == 16) Assert.Equal("Convolution (Winograd)", Algorithm(Accuracy.Fast));
        Assert.DoesNotContain("Winograd", Algorithm(Accuracy.Exact), StringComparison.Ordinal);
    }

    [Law(25)]
    public void Few_channels_enter_blocks_and_residuals_are_added_at_the_store(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var sheet = new Sheet(x.Seed);
        int filters = (2 * Sweeps<double>.Lanes) - x.Pick(3, 1);
        Shape kernel = x.Kernels.With(0, filters).With(1, 3), next = kernel.With(1, filters);
        for (int i = 2; i < next.Rank; i++) next = next.With(i, 3);
        Node a = sheet.Real("x", x.Maps.With(1, 3)).Correlate(sheet.Real("w", kernel), x.Frame), bias = sheet.Real("bias", filters).PerChannel(a.Shape);
        Node b = (a + bias).Map(Unary.Relu), c = b.Correlate(sheet.Real("v", next), Border(x, 1));
        Graph graph = sheet.Builder.Build(("b", b), ("y", (c + bias + b).Map(Unary.Relu)), ("z", Node.Concat(1, b, c)), ("sum", c.Sum(new Axes(Axes.All(c.Shape.Rank).Bits & ~3))), ("f", (c * c).Map(Unary.Tanh) - b));
        Results<double> expected = sheet.Run<double>(graph, Sheet.Naive), one = sheet.Run<double>(graph, new(Backend.Simd, 1)), two = sheet.Run<double>(graph, new(Backend.Simd, 2));
        foreach (string name in expected.Names)
        {
            Agree.Within(1e-10, expected[name], one[name], name);
            Assert.Equal(one[name], two[name]);
        }
    }

    [Theory]
    [InlineData(1, 3, 3, 2, 2, 20, 21, 1, 32)]
    [InlineData(2, 3, 3, 1, 1, 7, 7, 1, 48)]
    [InlineData(1, 3, 3, 1, 1, 14, 15, 1, 256)]
    [InlineData(1, 1, 3, 1, 2, 1, 300, 1, 32)]
    [InlineData(1, 3, 1, 3, 1, 300, 2, 1, 32)]
    [InlineData(1, 3, 3, 1, 1, 18, 22, 3, 16)]
    public void Every_form_of_minimal_filtering_stays_within_its_bound(int n, int down, int across, int dilationH, int dilationW, int height, int width, int depth, int channels)
    {
        var sheet = new Sheet(height + channels);
        Reach One(int k, int dilation) => k == 1 ? Reach.One : new(k, 1, dilation, dilation, dilation);
        var frame = new Frame(One(depth, 1), One(down, dilationH), One(across, dilationW));
        Shape maps = depth > 1 ? (n, channels, 5, height, width) : (n, channels, height, width), kernel = depth > 1 ? (32, channels, depth, down, across) : (32, channels, down, across);
        Node y = sheet.Real("x", maps).Correlate(sheet.Real("w", kernel), frame);
        Node z = (y + sheet.Real("bias", 32).PerChannel(y.Shape) + sheet.Real("other", y.Shape)).Map(Unary.Relu);
        Graph graph = sheet.Builder.Build(("z", z)), signed = sheet.Builder.Build(("y", y));
        Tensor<float> found = sheet.Run<float>(graph, new(Backend.Simd, 1))["z"];
        Tensor<double> expected = sheet.Run<double>(graph, Sheet.Naive)["z"];
        double rms = Math.Sqrt(sheet.Run<double>(signed, new(Backend.Simd, 2))["y"].Values.ToArray().Average(v => v * v)), bound = 1.8e-5 * Math.Sqrt(Math.Max(channels * depth, 256) / 256.0) * rms;
        for (int i = 0; i < found.Count; i++) Assert.True(Math.Abs(found.Values[i] - expected.Values[i]) <= bound, $"{found.Values[i]} stands for {expected.Values[i]}, output {i}; the bound is {bound}");
        Assert.Equal(found, sheet.Run<float>(graph, new(Backend.Simd, 2))["z"]);
        Assert.Equal(found, sheet.Run<float>(graph, new(Backend.Simd, 3))["z"]);
        if (Sweeps<float>.Lanes == 16) Assert.Contains(new Plan<float>(graph, new(Backend.Simd, 1)).Steps, step => step.StartsWith("Convolution (Winograd)", StringComparison.Ordinal));
    }

    private static void Agrees<T>(MapsCase x, double within, int channels, int filters, int groups = 1)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var sheet = new Sheet(x.Seed);
        Node weights = sheet.Real("w", x.Kernels.With(0, filters).With(1, channels)), y = sheet.Real("x", x.Maps.With(1, channels * groups)).Correlate(weights, x.Frame, groups);
        Graph graph = sheet.Builder.Build(("y", (y + sheet.Real("bias", filters).PerChannel(y.Shape)).Map(Unary.Relu)));
        Tensor<T> one = sheet.Run<T>(graph, new(Backend.Simd, 1))["y"];
        Agree.Within(within, sheet.Run<double>(graph, Sheet.Naive)["y"], one.To<double>());
        Assert.Equal(one, sheet.Run<T>(graph, new(Backend.Simd, 2))["y"]);
        Assert.Equal(one, sheet.Run<T>(graph, new(Backend.Simd, 3))["y"]);
    }

    private static Frame Border(MapsCase x, int dilation)
    {
        Reach reach = new(3, 1, dilation, dilation, dilation);
        return new(x.Axes.Length > 2 ? reach : Reach.One, x.Axes.Length > 1 ? reach : Reach.One, reach);
    }
}
