// Laws of compiled models: the same function as the model, to the bit, for every size of batch and from many threads; and no garbage.
using FunctionalConv.Plans;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Running;

public class CompiledLaws
{
    private static readonly Layer Net = Conv(16, 3, padding: 1).Then(BatchNorm()).Then(Relu).Then(MaxPool(2))
        .Then(Residual(Conv(16, 3, padding: 1, bias: false))).Then(Relu).Then(Flatten).Then(Dense(10));

    private static readonly Shape Item = (16, 12, 12);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Runs_as_the_model_does_for_every_size_of_batch(int threads)
    {
        Model<float> model = Net.Init(Item, 3).Using(Backend.Default, threads);
        Compiled<float> compiled = model.Compile();
        foreach (int n in new[] { 1, 3, 2, 3, 1, 5, 4, 6, 7, 8, 9, 10, 1 })
        {
            Tensor<float> x = Input<float>(n, n);
            Assert.Equal(model.Run(x), compiled.Run(x));
        }
        Tensor<float> item = Input<float>(1, 11).Reshape(Item);
        Assert.Equal(model.Run(item), compiled.Run(item));
    }

    [Fact]
    public void Doubles_run_as_the_model_does()
    {
        Model<double> model = Net.Init<double>(Item, 3);
        Tensor<double> x = Input<double>(2, 5);
        Assert.Equal(model.Run(x), model.Compile().Run(x));
    }

    [Fact]
    public void Spans_give_the_same_as_tensors()
    {
        Compiled<float> compiled = Net.Init(Item, 3).Compile();
        Tensor<float> x = Input<float>(3, 4);
        var y = new float[30];
        compiled.Run(x.Values, y);
        Assert.Equal(compiled.Run(x).Values.ToArray(), y);
    }

    [Fact]
    public void Options_may_differ_from_the_models()
    {
        Model<float> model = Net.Init(Item, 3);
        Tensor<float> x = Input<float>(2, 6);
        var managed = new PlanOptions(Backend.Managed, 1, Accuracy.Exact);
        Assert.Equal(model.Using(Backend.Managed, 1, Accuracy.Exact).Run(x), model.Compile(managed).Run(x));
        Assert.Equal(model.Options, model.Compile().Options);
    }

    [Fact]
    public void Four_threads_at_once_get_each_their_own_result()
    {
        Compiled<float> compiled = Net.Init(Item, 3).Using(Backend.Default, 2).Compile();
        Tensor<float>[] inputs = [.. Enumerable.Range(0, 4).Select(i => Input<float>(1 + (i % 2), i))];
        Tensor<float>[] expected = [.. inputs.Select(x => Net.Init(Item, 3).Run(x))];
        var wrong = new int[4];
        Thread[] threads = [.. inputs.Select((x, i) => new Thread(() =>
        {
            for (int run = 0; run < 50; run++)
                if (!compiled.Run(x).Equals(expected[i])) wrong[i]++;
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal([0, 0, 0, 0], wrong);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_callers_memory_is_read_and_written_in_place_and_nothing_around_it(Layer layer, Shape item)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(item);
        const int zone = 96;
        Model<float> model = layer.Init(item, 5).Using(Backend.Default, 2);
        Tensor<float> x = Tensor.Normal<float>(item.Under(2), 6), expected = model.Run(x);
        float[] from = new float[x.Count + (2 * zone)], to = new float[expected.Count + (2 * zone)];
        System.Array.Fill(from, float.NaN);
        System.Array.Fill(to, float.NaN);
        x.Values.CopyTo(from.AsSpan(zone));
        Compiled<float> compiled = model.Compile();
        for (int run = 0; run < 2; run++) compiled.Run(from.AsSpan(zone, x.Count), to.AsSpan(zone, expected.Count));
        Assert.Equal(x.Values.ToArray(), from.AsSpan(zone, x.Count).ToArray());
        Assert.Equal(expected.Values.ToArray(), to.AsSpan(zone, expected.Count).ToArray());
        foreach (float around in to[..zone].Concat(to[^zone..]).Concat(from[..zone]).Concat(from[^zone..])) Assert.True(float.IsNaN(around));
    }

    public static TheoryData<Layer, Shape> Kinds => new()
    {
        { FunctionalConv.Layers.Conv(5, 3, 2, 1), (3, 21, 37) },
        { FunctionalConv.Layers.Conv(32, 3, padding: 1), (32, 19, 23) },
        { FunctionalConv.Layers.Conv(32, 3, padding: 2, dilation: 2), (32, 19, 23) },
        { FunctionalConv.Layers.Conv(32, 3, padding: 1), (32, 4, 17, 18) },
        { FunctionalConv.Layers.Conv(32, 3), (32, 90) },
        { FunctionalConv.Layers.Conv(16, 5), (6, 14, 14) },
        { FunctionalConv.Layers.Conv(32, 1), (48, 9, 9) },
        { FunctionalConv.Layers.DepthwiseConv(3, 2, 1), (5, 33, 34) },
        { FunctionalConv.Layers.ConvTransposed(32, 4, 2, 1), (16, 9, 11) },
        { FunctionalConv.Layers.MaxPool(3, 2, 1), (4, 30, 31) },
        { FunctionalConv.Layers.AveragePool(2), (4, 30, 31) },
        { FunctionalConv.Layers.Relu.Then(FunctionalConv.Layers.Tanh), (4, 30, 31) },
        { FunctionalConv.Layers.Flatten.Then(FunctionalConv.Layers.Dense(7)), (4, 5, 6) },
    };

    [Fact]
    public void A_network_that_ignores_its_input_or_hands_it_through_runs()
    {
        Tensor<float> x = Input<float>(2, 7);
        Assert.Equal(x, FunctionalConv.Layers.Identity.Init(Item).Compile().Run(x));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_as_by_the_model()
    {
        Model<float> model = Net.Init(Item, 3);
        Tensor<float> wrong = Tensor.Filled(Shape.Of(16, 12), 1f);
        string expected = Assert.Throws<ArgumentException>(() => model.Run(wrong)).Message;
        Assert.Equal(expected.Replace("'x'", "'itemOrBatch'", StringComparison.Ordinal), Assert.Throws<ArgumentException>(() => model.Compile().Run(wrong)).Message);
        Assert.Equal("An item [16, 12, 12] has 2,304 numbers; 100 numbers are no whole number of items. (Parameter 'x')",
            Assert.Throws<ArgumentException>(() => model.Compile().Run(new float[100], new float[10])).Message);
        Assert.Equal("The outputs of 2 items have shape [2, 10], 20 numbers; there is room for 10. (Parameter 'y')",
            Assert.Throws<ArgumentException>(() => model.Compile().Run(new float[2 * 2304], new float[10])).Message);
        Assert.Equal("A batch needs at least 1 item; it was given 0. (Parameter 'batch')", Assert.Throws<ArgumentException>(() => model.Compile().Explain(0)).Message);
    }

    internal static Tensor<T> Input<T>(int n, int seed)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return new(Item.Under(n), [.. Enumerable.Range(0, Item.Count * n).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))]);
    }

    internal static Model<float> Model(int threads) => Net.Init(Item, 3).Using(Backend.Default, threads);
}
