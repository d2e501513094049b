// Positions of the largest values: ties go to the first in row-major order, NaN is the largest, and what fuses them sees the same cells.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Numerics;

public class MaxPoolingLaws
{
    [Law(50)]
    public void The_first_of_the_largest_cells_wins_in_every_plan(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape y = x.Outputs.With(1, x.Maps[1]);
        var stream = new RandomStream((ulong)x.Seed, 1);
        // Few different values, so that most windows have ties; now and then a NaN.
        Tensor<double> input = Tensor.Make(x.Maps, i => stream.Below(2 * i, 12) == 0 ? double.NaN : stream.Below((2 * i) + 1, 3) - 2.0);
        (Tensor<double> values, Labels positions) = Independent(x, input, y);
        foreach (PlanOptions options in new[] { Sheet.Naive, new(Backend.Simd, 2), new(Backend.Managed, 1) })
        {
            var sheet = new Sheet(x.Seed);
            Node maps = sheet.Real("x", x.Maps), at = sheet.Builder.Add(new Primitive.MaxPositions(x.Frame), maps);
            Graph graph = sheet.Builder.Build(("y", sheet.Builder.Add(new Primitive.Gather(double.NegativeInfinity), maps, at)), ("at", at));
            sheet["x"] = input;
            Results<double> run = sheet.Run<double>(graph, options);
            Assert.Equal(positions, run.Labels("at"));
            Assert.Equal(values, run["y"]);
        }
    }

    [Fact]
    public void Positions_that_others_read_before_the_values_are_gathered_are_there_in_time()
    {
        var sheet = new Sheet(3);
        Node x = sheet.Real("x", (2, 3, 6, 4)), z = sheet.Real("z", (2, 3, 6, 4));
        Node at = sheet.Builder.Add(new Primitive.MaxPositions(new Window(2, 2, 1, Padding.Valid).On((3, 6, 4))), x);
        Node others = sheet.Builder.Add(new Primitive.Gather(0), z, at);
        Node largest = sheet.Builder.Add(new Primitive.Gather(double.NegativeInfinity), x, at);
        Graph graph = sheet.Builder.Build(("others", others), ("largest", largest));
        Results<double> naive = sheet.Run<double>(graph, Sheet.Naive), fast = sheet.Run<double>(graph, new(Backend.Simd, 1));
        Assert.Equal(naive["others"], fast["others"]);
        Assert.Equal(naive["largest"], fast["largest"]);
    }

    [Law(60)]
    public void Values_alone_are_those_with_positions(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Alone<double>(x.Maps, x.Frame, x.Seed);
        Alone<float>(x.Maps, x.Frame, x.Seed);
    }

    [Law(60)]
    public void Squares_of_two_by_two_hold_in_every_width(byte width, byte height, byte maps, int seed)
    {
        Shape shape = (1 + (maps % 5), 3, 2 + (height % 9), 2 + (width % 75));
        Frame frame = new Window(2, 2, 1, Padding.Valid).On((3, shape[2], shape[3]));
        Alone<double>(shape, frame, seed);
        Alone<float>(shape, frame, seed);
        Model<float> means = FunctionalConv.Layers.AveragePool(2).Init(shape.Tail);
        Tensor<float> x = Tensor.Normal<float>(shape, seed);
        Agree.Within(1e-6, means.Using(Sheet.Naive).Run(x).To<double>(), means.Using(new PlanOptions(Backend.Simd, 2)).Run(x).To<double>());
    }

    [Fact]
    public void Squares_of_one_of_several_planes_are_not_taken_for_planes_side_by_side()
    {
        Shape shape = (2, 3, 2, 4, 6);
        Frame frame = new Window((1, 2, 2), (3, 2, 2), 1, Padding.Valid).On(shape.Tail);
        Alone<double>(shape, frame, 5);
        Alone<float>(shape, frame, 5);
        Model<float> means = FunctionalConv.Layers.AveragePool((1, 2, 2), (3, 2, 2)).Init(shape.Tail);
        Tensor<float> x = Tensor.Normal<float>(shape, 5);
        Agree.Within(1e-6, means.Using(Sheet.Naive).Run(x).To<double>(), means.Using(new PlanOptions(Backend.Simd, 2)).Run(x).To<double>());
    }

    private static void Alone<T>(Shape maps, Frame frame, int seed)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var stream = new RandomStream((ulong)seed, 1);
        Tensor<double> input = Tensor.Make(maps, i => stream.Below(2 * i, 30) == 0 ? double.NaN : stream.Below((2 * i) + 1, 9) - 6.0);
        Assert.Equal(Run(Sheet.Naive), Run(new(Backend.Simd, 1)));
        Assert.Equal(Run(Sheet.Naive), Run(new(Backend.Simd, 2)));

        Tensor<double> Run(PlanOptions options)
        {
            var sheet = new Sheet(seed);
            Node x = sheet.Real("x", maps);
            Graph graph = sheet.Builder.Build(("y", sheet.Builder.Add(new Primitive.Gather(double.NegativeInfinity), x, sheet.Builder.Add(new Primitive.MaxPositions(frame), x))));
            sheet["x"] = input;
            return sheet.Run<T>(graph, options)["y"].To<double>();
        }
    }

    private static (Tensor<double> Values, Labels Positions) Independent(MapsCase x, Tensor<double> input, Shape y)
    {
        Maps whole = Maps.Of(x.Maps), stops = Maps.Of(y);
        var values = new List<double>();
        var positions = new List<int>();
        for (int map = 0; map < whole.N * whole.C; map++)
            for (int o = 0; o < stops.Plane; o++)
            {
                // All cells under the window, in row-major order; the largest by a stable sort, NaN first.
                int d = o / (stops.H * stops.W), h = o / stops.W % stops.H, w = o % stops.W;
                int[] cells = [.. from a in Enumerable.Range(0, whole.D) from b in Enumerable.Range(0, whole.H) from c in Enumerable.Range(0, whole.W)
                               where Under(x.Frame.D, d, a) && Under(x.Frame.H, h, b) && Under(x.Frame.W, w, c) select (((a * whole.H) + b) * whole.W) + c];
                int[] order = [.. cells.OrderByDescending(c => double.IsNaN(input.Values[(map * whole.Plane) + c]) ? double.PositiveInfinity : input.Values[(map * whole.Plane) + c])];
                positions.Add(order.Length == 0 ? -1 : order[0]);
                values.Add(order.Length == 0 ? double.NegativeInfinity : input.Values[(map * whole.Plane) + order[0]]);
            }
        return (Tensor.Of(y, [.. values]), Labels.Of(y, [.. positions]));
    }

    private static bool Under(Reach reach, int o, int cell) => cell + reach.Before - (o * reach.Stride) is var off && off >= 0 && off % reach.Dilation == 0 && off / reach.Dilation < reach.Extent;
}
