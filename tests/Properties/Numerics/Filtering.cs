// A convolution of three taps an axis, stride 1, under every algorithm, with the numbers it is asked about and what Accuracy.Fast promises about its result.
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Numerics;

internal sealed class Filtering
{
    /// <summary>The error of an output over the norms of what it sees: of the filter's taps that lie on the map, and of the numbers below them.</summary>
    public const double Bound = 1e-4;

    private readonly Sheet sheet;
    private readonly Graph graph;
    private readonly Frame frame;
    private readonly int seed;

    public Filtering(MapsCase of)
    {
        (seed, sheet) = (of.Seed, new Sheet(of.Seed));
        int lanes = Sweeps<float>.Lanes, channels = (Math.Min(2, of.C) * lanes) - of.Pick(3, 60), filters = (Math.Min(3, of.M) * lanes) - of.Pick(3, 61), one = of.Pick(4, 62);
        Reach[] reaches = [.. of.Axes.Select((axis, i) => one == i && of.Axes.Length > 1 ? Reach.One : axis.Reach with { Extent = 3, Stride = 1, Before = Math.Min(axis.Reach.Before, 2), After = Math.Min(axis.Reach.After, 2) })];
        int[] sizes = [.. of.Axes.Select((axis, i) => reaches[i].Least + (axis.Size % (of.Axes.Length > 2 ? 4 : 8)))];
        Reach[] three = [.. Enumerable.Repeat(Reach.One, 3 - reaches.Length), .. reaches];
        frame = new(three[0], three[1], three[2]);
        Node y = sheet.Real("x", Shape.Of([of.N, channels, .. sizes])).Correlate(sheet.Real("w", Shape.Of([filters, channels, .. reaches.Select(r => r.Extent)])), frame);
        graph = sheet.Builder.Build(("y", y));
    }

    /// <summary>The algorithms that do not add up direct products, and those that do.</summary>
    public static ConvolutionAlgorithm[] All { get; } = [ConvolutionAlgorithm.Winograd, ConvolutionAlgorithm.Fourier, ConvolutionAlgorithm.Blocks, ConvolutionAlgorithm.Strips, ConvolutionAlgorithm.Columns];

    public int Count(string name) => sheet[name].Count;

    public void Each(string name, Func<int, double, double> change)
    {
        Tensor<double> now = sheet[name];
        sheet[name] = Tensor.Make(now.Shape, i => (double)(float)change(i, now.Values[i]));
    }

    /// <summary>Puts numbers at some places.</summary>
    public void Put(string name, int places, Func<int, double> number)
    {
        var taken = new RandomStream((ulong)seed, 70).Permutation(Count(name)).Take(places).Select((at, i) => (at, i)).ToDictionary(p => p.at, p => p.i);
        Each(name, (i, v) => taken.TryGetValue(i, out int which) ? number(which) : v);
    }

    public Tensor<float> Found(ConvolutionAlgorithm algorithm, int threads) => sheet.Run<float>(graph, new(Backend.Simd, threads) { Convolutions = algorithm })["y"];

    /// <summary>The promise, for every output.</summary>
    public void Holds()
    {
        Each("x", (_, v) => v);
        Each("w", (_, v) => v);
        Tensor<double> x = sheet["x"], w = sheet["w"], expected = sheet.Run<double>(graph, Sheet.Naive)["y"], seen = Squares(x, Tensor.Filled(w.Shape, 1.0)), taps = Squares(Tensor.Filled(x.Shape, 1.0), w);
        foreach (ConvolutionAlgorithm algorithm in All) Holds(algorithm, expected, seen, algorithm == ConvolutionAlgorithm.Fourier ? OfFilters(w, expected.Shape) : taps);
    }

    public override string ToString() => $"{sheet["x"].Shape} by {sheet["w"].Shape}, {frame}";

    private void Holds(ConvolutionAlgorithm algorithm, Tensor<double> expected, Tensor<double> seen, Tensor<double> taps)
    {
        Tensor<float> found = Found(algorithm, 1);
        Assert.Equal(found, Found(algorithm, 3));
        double worst = 0;
        int loose = 0, kept = 0;
        for (int i = 0; i < found.Count; i++)
        {
            double e = expected.Values[i], f = found.Values[i], norms = Math.Sqrt(seen.Values[i]) * Math.Sqrt(taps.Values[i]);
            if (!double.IsFinite(e)) kept++;
            if (!double.IsFinite(e) || norms > float.MaxValue / 4) loose += double.IsFinite(e) || e.Equals(f) ? 0 : 1;
            else if (!double.IsFinite(f)) loose++;
            else if (e != f) worst = Math.Max(worst, Math.Abs(e - f) / norms);
        }
        Assert.True(loose == 0 && worst <= Bound, $"{algorithm}, {this}: {loose} outputs differ in being finite where {kept} are not; the error is up to {worst:G3} of what an output sees");
    }

    /// <summary>A transform mixes all of a filter, also what lies on the padding.</summary>
    private static Tensor<double> OfFilters(Tensor<double> w, Shape outputs)
    {
        int each = w.Count / w.Shape[0], cells = outputs.Tail.Tail.Count;
        double[] norms = [.. Enumerable.Range(0, w.Shape[0]).Select(m => w.Values.Slice(m * each, each).ToArray().Sum(v => v * v))];
        return Tensor.Make(outputs, i => norms[i / cells % norms.Length]);
    }

    private Tensor<double> Squares(Tensor<double> x, Tensor<double> w)
    {
        var other = new Sheet(0);
        Node y = other.Real("x", x.Shape).Correlate(other.Real("w", w.Shape), frame);
        (other["x"], other["w"]) = (Tensor.Make(x.Shape, i => x.Values[i] * x.Values[i]), Tensor.Make(w.Shape, i => w.Values[i] * w.Values[i]));
        return other.Run<double>(other.Builder.Build(("y", y)), Sheet.Naive)["y"];
    }
}
