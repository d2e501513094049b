// Rewriting on networks of the literature: the same outputs with fewer operations, reported. Narrow ones in double for the equations; the paper's for the counts.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Simplifying;

public class ZooRewriting
{
    [Fact]
    public void ResNet18_needs_no_normalization_in_inference()
    {
        Simplified<double> simple = Simplified.Of(Zoo.ResNet18(10, small: true, width: 8), (3, 32, 32));
        Assert.Equal(20, simple.Report.Rewrites.Length);
        Assert.DoesNotContain("BatchNorm", simple.Model.Network.Layer.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("  20 × batch norm folds into the product before it, first residual1.body.conv1\n", simple.Report.ToString(), StringComparison.Ordinal);
        Assert.True(simple.Report.After.Weights < simple.Report.Before.Weights && simple.Report.After.Lines < simple.Report.Before.Lines * 3 / 5 && simple.Report.After.Macs == simple.Report.Before.Macs);
    }

    [Fact]
    public void MobileNetV2_needs_no_normalization_and_no_dropout_in_inference()
    {
        Simplified<double> simple = Simplified.Of(Zoo.MobileNetV2(10, 0.25), (3, 32, 32));
        Assert.Equal((52, 1), (simple.Report.Rewrites.Count(r => r.Equation.StartsWith("batch", StringComparison.Ordinal)), simple.Report.Rewrites.Count(r => r.Equation.StartsWith("dropout", StringComparison.Ordinal))));
        Assert.DoesNotContain("BatchNorm", simple.Model.Network.Layer.ToString(), StringComparison.Ordinal);
        Assert.True(simple.Report.After.Lines < simple.Report.Before.Lines * 3 / 5);
    }

    [Fact]
    public void A_simplified_model_prints_saves_and_compiles()
    {
        Model<float> model = Probe.Weighted(Conv(4, 3, bias: false).Then(BatchNorm()).Then(Relu).Then(Dropout(0.1)).Then(Flatten).Then(Dense(3)).On((1, 6, 6)), 5).To<float>();
        var (simple, _) = model.Simplify();
        Assert.Equal("Conv(4, 3).Then(Relu).Then(Flatten).Then(Dense(3))", simple.Network.Layer.ToString());
        Tensor<float> x = Tensor.Normal<float>((1, 6, 6), 7);
        Agree.Within(1e-5, model.Run(x), simple.Compile().Run(x));
        Assert.Same(model["dense1.weight"], simple["dense1.weight"]);
    }
}
