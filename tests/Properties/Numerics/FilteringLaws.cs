// Minimal filtering and Fourier transforms mix numbers that no window sees together. What Accuracy.Fast promises all the same, against plain loops in double:
//   which outputs are not finite is what direct sums give        |y − ŷ| ≤ Bound · ‖the filter's taps that lie on the map‖ · ‖what the window sees‖
//   an item's bits depend on no other item of the batch          and on no number of threads
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Numerics;

public class FilteringLaws
{
    private static readonly double[] Outliers = [1e3, 1e6, -1e20, 3e37, -3e37, 1e-30];

    [Law(15)]
    public void What_is_not_finite_reaches_the_outputs_that_see_it_and_no_others(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var filtering = new Filtering(x);
        filtering.Put("x", 1 + x.Pick(3, 50), i => ((x.Seed + i) % 3) switch { 0 => double.PositiveInfinity, 1 => double.NegativeInfinity, _ => double.NaN });
        filtering.Holds();
    }

    [Law(25)]
    public void Outliers_do_not_disturb_what_does_not_see_them(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var filtering = new Filtering(x);
        if (x.Pick(3, 51) == 0) filtering.Put("x", filtering.Count("x") - 4, _ => 0);
        filtering.Put("x", 1 + x.Pick(5, 50), i => Outliers[(i + x.Pick(6, 54)) % Outliers.Length]);
        filtering.Holds();
    }

    [Law(15)]
    public void Filters_of_unequal_taps_keep_the_bound(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var filtering = new Filtering(x);
        int tap = x.Pick(9, 52);
        double by = new[] { 0, 1e-6, 1e4, 1e12 }[x.Pick(4, 53)];
        filtering.Each("w", (i, v) => i % 9 == tap ? v * by : v);
        filtering.Holds();
    }

    // Without padding in front a tile that reads beyond its item reads the next one's numbers.
    [Law(12)]
    public void An_item_is_computed_as_if_it_were_alone(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        foreach (ConvolutionAlgorithm algorithm in Filtering.All)
        {
            var filtering = new Filtering(x with { N = 3, A = Bare(x.A)!, B = Bare(x.B), Third = Bare(x.Third) });
            Tensor<float> all = filtering.Found(algorithm, 1);
            int item = filtering.Count("x") / 3, outputs = all.Count / 3;
            foreach (double odd in (double[])[double.NaN, 1e30, 0])
            {
                filtering.Each("x", (i, v) => i / item == 1 ? v : odd);
                Assert.True(all.Values.Slice(outputs, outputs).SequenceEqual(filtering.Found(algorithm, 1).Values.Slice(outputs, outputs)), $"{algorithm}, {filtering}: an item changes when its neighbours hold {odd}");
            }
        }
    }

    private static Axis? Bare(Axis? axis) => axis is null ? null : axis with { Reach = axis.Reach with { Before = 0 } };
}
