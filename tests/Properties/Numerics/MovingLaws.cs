// The fast kernels that move numbers (permutes) and map them along axes agree with the plain loops, on shapes large enough for squares, strips and threads.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Numerics;

public class MovingLaws
{
    [Law(60)]
    public void A_permute_moves_floats_doubles_and_halves_alike(int seed)
    {
        var random = new Random(seed);
        int rank = random.Next(1, 6);
        int[] sizes = [.. Enumerable.Range(0, rank).Select(_ => random.Next(6) switch { 0 => 1, 1 => random.Next(65, 150), _ => random.Next(2, rank > 3 ? 10 : 30) })], order = [.. Enumerable.Range(0, rank)];
        while (sizes.Aggregate(1L, (a, b) => a * b) > 1 << 20) sizes[System.Array.IndexOf(sizes, sizes.Max())] = 3;
        random.Shuffle(order);
        Shape shape = Shape.Of(sizes);
        Same<float>(shape, x => x.Permute(order), exact: true);
        Same<double>(shape, x => x.Permute(order), exact: true);
        Same<Half>(shape, x => x.Permute(order), exact: true);
    }

    [Law(60)]
    public void Maps_along_axes_and_their_adjoints_agree_with_plain_loops(int seed)
    {
        var random = new Random(seed);
        Shape shape = Shape.Of([random.Next(1, 4), random.Next(1, 5), .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(2, 24))]);
        AxisMap[] maps = [AxisMap.Identity, AxisMap.Reverse, new AxisMap.Pad(2, 3), new AxisMap.Pad(-1, 1, FillMode.Reflect), new AxisMap.Pad(1, 2, FillMode.Circular), new AxisMap.Pad(0, 0),
            new AxisMap.Shift(-3), new AxisMap.Linear(7), new AxisMap.Cubic(31), new AxisMap.Nearest(9), new AxisMap.Adaptive(3), new AxisMap.Stuff(2), new AxisMap.Window(new Reach(3, 2, 1, 1, 1))];
        AxisMap One() => maps[random.Next(maps.Length)];
        var (d, h, w) = (One(), One(), One());
        if (shape.Rank < 5) d = AxisMap.Identity;
        if (shape.Rank < 4) h = AxisMap.Identity;
        var along = new Primitive.Along(d, h, w);
        Shape after = along.Infer([shape]);
        Same<float>(shape, x => x.Builder.Add(along, x), exact: false);
        Same<double>(shape, x => x.Builder.Add(along, x), exact: false);
        Same<double>(after, y => y.Builder.Add(new Primitive.AlongBack(d, h, w, shape), y), exact: false);
    }

    private static void Same<T>(Shape shape, Func<Node, Node> function, bool exact)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var builder = new GraphBuilder();
        Graph graph = builder.Build(("y", function(builder.Argument("x", Role.Data, shape))));
        var x = new Arguments<T>().Set("x", Tensor.Make(shape, i => T.CreateTruncating(((i * 37) % 1009) - 500)));
        Tensor<T> Run(PlanOptions options) => new Plan<T>(graph, options).Run(x)["y"];
        Tensor<T> naive = Run(PlanOptions.Default with { Naive = true }), one = Run(PlanOptions.Default with { Threads = 1 });
        Assert.Equal(one, Run(PlanOptions.Default with { Threads = 3 }));
        if (exact) Assert.Equal(naive, one);
        double tolerance = typeof(T) == typeof(float) ? 1e-3 : 1e-9;
        for (int i = 0; i < naive.Count; i++)
            Assert.True(Math.Abs(double.CreateTruncating(naive.Values[i]) - double.CreateTruncating(one.Values[i])) <= tolerance, $"{graph}element {i}: {one.Values[i]}, by loops {naive.Values[i]}");
    }
}
