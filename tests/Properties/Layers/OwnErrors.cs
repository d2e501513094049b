// Layers of one's own that throw, or do not keep their word: their exception stays as it is, and the layer, its place and its input are named.
using FunctionalConv.Graphs;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class OwnErrors
{
    private static LayerException Thrown(Layer layer, Shape input) => Assert.Throws<LayerException>(() => layer.Check(input));

    private static string Said(Layer layer, Shape input) => layer.Check(input).Match(network => $"{network.Output}", misfits => string.Join(" | ", misfits));

    [Fact]
    public void What_its_infer_throws_is_kept_as_it_is()
    {
        foreach (Exception own in new Exception[] { new ArgumentException("the moon is not full"), new ArgumentOutOfRangeException("n", "n is odd"), new FormatException("no"), new DivideByZeroException() })
        {
            LayerException e = Thrown(Relu.Then(Residual(Tanh.Then(new Throwing(own)))), (1, 6));
            Assert.Same(own, e.InnerException);
            Assert.Equal(("layer 2, branch 2, layer 2", (Shape)(1, 6)), (e.Place, e.Input));
            Assert.Equal($"layer 2, branch 2, layer 2, Mine, failed in its shape for [1, 6]: {own.Message}", e.Message);
        }
        Assert.Equal("Mine failed in its shape for [1, 6]: no", Thrown(new Throwing(new FormatException("no")), (1, 6)).Message);
    }

    [Fact]
    public void A_refusal_of_a_shape_function_is_a_misfit_in_its_words_and_keeps_its_exception()
    {
        var own = new ArgumentException("it wants an even width.");
        MisfitException e = Assert.Throws<MisfitException>(() => Relu.Then(Layer.Of("odd", s => throw own, x => x)).On((1, 7)));
        Assert.Equal("layer 2, Layer.Of(\"odd\", …), cannot take [1, 7]: it wants an even width; see the layer's own documentation.", e.Message);
        Assert.Same(own, e.InnerException);
        Assert.Same(own, e.Misfits[0].Cause);
        Assert.Same(own, Thrown(Layer.Of("nil", s => throw new InvalidOperationException("x", own), x => x), 4).InnerException!.InnerException);
    }

    [Theory]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData("*")]
    [InlineData("/")]
    public void What_a_formula_cannot_do_names_the_layer_and_what_was_written(string sign)
    {
        Node Of(Node a, Node b) => sign switch { "+" => a + b, "-" => a - b, "*" => a * b, _ => a / b };
        LayerException e = Thrown(Relu.Then(Layer.Of("mine", s => s, x => Of(x, x.Slice(1, 0, 1)))), 4);
        Assert.Equal($"layer 2, Layer.Of(\"mine\", …), failed in its formula for [4]: {sign} cannot take [1, 4] and [1, 1]: it takes two inputs of one shape; repeat one of them, by PerChannel or Broadcast.", e.Message);
    }

    public static TheoryData<string, Func<Node, Node>> Written => new()
    {
        { "Sum", x => x.Sum(Axes.Of(5)) },
        { "MatMul", x => x.MatMul(x) },
        { "Reshape", x => x.Reshape((3, 3)) },
        { "Slice", x => x.Slice(1, 0, 90) },
        { "Embed", x => x.Embed(1, 5, 2) },
        { "Broadcast", x => x.Broadcast((2, 2), Axes.Of(0)) },
        { "Concat", x => Node.Concat(1, x, x.Reshape(12)) },
        { "Permute", x => x.Permute(0, 1) },
        { "Correlate", x => x.Correlate(x, new Frame(Reach.One, Reach.One, Reach.One)) },
        { "Unpool", x => x.Unpool(x, (1, 1, 1)) },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void Every_operation_that_fails_is_called_as_it_is_written(string name, Func<Node, Node> formula)
    {
        LayerException e = Thrown(Layer.Of("mine", s => s, formula), (3, 4));
        Assert.StartsWith($"layer 1, Layer.Of(\"mine\", …), failed in its formula for [3, 4]: {name} cannot take [", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_that_gives_another_shape_than_was_declared_is_refused()
    {
        Assert.Equal("layer 1, Layer.Of(\"half\", …), cannot take [4]: it declares the shape [4] and its formula gives [1]; make the two agree.", Said(Layer.Of("half", s => s, x => x.Slice(1, 0, 1)), 4));
        Assert.Equal("layer 2, branch 2, Layer.Of(\"sum\", …), cannot take [2, 4]: it declares batches [1, 2, 4] and its formula gives []; let its formula keep the batch, which is the first axis.",
            Said(Relu.Then(Residual(Layer.Of("sum", s => s, x => x.Sum(Axes.All(3))))), (2, 4)));
        Layer frozen = Layer.Of("one", s => s, x => x.Builder.Constant(1, (1, 4)));
        Assert.Equal(Shape.Of(4), frozen.On(4).Output);
        Assert.Equal("layer 1, Layer.Of(\"one\", …), cannot take [4]: it declares batches [3, 4] and its formula gives [1, 4]; let its formula keep the batch, which is the first axis.",
            Assert.Throws<MisfitException>(() => frozen.On(4).Graph(3)).Message);
        Assert.Equal("layer 1, Layer.Of(\"half\", …), cannot take [4]: it declares the shape [4] and its formula gives [2]; make the two agree. | layer 2, Layer.Of(\"half\", …), cannot take [4]: it declares the shape [4] and its formula gives [2]; make the two agree.",
            Said(Layer.Of("half", s => s, x => x.Slice(1, 0, 2)).Repeat(2), 4));
    }

    [Fact]
    public void A_pullback_that_fails_names_itself()
    {
        Model<double> model = Layer.Of("bent", s => s, (Node x) => x, (Node x, Node dy) => dy + dy.Slice(1, 0, 1)).Init<double>(4);
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => model.Pullback(Tensor.Filled((1, 4), 1.0), Tensor.Filled((1, 4), 1.0)));
        Assert.StartsWith("The pullback of 'bent' failed for [1, 4] and a cotangent [1, 4]: + cannot take [1, 4] and [1, 1]", e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.InnerException);
    }

    [Fact]
    public void A_state_is_declared_before_it_is_moved() => Assert.Equal(
        "layer 1, Layer.Of(\"mine\", …), failed in its formula for [4]: The state 'mine1.mean' was moved before it was declared; call State first. (Parameter 'state')",
        Thrown(Layer.Of("mine", s => s, (x, at) =>
        {
            at.Becomes("mean", x);
            return x;
        }), 4).Message);

    private sealed record Throwing(Exception Own) : Layer
    {
        public override string Kind => "mine";

        protected override string Code => "Mine";

        public override Fit Infer(Shape input) => throw Own;

        public override Node Lower(Node x, Scope at) => x;
    }
}
