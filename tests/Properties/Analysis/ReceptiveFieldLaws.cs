// Receptive fields: the formula on chains, unions on branches, and what gradients really touch.
using FsCheck;
using FsCheck.Fluent;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Analysis;

public class ReceptiveFieldLaws
{
    [Law(60)]
    public Property A_chain_of_windows_sees_1_plus_the_sum_of_dilated_taps_times_jumps()
    {
        var window = from k in Gen.Choose(1, 5) from s in Gen.Choose(1, 3) from d in Gen.Choose(1, 3) from pool in Gen.Choose(0, 1) select (K: k, S: s, D: d, Pool: pool == 1);
        return Prop.ForAll(Arb.From(from n in Gen.Choose(1, 5) from windows in Gen.ArrayOf(window, n) select windows), windows =>
        {
            int size = 1, jump = 1;
            Layer net = FunctionalConv.Layers.Identity;
            foreach (var (k, s, d, pool) in windows)
            {
                net = net.Then(pool ? MaxPool(k, s, Same, d) : Conv(2, k, s, Same, d)).Then(Relu);
                size += d * (k - 1) * jump;
                jump *= s;
            }
            FieldAxis axis = Assert.Single(ReceptiveField.Of(net.On((1, 50)).Graph(1)).Axes);
            Assert.Equal((size, jump), (axis.Size, axis.Jump));
        });
    }

    [Fact]
    public void Every_axis_has_its_own_field()
    {
        ReceptiveField field = Of(Conv(2, (1, 3, 5), stride: (1, 2, 3)).Then(Conv(2, (2, 1, 2))), (1, 9, 9, 20));
        Assert.Equal("2×3×8", field.ToString());
        Assert.Equal([1, 2, 3], field.Axes.Select(a => (int)a.Jump));
    }

    [Fact]
    public void Branches_take_the_union()
    {
        Assert.Equal("7×7", Of(Concat(Conv(1, 3, padding: Same), Conv(1, 7, padding: Same), Conv(1, 1)), (1, 12, 12)).ToString());
        Assert.Equal("9×9", Of(Residual(Conv(1, 5, padding: Same).Then(Relu).Then(Conv(1, 5, padding: Same))), (1, 12, 12)).ToString());
        Assert.Equal("5", Of(Concat(Conv(1, 3, padding: Causal), Conv(1, 3, padding: Padding.Sides((0, 2)))), (1, 12)).ToString());
    }

    [Fact]
    public void What_mixes_all_positions_sees_the_whole_input()
    {
        Assert.True(Of(Conv(2, 3).Then(Flatten).Then(Dense(3)), (1, 8, 8)).All);
        Layer mean = Layer.Of("mean", s => s[0], x => x.Mean(Axes.Of(2, 3)));
        Assert.True(Of(Conv(2, 3).Then(mean), (1, 8, 8)).All);
        Layer gate = Layer.Of("gate", s => s, x => x * x.Mean(Axes.Of(3)).Broadcast(x.Shape, Axes.Of(3)));
        Assert.Equal("3×all", Of(Conv(2, 3).Then(gate), (1, 8, 8)).ToString());
    }

    [Fact]
    public void A_transposed_convolution_divides_the_jump()
    {
        FieldAxis axis = Of(Conv(1, 3, padding: Same).Then(Up(4, 2)), (1, 10)).Axes[0];
        Assert.Equal((4, 0.5), (axis.Size, axis.Jump));
    }

    public static TheoryData<Layer, int> Resized => new()
    {
        { Upsample(2), 12 },
        { Upsample(3).Then(Conv(1, 3)), 9 },
        { Upsample(2).Then(Conv(1, 3, stride: 4)), 24 },
        { ResizeTo(7), 14 },
        { ResizeTo(30).Then(MaxPool(2)), 10 },
        { AdaptiveAveragePool(3), 12 },
        { Conv(1, 3, stride: 2).Then(ResizeTo(20)), 21 },
        { Conv(1, 5, stride: 2, padding: 2).Then(MaxPool(2)), 24 },
        { ConvTransposed(1, 4, stride: 2, padding: 1), 11 },
    };

