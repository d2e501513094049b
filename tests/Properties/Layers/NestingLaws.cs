// Layers inside layers: as deep as every walk over them can go on a small stack, and refused beyond in one sentence. A row of layers has no such bound.
using FunctionalConv.Graphs;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class NestingLaws
{
    private const int Most = 128, Stack = 1 << 19;

    private const string Sentence = "Layers stand at most 128 deep inside one another (branches, names, frozen and shared layers each count one); put them in a row with Then instead.";

    /// <summary>A layer around another, for each way there is.</summary>
    private static readonly Dictionary<string, Func<Layer, Layer>> Ways = new()
    {
        ["residual"] = layer => Residual(layer),
        ["shortcut"] = layer => Residual(FunctionalConv.Layers.Identity, layer),
        ["chain"] = layer => Residual(layer.Then(Relu)),
        ["sum"] = layer => Sum(layer, FunctionalConv.Layers.Identity),
        ["product"] = layer => Product(FunctionalConv.Layers.Identity, layer),
        ["concat"] = layer => Concat(layer),
        ["skip"] = Skip,
        ["unpooling"] = layer => MaxPool(1).Unpooling(layer),
        ["named"] = layer => layer.Named("deep"),
        ["frozen"] = layer => layer.Frozen(),
        ["shared"] = layer => layer.Shared("deep"),
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Beyond_128_levels_a_layer_is_refused_where_it_is_made(string way)
    {
        Layer layer = Relu;
        var refusal = Assert.Throws<ArgumentException>(() =>
        {
            for (int level = 0; level < 20_000; level++) layer = Ways[way](layer);
        });
        Assert.Equal(Sentence, refusal.Message);
    }

    [Theory]
    [InlineData("residual")]
    [InlineData("chain")]
    [InlineData("shortcut")]
    [InlineData("product")]
    [InlineData("concat")]
    [InlineData("unpooling")]
    [InlineData("named")]
    [InlineData("frozen")]
    public void At_128_levels_every_walk_ends_on_half_the_smallest_default_stack(string way)
    {
        int around = way == "chain" ? (Most - 1) / 2 : Most - 1;
        Layer Deep() => Enumerable.Range(0, around).Aggregate((Layer)Conv(2, 1), (layer, _) => Ways[way](layer));
        OnSmallStack(() =>
        {
            Layer one = Deep(), other = Deep();
            Assert.Equal(one, other);
            Assert.Equal(one.GetHashCode(), other.GetHashCode());
            Network network = one.On((2, 3, 3));
            Assert.Contains("Conv(2, 1)", network.ToString(), StringComparison.Ordinal);
            Assert.NotEqual("", network.Summary.ToString());
            Assert.NotEqual("", network.Summary.ToHtml());
            _ = ReceptiveField.Of(network.Graph(batch: 1));
            _ = network.Equivariance();
            Model<double> model = network.Init<double>(seed: 1);
            Tensor<double> x = Tensor.Normal<double>((2, 3, 3), seed: 2);
            Assert.Equal(model.Run(x), model.Compile().Run(x));
            _ = Gradient.Of(network.Graph(batch: 1), "y", argument => argument.Role == Role.Weight);
        });
    }

    [Fact]
    public void Own_layers_around_layers_are_refused_where_they_are_checked()
    {
        Layer layer = Relu;
        for (int level = 0; level < 20_000; level++) layer = new Around(layer);
        OnSmallStack(() => Assert.Equal(Sentence, Assert.Throws<ArgumentException>(() => layer.Check((1, 3, 3))).Message));
    }

    [Fact]
    public void A_row_of_layers_may_be_as_long_as_wanted()
    {
        Layer row = Tanh.Repeat(2_000);
        OnSmallStack(() =>
        {
            Network network = row.On((1, 2));
            Assert.Equal(2_000, network.Rows.Length);
            Assert.Equal(row, Tanh.Repeat(2_000));
            Model<double> model = network.Init<double>();
            Assert.True(double.IsFinite(model.Run(Tensor.Of((1, 2), 0.5, -0.5)).Values[0]));
            _ = Gradient.Of(network.Graph(batch: 1), "y", argument => argument.Role == Role.Data);
        });
    }

    private static void OnSmallStack(Action walk)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    walk();
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            Stack);
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException($"A walk failed: {failure.Message}", failure);
    }

    private sealed record Around(Layer Body) : Layer
    {
        public override string Kind => "around";

        public override IReadOnlyList<Layer> Inner => [Body];

        protected override string Code => $"Around({Body})";

        public override Fit Infer(Shape input) => Body.Infer(input);

        public override Node Lower(Node x, Scope at) => at.Body(Body, x);
    }
}
