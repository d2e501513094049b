// Resizing agrees with its plain meaning: every output cell a sum over all input cells, weighted by a function of its distance; and it keeps what it should.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class ResizingLaws
{
    [Law(100)]
    public void Resizing_to_a_size_samples_every_axis_by_itself(int seed)
    {
        var draw = new Draw(seed);
        Shape item = draw.Item(2, least: 1);
        int rank = item.Rank - 1;
        Resampling mode = draw.One(Enum.GetValues<Resampling>());
        bool aligned = mode is Resampling.Linear or Resampling.Cubic && draw.One(true, false);
        Extent size = draw.Extent(rank, 1, 9);
        var check = new Checks(ResizeTo(size, mode, aligned), draw.Tensor(item.Under(2)), draw);
        check.Near(Meaning.EverySpatialAxis(check.X, (axis, line) => Sampled(line, size.On(axis, rank, 1), (double)line.Length / size.On(axis, rank, 1), mode, aligned)), check.Output(), "the output");
        check.MeetsItsAdjoint();
        check.GradientIsTheCentralDifference(draw);
    }

    [Law(100)]
    public void Resizing_by_a_scale_steps_by_its_inverse(int seed)
    {
        var draw = new Draw(seed);
        Shape item = draw.Item(2, least: 3);
        Resampling mode = draw.One(Enum.GetValues<Resampling>());
        bool aligned = mode is Resampling.Linear or Resampling.Cubic && draw.One(true, false);
        double scale = draw.One(0.4, 0.5, 0.75, 1, 1.3, 1.5, 2, 2.5, 3);
        var check = new Checks(ResizeBy(scale, mode, aligned), draw.Tensor(item.Under(2)), draw);
        Tensor<double> expected = Meaning.EverySpatialAxis(check.X, (_, line) =>
        {
            int m = Enumerable.Range(0, 100).Last(cells => cells <= line.Length * scale);
            return Sampled(line, m, mode == Resampling.Area ? (double)line.Length / m : 1 / scale, mode, aligned);
        });
        check.Near(expected, check.Output(), "the output");
        check.MeetsItsAdjoint();
    }

    [Law(30)]
    public void Resizing_to_the_same_size_changes_nothing(int seed)
    {
        var draw = new Draw(seed);
        Shape item = draw.Item(2, least: 1, rank: 2);
        foreach (Resampling mode in Enum.GetValues<Resampling>())
        {
            var check = new Checks(ResizeTo((item[1], item[2]), mode), draw.Tensor(item.Under(2)), draw);
            check.Near(check.X, check.Output(), "the output", 0);
        }
    }

    [Law(20)]
    public void A_constant_map_stays_constant(int seed)
    {
        var draw = new Draw(seed);
        Shape item = draw.Item(1);
        Extent size = draw.Extent(item.Rank - 1, 1, 12);
        foreach (Resampling mode in Enum.GetValues<Resampling>())
        {
            var check = new Checks(ResizeTo(size, mode), Tensor.Filled(item.Under(1), 3.0), draw);
            Tensor<double> y = check.Output();
            check.Near(Tensor.Filled(y.Shape, 3.0), y, "the output");
        }
    }

    [Fact]
    public void Upsampling_repeats_cells()
    {
        Assert.Equal(ResizeBy(2, Resampling.Nearest), Upsample(2));
        Tensor<float> y = Upsample((1, 2)).Init((1, 2, 2)).Run(Tensor.Of<float>((1, 2, 2), 1, 2, 3, 4));
        Assert.Equal(Tensor.Of<float>((1, 2, 4), 1, 1, 2, 2, 3, 3, 4, 4), y);
    }

    [Fact]
    public void Whole_steps_are_not_lost_to_rounding()
    {
        // ⌊o · n / m⌋ in floating point falls short for some of these.
        for (int n = 1; n < 60; n++)
            for (int m = 1; m < 60; m++)
            {
                Tensor<double> y = ResizeTo(m, Resampling.Nearest).Init<double>((1, n)).Run(Tensor.Make((1, n), i => (double)i));
                for (int o = 0; o < m; o++) Assert.Equal(o * n / m, y.Values[o]);
                if (m % n == 0) Assert.Equal(y, ResizeBy(m / n, Resampling.Nearest).Init<double>((1, n)).Run(Tensor.Make((1, n), i => (double)i)));
            }
    }

    /// <summary>m cells, each a sum over all input cells by their distance from its place; <paramref name="step"/> input cells per output cell.</summary>
    private static double[] Sampled(double[] line, int m, double step, Resampling mode, bool aligned)
    {
        int n = line.Length;
        return [.. Enumerable.Range(0, m).Select(o =>
        {
            double middle = aligned ? m == 1 ? 0 : (double)o * (n - 1) / (m - 1) : ((o + 0.5) * step) - 0.5, inside = Math.Clamp(middle, 0, n - 1);
            return mode switch
            {
                Resampling.Nearest => line.Where((_, i) => Covers(i, n, o * step)).Single(),
                Resampling.NearestExact => line.Where((_, i) => Covers(i, n, (o + 0.5) * step)).Single(),
                Resampling.Linear => line.Select((v, i) => v * Math.Max(0, 1 - Math.Abs(inside - i))).Sum(),
                Resampling.Cubic => Enumerable.Range(-5, n + 10).Sum(i => line[Math.Clamp(i, 0, n - 1)] * Keys(Math.Abs(middle - i))),
                _ => line.Where((_, i) => (long)i * m < (long)(o + 1) * n && (long)(i + 1) * m > (long)o * n).Average(),
            };
        })];
    }

    private static bool Covers(int i, int n, double place) => i <= place + 1e-9 && (place + 1e-9 < i + 1 || i == n - 1);

    private static double Keys(double d)
    {
        const double a = -0.75;
        if (d <= 1) return ((a + 2) * Math.Pow(d, 3)) - ((a + 3) * Math.Pow(d, 2)) + 1;
        return d < 2 ? (a * Math.Pow(d, 3)) - (5 * a * Math.Pow(d, 2)) + (8 * a * d) - (4 * a) : 0;
    }
}