    // A field's middle moves by the jump from cell to cell; it stands on whole cells, which may be off by one at either end.
    [Theory]
    [MemberData(nameof(Resized))]
    public void The_jump_is_how_far_a_field_moves_from_cell_to_cell(Layer layer, int cells)
    {
        Network network = layer.On((1, cells));
        FieldAxis axis = ReceptiveField.Of(network.Graph(1)).Axes[0];
        double Middle(int cell) => axis.Seen(cell)!.Value is var (first, last) ? (first + last) / 2.0 : 0;
        int most = network.Output[1] - 1;
        Assert.InRange((Middle(most) - Middle(0)) / most, axis.Jump - (2.0 / most), axis.Jump + (2.0 / most));
    }

    [Fact]
    public void The_start_stands_in_the_padding()
    {
        FieldAxis axis = Of(Conv(1, 5, padding: 2).Then(MaxPool(2)), (1, 10)).Axes[0];
        Assert.Equal((-2, (-2, 3), (0, 5)), (axis.Start, axis.Seen(0)!.Value, axis.Seen(1)!.Value));
    }

    public static TheoryData<string, Layer> Nets => new()
    {
        { "chain", Conv(2, 3, padding: 1).Then(Conv(1, 5, stride: 2, padding: 2)).Then(Conv(1, 3)) },
        { "dilated", Conv(2, 3, dilation: 3, padding: 3).Then(Conv(1, 3, dilation: 2)) },
        { "branches", Concat(Conv(1, 3, padding: Causal), Conv(1, 4, padding: Same)).Then(Conv(1, 2)) },
        { "residual", Residual(Conv(1, 3, padding: Same).Then(Conv(1, 3, padding: Same))).Then(Conv(1, 3, stride: 3)) },
        { "U-shaped", Skip(Conv(2, 2, stride: 2).Then(Up(2, 2))).Then(Conv(1, 3, padding: 1)) },
    };

    [Theory]
    [MemberData(nameof(Nets))]
    public void Gradients_touch_exactly_the_field_inside_and_nothing_beyond_it_at_the_border(string name, Layer net)
    {
        Network network = net.On((1, 24));
        Graph forward = network.Graph(1);
        FieldAxis axis = ReceptiveField.Of(forward).Axes[0];
        var plan = new Plan<double>(Gradient.Of(forward, "y", a => a.Name == "x"));
        var arguments = new Arguments<double>().Set("x", Tensor.Filled((1, 1, 24), 1.0));
        foreach (Weight weight in network.Weights) arguments.Set(weight.Name, Tensor.Filled(weight.Shape, 1.0));
        int inside = 0;
        for (int cell = 0; cell < network.Output[1]; cell++)
        {
            int here = cell;
            ReadOnlySpan<double> dx = plan.Run(arguments.Set("d.y", Tensor.Make(network.Output.Under(1), i => i % network.Output[1] == here ? 1.0 : 0)))["d.x"].Values;
            var touched = (First: dx.IndexOfAnyExcept(0), Last: dx.LastIndexOfAnyExcept(0));
            var (first, last) = axis.Seen(cell)!.Value;
            Assert.True(touched.First >= first && touched.Last <= last, $"{name}, cell {cell}: touched {touched}, field {(first, last)}");
            if (first < 3 || last > 20) continue;
            Assert.Equal((first, last), touched);
            inside++;
        }
        Assert.True(inside > 0, name);
    }

    private static ReceptiveField Of(Layer layer, Shape input) => ReceptiveField.Of(layer.On(input).Graph(1));

    /// <summary>A transposed convolution of one channel with a kernel of ones.</summary>
    private static Layer Up(int kernel, int stride)
    {
        var frame = new Frame(Reach.One, Reach.One, new(kernel, stride, 1, (kernel - stride) / 2, (kernel - stride) / 2));
        return Layer.Of("up", s => (1, frame.W.Back(s[1])), x => x.Builder.Add(
            new Primitive.CorrelateToInput(frame, 1, (1, 1, frame.W.Back(x.Shape[2]))), x, x.Builder.Constant(1, (x.Shape[1], 1, kernel))));
    }
}
