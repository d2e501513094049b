// Names stand once in their scope; what does not fit of names and sharing is a misfit of its place, with a cure, and no exception.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Sharing;

public class NameLaws
{
    private static Layer Named => Conv(2, 3, padding: Same).Named("a");

    private static Layer Shared => Conv(2, 3, padding: Same).Shared("a");

    public static TheoryData<Layer, Shape, string> Misfits => new()
    {
        {
            Named.Then(Named), (2, 8),
            "layer 2, Conv(2, 3, padding: Same).Named(\"a\"), cannot take [2, 8]: its name \"a\" is that of layer 1 too, and a name stands once in its scope; write .Shared(\"a\") for one set of weights in both places, or give one of them another name."
        },
        {
            Relu.Then(Sum(Named, Named.Frozen())), (2, 8),
            "layer 2, branch 2, Conv(2, 3, padding: Same).Named(\"a\").Frozen(), cannot take [2, 8]: its name \"a\" is that of layer 2, branch 1 too, and a name stands once in its scope; write .Shared(\"a\") for one set of weights in both places, or give one of them another name."
        },
        {
            Conv(2, 1).Then(Relu.Named("conv1")), (2, 8),
            "layer 2, Relu.Named(\"conv1\"), cannot take [2, 8]: its name \"conv1\" is that of layer 1 too, and a name stands once in its scope; give it another name."
        },
        {
            Named.Then(Residual(Shared)), (2, 8),
            "layer 2, branch 2, Conv(2, 3, padding: Same).Shared(\"a\"), cannot take [2, 8]: its name \"a\" is that of layer 1 too, and a name stands once in its scope; write .Shared(\"a\") for one set of weights in both places, or give one of them another name."
        },
        {
            Residual(Shared).Then(Conv(2, 1).Shared("a")), (2, 8),
            "layer 2, Conv(2, 1).Shared(\"a\"), cannot take [2, 8]: the shared layer \"a\" is Conv(2, 3, padding: Same) at layer 1, branch 2 and Conv(2, 1) here; share one and the same layer, or give one of the two another name."
        },
        {
            Shared.Then(Conv(3, 1)).Then(Shared), (2, 8),
            "layer 3, Conv(2, 3, padding: Same).Shared(\"a\"), cannot take [3, 8]: its shared weight 'a.weight' is [2, 2, 3] at layer 1 and [2, 3, 3] here; give the shared layer inputs alike in both places, or another name in one of them."
        },
        {
            Shared.Then(Shared.Frozen()), (2, 8),
            "layer 2, Conv(2, 3, padding: Same).Shared(\"a\").Frozen(), cannot take [2, 8]: the shared layer \"a\" is frozen here and not at layer 1; freeze it in every place, or in none."
        },
        {
            Shared.Then(Relu).Frozen().Then(Shared), (2, 8),
            "layer 2, Conv(2, 3, padding: Same).Shared(\"a\"), cannot take [2, 8]: the shared layer \"a\" is not frozen here but at layer 1, layer 1; freeze it in every place, or in none."
        },
        {
            Layer.Of("two", s => s, (x, at) => x * at.Weight("w", 2, Initializer.Ones).PerChannel(x.Shape) * at.Weight("w", 8, Initializer.Ones).Broadcast(x.Shape, Axes.Of(0, 1))), (2, 8),
            "layer 1, Layer.Of(\"two\", …), cannot take [2, 8]: its weight 'two1.w' is [2] and, once more, [8]; give one of the two another name."
        },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void What_does_not_fit_is_a_misfit_of_its_place(Layer layer, Shape input, string sentence)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Assert.Equal(sentence, layer.Check(input).Match(_ => "fits", misfits => string.Join(" | ", misfits)));
    }

    [Fact]
    public void Every_misfit_of_names_is_found_at_once() =>
        Assert.Equal(3, Named.Then(Named).Then(Sum(Named, Named)).Then(Shared).Check((2, 8)).Match(_ => 0, misfits => misfits.Count));

    [Fact]
    public void A_name_in_a_branch_is_the_scope_of_its_weights() => Assert.Equal(
        ["concat1.left.weight", "concat1.left.bias", "concat1.branch2.weight", "concat1.branch2.bias", "residual1.a.weight", "residual1.a.bias", "residual2.a.weight", "residual2.a.bias"],
        Concat(Conv(1, 1).Named("left"), Conv(1, 1)).Then(Residual(Named)).Then(Residual(Named)).On((2, 8)).Weights.Select(w => w.Name));

    [Fact]
    public void Copies_of_named_layers_are_numbered()
    {
        Layer bare = Conv(2, 1, bias: false);
        static IEnumerable<string> Names(Layer layer) => layer.On((2, 8)).Weights.Select(w => w.Name);
        Assert.Equal(["stem1.weight", "stem2.weight", "stem3.weight"], Names(bare.Named("stem").Repeat(3)));
        Assert.Equal(["stem1.weight", "stem2.weight"], Names(bare.Named("stem").Frozen().Repeat(2)));
        Assert.Equal(["stem1.weight", "conv1.weight", "stem2.weight", "conv2.weight"], Names(bare.Named("stem").Then(bare).Repeat(2)));
        Assert.Equal(["block1.stem.weight", "block2.stem.weight"], Names(bare.Named("stem").Then(Relu).Named("block").Repeat(2)));
        Assert.Equal(["residual1.stem.weight", "residual2.stem.weight"], Names(Residual(bare.Named("stem")).Repeat(2)));
        Assert.Equal(["stem.weight"], Names(bare.Shared("stem").Repeat(3)));
        Assert.Equal(bare.Named("stem"), bare.Named("stem").Repeat(1));
        Assert.Equal(FunctionalConv.Layers.Identity, bare.Named("stem").Repeat(0));
    }

    [Fact]
    public void Sharing_prints_and_compares_as_the_code_that_makes_it()
    {
        Assert.Equal("Conv(2, 3, padding: Same).Shared(\"a\")", Shared.ToString());
        Assert.Equal(Shared, Conv(2, 3, padding: Same).Shared("a"));
        Assert.NotEqual(Shared, Named);
        Assert.NotEqual(Shared, Conv(2, 3, padding: Same).Shared("b"));
        Assert.Equal("A layer's name is one word without dots, slashes or blanks; it was given \"a.b\". (Parameter 'name')", Assert.Throws<ArgumentException>(() => Relu.Shared("a.b")).Message);
    }
}
