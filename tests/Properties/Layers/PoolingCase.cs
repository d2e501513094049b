// Drawn poolings: a map of 1 to 3 axes and a window with different numbers on every axis.
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv.Properties.Layers;

/// <summary>One axis: n cells, k taps, and what surrounds them.</summary>
public sealed record PoolingAxis(int N, int K, int Stride, int Dilation, int Before, int After)
{
    public int Span => ((K - 1) * Dilation) + 1;
}

/// <summary>A drawn pooling.</summary>
public sealed record PoolingCase(int Batch, int Channels, PoolingAxis[] Axes, Fill Fill, bool Ceil, int Seed)
{
    public Shape Items => Shape.Of([Channels, .. Axes.Select(a => a.N)]);

    public Extent Window => Extent(a => a.K);

    public Extent Stride => Extent(a => a.Stride);

    public Extent Dilation => Extent(a => a.Dilation);

    public Extent Sizes => Extent(a => a.N);

    public Padding Padding => Padding.Sides([.. Axes.Select(a => (a.Before, a.After))]).Filled(Fill);

    /// <summary>Normal numbers, moved apart by their ranks: no step of a difference makes another cell the largest.</summary>
    public Tensor<double> Maps
    {
        get
        {
            double[] numbers = Tensor.Normal<double>(Items.Under(Batch), Seed).Values.ToArray();
            int[] order = [.. Enumerable.Range(0, numbers.Length).OrderBy(i => numbers[i])];
            for (int rank = 0; rank < order.Length; rank++) numbers[order[rank]] += 1e-4 * rank;
            return Tensor.Of(Items.Under(Batch), numbers);
        }
    }

    public PoolingCase Each(Func<PoolingAxis, PoolingAxis> change) => this with { Axes = [.. Axes.Select(change)] };

    public PoolingCase Unpadded => Each(a => a with { Before = 0, After = 0 }) with { Fill = Fill.Zeros };

    public PoolingCase Dense => Each(a => a with { Dilation = 1 });

    public override string ToString() => $"{Items.Under(Batch)}, {string.Join("; ", Axes.Select(a => a.ToString()))}, {Fill}, ceil {Ceil}, seed {Seed}";

    private Extent Extent(Func<PoolingAxis, int> of) => Axes.Length switch
    {
        1 => of(Axes[0]),
        2 => (of(Axes[0]), of(Axes[1])),
        _ => (of(Axes[0]), of(Axes[1]), of(Axes[2])),
    };
}

public static class PoolingCases
{
    public static Arbitrary<PoolingCase> Case() => Arb.From(Gen.Choose(0, int.MaxValue).Select(Draw).Where(c => c.Axes.All(Fits)), Smaller);

    public static PoolingCase Draw(int seed)
    {
        var random = new Random(seed);
        int rank = random.Next(1, 4);
        Fill fill = random.Next(5) switch { 0 => Fill.Reflect, 1 => Fill.Replicate, 2 => Fill.Circular, _ => Fill.Zeros };
        var axes = Enumerable.Range(0, rank).Select(_ =>
        {
            int n = random.Next(1, rank == 3 ? 6 : 10), k = random.Next(1, 5), dilation = random.Next(1, 4), span = ((k - 1) * dilation) + 1;
            int widest = Math.Min(span, fill.Mode == FillMode.Reflect ? n : fill.Mode == FillMode.Circular ? n + 1 : span);
            return new PoolingAxis(n, k, random.Next(1, 4), dilation, random.Next(widest), random.Next(widest));
        });
        return new(random.Next(1, 3), random.Next(1, 4), [.. axes], fill, random.Next(2) == 0, seed);
    }

    private static bool Fits(PoolingAxis a) => a.N + a.Before + a.After >= a.Span;

    private static IEnumerable<PoolingCase> Smaller(PoolingCase c)
    {
        if (c.Batch > 1) yield return c with { Batch = 1 };
        if (c.Channels > 1) yield return c with { Channels = 1 };
        if (c.Ceil) yield return c with { Ceil = false };
        if (c.Fill != Fill.Zeros) yield return c with { Fill = Fill.Zeros };
        if (c.Axes.Length > 1) yield return c with { Axes = c.Axes[1..] };
        for (int i = 0; i < c.Axes.Length; i++)
        {
            PoolingAxis a = c.Axes[i];
            PoolingAxis[] others = [a with { Dilation = 1 }, a with { Stride = 1 }, a with { Before = 0 }, a with { After = 0 }, a with { K = a.K - 1 }, a with { N = a.N - 1 }];
            foreach (PoolingAxis other in others)
                if (other != a && other.K > 0 && other.N > Math.Max(other.Before, other.After) && Fits(other)) yield return c with { Axes = [.. c.Axes.Select((x, at) => at == i ? other : x)] };
        }
    }
}
