// Random numbers by counter: what is drawn is spread as it should be, whatever formula draws it.
namespace FunctionalConv.Properties.Numerics;

public class RandomStreamLaws
{
    // 24 orders, 1,000 of each expected; the deviation is 31. Swapping every place with any place gives some of them 940 times and some 1,400.
    [Fact]
    public void Every_order_of_few_items_comes_as_often_as_the_others()
    {
        const int Items = 4, Orders = 24, Each = 1000;
        var seen = new Dictionary<string, int>();
        for (int epoch = 0; epoch < Orders * Each; epoch++)
        {
            string order = string.Join(" ", new RandomStream(7, RandomStream.Hash($"order {epoch}")).Permutation(Items));
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(Orders, seen.Count);
        Assert.All(seen, order => Assert.InRange(order.Value, Each - 160, Each + 160));
    }

    [Law(30)]
    public void An_order_holds_every_item_once(byte count, int seed) =>
        Assert.Equal(Enumerable.Range(0, count), new RandomStream((ulong)seed, 3).Permutation(count).Order());

    // Mean 0, mean square 1, mean fourth power 3; and neither a number nor its square tells anything of the next: each mean is within five of its deviations.
    [Fact]
    public void Normal_numbers_are_normal_and_tell_nothing_of_their_neighbours()
    {
        const int Draws = 100_000;
        var stream = new RandomStream(11, RandomStream.Hash("normal"));
        double[] x = [.. Enumerable.Range(0, Draws + 1).Select(i => stream.Normal(i))];
        double Mean(Func<double, double, double> of) => Enumerable.Range(0, Draws).Average(i => of(x[i], x[i + 1]));
        double five = 5 / Math.Sqrt(Draws);
        Assert.InRange(Mean((a, _) => a), -five, five);
        Assert.InRange(Mean((a, _) => a * a), 1 - (five * Math.Sqrt(2)), 1 + (five * Math.Sqrt(2)));
        Assert.InRange(Mean((a, _) => a * a * a * a), 3 - (five * Math.Sqrt(96)), 3 + (five * Math.Sqrt(96)));
        Assert.InRange(Mean((a, b) => a * b), -five, five);
        Assert.InRange(Mean((a, b) => ((a * a) - 1) * ((b * b) - 1)), -2 * five, 2 * five);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void Every_number_below_another_comes_as_often_as_the_others(int below)
    {
        const int Each = 1000;
        var stream = new RandomStream(5, 1);
        int[] seen = new int[below];
        for (int i = 0; i < below * Each; i++) seen[stream.Below(i, below)]++;
        Assert.All(seen, n => Assert.InRange(n, Each - 160, Each + 160));
    }
}
