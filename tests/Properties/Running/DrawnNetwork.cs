// Random small networks whose edges are a caller's memory: every layer with a kernel of its own beside the input and the output, rows from 1 cell to two vectors and one
// more, and everything that reads a second map: residuals, sums, products, concatenations.
using FunctionalConv.Plans;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Running;

/// <summary>A network, the shape of its items, a size of batch, and how it is planned.</summary>
internal sealed record DrawnNetwork(Layer Layer, Shape Item, int Batch, PlanOptions Options)
{
    /// <summary>Two vectors of the widest instruction set, and one number more.</summary>
    private const int Widest = 33, MostElements = 20_000;

    public override string ToString() => $"{Layer} on {Item}, batch {Batch}, {Options.Convolutions}, {Options.Accuracy}, {Options.Threads} threads";

    /// <summary>The n-th network of a series.</summary>
    public static DrawnNetwork Of(int series, int n)
    {
        var random = new Random(unchecked((series * 1_000_003) + n));
        Shape item = Drawn(random);
        Layer layer = Fitting(random, item, () => Joined(random, item));
        Layer? more = random.Next(3) == 0 ? Fitting(random, layer.Infer(item).Shape, () => Joined(random, layer.Infer(item).Shape)) : null;
        ConvolutionAlgorithm algorithm = random.Next(3) > 0 ? ConvolutionAlgorithm.Automatic : (ConvolutionAlgorithm)random.Next(Enum.GetValues<ConvolutionAlgorithm>().Length);
        var options = new PlanOptions(Backend.Simd, random.Next(1, 4), random.Next(4) == 0 ? Accuracy.Exact : Accuracy.Fast) { Convolutions = algorithm };
        return new(more is null ? layer : layer.Then(more), item, random.Next(1, 4), options);
    }

    private static Shape Drawn(Random random)
    {
        int channels = Pick(random, 1, 2, 3, 4, 5, 8, 16, 17, 32), width = random.Next(1, Widest + 1);
        return random.Next(8) switch
        {
            0 => Shape.Of(channels, width),
            1 => Shape.Of(channels, random.Next(1, 5), random.Next(1, 7), width),
            2 => Shape.Of(random.Next(1, 70)),
            _ => Shape.Of(channels, random.Next(1, 9), width),
        };
    }

    private static T Pick<T>(Random random, params T[] from) => from[random.Next(from.Length)];

    /// <summary>The first of some layers that takes the shape, and is not large.</summary>
    private static Layer Fitting(Random random, Shape item, Func<Layer> draw)
    {
        for (int i = 0; i < 20; i++)
            if (draw() is var layer && layer.Infer(item) is { Misfits.IsEmpty: true } fit && fit.Shape.Count is > 0 and < MostElements) return layer;
        return Pick(random, Relu, Tanh);
    }

    private static Layer Joined(Random random, Shape item)
    {
        Layer Body() => random.Next(2) == 0 ? Keeping(random, item) : Keeping(random, item).Then(Keeping(random, item));
        return random.Next(9) switch
        {
            0 => Residual(Body()),
            1 => Residual(Body()).Then(Relu),
            2 => Residual(Body(), Keeping(random, item)),
            3 => Sum(FunctionalConv.Layers.Identity, Body()),
            4 => Product(FunctionalConv.Layers.Identity, Body()),
            5 => Concat(FunctionalConv.Layers.Identity, Body()),
            6 => Skip(Body()),
            _ => Single(random, item),
        };
    }

    /// <summary>A layer that keeps the shape.</summary>
    private static Layer Keeping(Random random, Shape item)
    {
        int channels = item[0];
        return item.Rank == 1 ? Pick(random, Dense(channels), Tanh) : random.Next(7) switch
        {
            0 => Conv(channels, 1),
            1 => DepthwiseConv(3, padding: Same),
            2 => Conv(channels, Pick(random, 3, 5), padding: Same, dilation: random.Next(1, 3)),
            3 => BatchNorm(),
            4 => MaxPool(3, stride: 1, padding: Same),
            _ => Conv(channels, 3, padding: Same, bias: random.Next(2) == 0),
        };
    }

    /// <summary>A layer that stands alone between a caller's input and output.</summary>
    private static Layer Single(Random random, Shape item)
    {
        int channels = item[0], filters = Pick(random, 1, 3, 8, 14, 16, 17, 32), stride = random.Next(1, 4);
        if (item.Rank == 1) return Pick(random, Dense(filters), Softmax(-1), Gelu);
        return random.Next(20) switch
        {
            0 or 1 => Conv(filters, random.Next(1, 6), stride, random.Next(0, 3), random.Next(1, 3)),
            2 => Conv(channels * random.Next(1, 3), 3, stride, 1, groups: channels),
            3 => DepthwiseConv(Pick(random, 3, 5), stride, 1),
            4 => ConvTransposed(filters, random.Next(1, 5), stride),
            5 => MaxPool(random.Next(1, 4), stride, ceil: random.Next(2) == 0),
            6 => MaxPool(2),
            7 => AveragePool(random.Next(1, 4), stride),
            8 => AveragePool(2),
            9 => BlurPool(3, stride),
            10 => Pick(random, GlobalMaxPool, GlobalAveragePool, AdaptiveAveragePool(3), AdaptiveMaxPool(2)),
            11 => Pad(random.Next(1, 3), Pick(random, Fill.Zeros, Fill.Circular, Fill.Reflect, Fill.Replicate)),
            12 => Pick(random, Softmax(-1), Softmax(0), LogSoftmax(0), Gelu, Flatten, Sigmoid),
            13 => Pick(random, LayerNorm(), InstanceNorm(), GroupNorm(1)),
            14 => Unfold(2),
            15 => Upsample(2, Pick(random, Resampling.Nearest, Resampling.Linear)),
            16 => Flatten.Then(Dense(filters)),
            17 => Pick(random, ChannelShuffle(channels), SpaceToDepth(2)),
            18 => Conv(Pick(random, 16, 32), Pick(random, 3, 5), padding: 1),
            _ => Conv(filters, 3, padding: Same),
        };
    }
}
