// The laws that every layer keeps, tried on each layer with random arguments and on random networks of them.
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class LayerLaws
{
    // In a namespace below FunctionalConv the record behind it would stand in front.
    private static Layer Identity => FunctionalConv.Layers.Identity;

    [Law(70)]
    public Property Layers_and_networks_keep_every_law(Fitting x) => Laws.All(x.Layer, x.Input);

    [Law(60)]
    public Property Convolutions_of_every_window_keep_every_law() => Prop.ForAll(
        Arb.From(from input in Generators.Shapes from conv in Generators.Convs(input) select new Fitting(conv, input), Shrinkers.Smaller), x => Laws.All(x.Layer, x.Input));

    [Law(40)]
    public Property Shapes_are_inferred_and_refused_alike_for_every_layer(Fitting x) => Laws.Shape(x.Layer);

    [Law(80)]
    public Property The_pullback_of_a_convolution_is_its_exact_adjoint() => Prop.ForAll(
        Arb.From(from input in Generators.Shapes from conv in Generators.Convs(input) select new Fitting(conv, input), Shrinkers.Smaller),
        x => Laws.Linear(x.Layer, x.Input).And(Laws.Adjoint(x.Layer, x.Input)));

    [Law(10)]
    public Property Layers_without_kinks_are_linear_and_have_an_exact_adjoint() => new[] { Flatten, Dense(5), Identity, BatchNorm(), Residual(Conv(3, 3, padding: Same), Conv(3, 1)), Skip(BatchNorm()) }
        .Select(layer => Laws.Linear(layer).And(Laws.Adjoint(layer))).Aggregate((a, b) => a.And(b));

    [Law(60)]
    public Property Layers_compose() => Prop.ForAll(
        Arb.From(from first in Generators.Networks from second in Generators.Chains(first.Layer.Infer(first.Input).Shape, 2, 1) select (first, second)),
        pair => Laws.Composition(pair.first.Layer, pair.second, pair.first.Input));

    [Fact]
    public void A_false_claim_about_a_layer_is_refuted_with_what_differs()
    {
        Assert.Contains("the image of 2.5·x − 0.75·z against", Refuted(Laws.Linear(Tanh, (2, 3))), StringComparison.Ordinal);
        Assert.Contains("⟨A x, y⟩ is", Refuted(Laws.Adjoint(Tanh, (2, 3))), StringComparison.Ordinal);
        Assert.Contains("Relu against Tanh on [", Refuted(Laws.SameAs(Relu, Tanh, (2, 3))), StringComparison.Ordinal);
        Layer wrong = Layer.Of("wrong", shape => shape, x => Tensor.Make(x.Shape, i => x.Values[i] * x.Values[i]), (x, dy) => Tensor.Make(x.Shape, i => dy.Values[i] * x.Values[i]));
        string report = Refuted(Laws.Gradient(wrong, (2, 3)));
        Assert.Contains("the pullback toward x has slope", report, StringComparison.Ordinal);
        Assert.Contains("it is off most at [", report, StringComparison.Ordinal);
        int calls = 0;
        Layer moody = Layer.Of("moody", shape => shape, x => Tensor.Make(x.Shape, i => x.Values[i] + (calls++ % 7)), (_, dy) => dy);
        Assert.Matches("threads? against 1: they differ most at", Refuted(Laws.Deterministic(moody, (2, 3))));
        Assert.Contains("2 items of [2, 3] at once against one by one", Refuted(Laws.BatchIsPointwise(Layer.Of("mixed", shape => shape, x => x - x.Mean(Axes.Of(0)).Broadcast(x.Shape, Axes.Of(0))), (2, 3))).Replace("3 items", "2 items", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("the layer infers [7] for [2, 3], and no network is made: layer 1, Layer.Of(\"liar\", …), cannot take [2, 3]: it declares the shape [7] and its formula gives [2, 3]", Refuted(Laws.Shape(Layer.Of("liar", _ => 7, x => x.Map(Graphs.Unary.Tanh)), (2, 3))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_fits_no_shape_that_is_tried_asks_for_one() => Assert.Equal(
        "None of the shapes that a law tries fits Conv(1, 400); give it an input shape. (Parameter 'layer')",
        Assert.Throws<ArgumentException>(() => Laws.Gradient(Conv(1, 400))).Message);

    [Fact]
    public void A_false_property_fails_shrinks_and_prints_the_seed_that_replays_it()
    {
        string report = Refuted(Prop.ForAll(Arbitraries.OfFitting(), x => !x.Layer.ToString().Contains("Conv(", StringComparison.Ordinal)));
        Assert.Matches(@"Falsifiable, after \d+ tests? \([1-9]\d* shrinks?\) \(\d+,\d+\)", report);
        Assert.Contains("Conv(1, 1, bias: false) on [1, ", report[report.IndexOf("Shrunk:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    private static string Refuted(Property property) => Assert.ThrowsAny<Exception>(() => property.QuickCheckThrowOnFailure()).Message;
}
