// Convolution and correlation by their definitions: flip, slide, product, area.
using FsCheck;
using FsCheck.Fluent;
using FunctionalConv.Properties.Convolution;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Linear;

public static class Signals
{
    public static Arbitrary<Signal> Discrete() => Arb.From(
        from start in Gen.Choose(-5, 5)
        from values in Gen.Choose(-9, 9).NonEmptyListOf()
        select Signal.Discrete(start, [.. values.Take(12).Select(v => (double)v)]));
}

public class DefinitionLaws
{
    [Law(100, typeof(Signals))]
    public void Values_are_the_sums_of_the_definition(Signal f, Signal g)
    {
        Signal convolved = f.Convolve(g).Result, correlated = f.Correlate(g).Result;
        for (int t = -30; t <= 40; t++)
        {
            double Sum(Func<int, double> product) => Enumerable.Range(-60, 121).Sum(product);
            Assert.Equal(Sum(tau => f[tau] * g[t - tau]), convolved[t]);
            Assert.Equal(Sum(tau => f[tau] * g[tau + t]), correlated[t]);
        }
    }

    [Law(60, typeof(Signals))]
    public void Convolution_commutes_and_associates_and_correlation_is_convolution_with_the_flipped(Signal f, Signal g, Signal h)
    {
        Assert.Equal(f.Convolve(g).Result, g.Convolve(f).Result);
        Assert.Equal(f.Convolve(g).Result.Convolve(h).Result, f.Convolve(g.Convolve(h).Result).Result);
        Assert.Equal(f.Correlate(g).Result, f.Flipped.Convolve(g).Result);
        Assert.Equal(f.Correlate(g).Result, g.Correlate(f).Result.Flipped);
        Assert.Equal(f.Convolve(g).Result.Area, f.Area * g.Area);
        Assert.Equal(f, f.Convolve(Signal.Discrete(0, 1)).Result);
        Assert.Equal(f.Moved(3), f.Convolve(Signal.Discrete(3, 1)).Result);
    }

    [Law(60, typeof(Signals))]
    public void Autocorrelation_is_symmetric_and_largest_at_zero(Signal f)
    {
        Signal auto = f.Autocorrelate().Result;
        Assert.Equal(auto, auto.Flipped);
        Assert.Equal(f.Values.Sum(v => v * v), auto[0]);
        Assert.True(auto.Values.All(v => v <= auto[0]));
    }

    [Law(60, typeof(Signals))]
    public void Every_moment_is_flip_slide_product_area(Signal f, Signal g)
    {
        foreach (Sliding sliding in new[] { f.Convolve(g), f.Correlate(g) })
        {
            Assert.Equal(sliding.Flips ? g.Flipped : g, sliding.Ready);
            foreach (Slide slide in sliding.Moments)
            {
                Assert.Equal(sliding.Result[slide.Shift], slide.Area);
                Assert.Equal(slide.Product.Area, slide.Area);
                Assert.Equal(sliding.Ready.Moved(slide.Moved.Start - sliding.Ready.Start), slide.Moved);
                for (int i = 0; i < f.Values.Length; i++) Assert.Equal(f.Values[i] * slide.Moved[f.At(i)], slide.Product.Values[i]);
                for (int tau = -20; tau < 20; tau++) Assert.Equal(sliding.Flips ? g[slide.Shift - tau] : g[tau + slide.Shift], slide.Moved[tau]);
            }
        }
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2.5, 37)]
    public void A_box_over_a_box_is_a_triangle(double width, int cells)
    {
        Signal triangle = Signal.Box(width, cells).Convolve(Signal.Box(width, cells)).Result;
        for (int i = 0; i < triangle.Values.Length; i++) Vectors.Near(width - Math.Abs(triangle.At(i)), triangle.Values[i], 1e-12);
        Vectors.Near(width, triangle[0], 1e-12);
        Vectors.Near(width * width, triangle.Area, 1e-12);
    }

    [Fact]
    public void A_bell_over_a_bell_is_the_wider_bell()
    {
        Signal wider = Signal.Gaussian(0.6, 300).Convolve(Signal.Sample(t => Math.Exp(-t * t / (2 * 0.64)) / (0.8 * Math.Sqrt(2 * Math.PI)), -4, 4, 400)).Result;
        for (double t = -2; t <= 2; t += 0.25) Assert.Equal(Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI), wider[t], 3e-3);
    }

    [Fact]
    public void The_layers_do_what_the_definitions_say()
    {
        Tensor<double> x = Vectors.Draw((1, 1, 7), 1), w = Vectors.Draw((1, 1, 3), 2);
        Signal f = Signal.Discrete(0, x.Values.ToArray()), g = Signal.Discrete(0, w.Values.ToArray());
        ConvLayer layer = Conv(1, 3, padding: Full, bias: false);
        Vectors.Near(Tensor.Of((1, 1, 9), [.. f.Convolve(g).Result.Values]), layer.Flipped().Apply(x, w));
        Vectors.Near(Tensor.Of((1, 1, 9), [.. g.Correlate(f).Result.Values]), layer.Apply(x, w));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        string Message(Action what) => Assert.Throws<ArgumentException>(what).Message;
        Assert.Equal("Two sampled functions slide over one another only with one step; they have 0.01 and 0.05: sample them with cells of one width. (Parameter 'g')",
            Message(() => Signal.Box(1, 100).Convolve(Signal.Box(1, 20))));
        Assert.Equal("A sampled function needs at least 1 cell between two ends in order; it was given 0 between 0 and 1.", Message(() => Signal.Sample(t => t, 0, 1, 0)));
        Assert.Equal("A sampled function needs at least 1 cell between two ends in order; it was given 4 between 1 and 1.", Message(() => Signal.Sample(t => t, 1, 1, 4)));
        Assert.Equal("A discrete signal needs at least 1 number; it was given none. (Parameter 'values')", Message(() => Signal.Discrete(0)));
        Assert.Equal("There are 3 moments, 0 to 2; moment 3 was asked for. (Parameter 'i')",
            Assert.Throws<ArgumentOutOfRangeException>(() => Signal.Discrete(0, 1, 2).Autocorrelate()[3]).Message);
    }
}
