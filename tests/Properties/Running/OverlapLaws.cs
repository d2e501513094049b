// What a compiled run gives does not depend on where the caller's memory lies, nor on the run before it.
using FunctionalConv.Graphs;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Running;

public class OverlapLaws
{
    private static readonly Layer[] Nets =
    [
        Conv(4, 3, padding: Same), Residual(Conv(4, 3, padding: Same)), MaxPool(3, stride: 1, padding: Same), Relu, DepthwiseConv(3, padding: Same),
        Conv(4, 1), AveragePool(3, stride: 1, padding: Same), Conv(16, 3, padding: Same).Then(Conv(4, 3, padding: Same)), Product(FunctionalConv.Layers.Identity, Tanh),
    ];

    [Fact]
    public void Input_and_output_may_lie_over_each_other_anyhow()
    {
        Shape item = (4, 9, 20);
        foreach (Layer net in Nets)
        {
            Compiled<float> compiled = net.Init(item, seed: 3).Compile();
            Tensor<float> x = Tensor.Normal<float>(item, seed: 4), y = compiled.Run(x);
            foreach (int apart in new[] { 0, 1, 7, 16, 180, x.Count - 1, x.Count })
                foreach (bool first in new[] { true, false })
                {
                    var memory = new float[(2 * x.Count) + apart];
                    Span<float> from = memory.AsSpan(first ? 0 : apart, x.Count), to = memory.AsSpan(first ? apart : 0, y.Count);
                    x.Values.CopyTo(from);
                    compiled.Run(from, to);
                    Assert.True(to.SequenceEqual(y.Values), $"{net}, {apart} numbers apart, the input {(first ? "first" : "last")}");
                }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_made_of_weights_alone_may_stand_beside_data_in_every_run(int threads)
    {
        // The part made of weights is computed once for many runs, and stands in memory beside what every run writes.
        Layer beside = Layer.Of("beside", shape => shape.With(0, shape[0] + 2),
            (x, at) => Node.Concat(1, at.Weight("own", (1, 2, 6, 6), Initializer.Glorot).Map(Unary.Tanh), x.Map(Unary.Exp)));
        Layer net = Conv(3, 3, padding: Same).Then(beside).Then(Conv(8, 3, padding: Same)).Then(Tanh).Then(Conv(8, 3, padding: Same)).Then(Tanh).Then(Conv(5, 3));
        Model<double> model = net.Init<double>((2, 6, 6), seed: 5), naive = model.Using(Backend.Managed, 1);
        Compiled<double> compiled = model.Using(Backend.Simd, threads).Compile();
        for (int run = 0; run < 4; run++)
        {
            Tensor<double> x = Tensor.Normal<double>((2, 6, 6), seed: run);
            Agree.Within(1e-12, naive.Run(x), compiled.Run(x));
        }
    }
}
