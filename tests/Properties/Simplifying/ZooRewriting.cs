// Rewriting on networks of the literature, narrow and as published: the same outputs in double with fewer operations, reported.
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

    // As published, in double, on pictures of 64 × 64: the counts of lines and weights do not depend on the picture.
    [Fact]
    public void ResNet18_as_published_computes_the_same_with_two_fifths_of_the_operations() => Assert.Equal(
        """
          20 × batch norm folds into the product before it, first residual1.body.conv1
        weights          11,699,112 →      11,684,712
        MACs            148,557,824 →     148,557,824
        operations              232 →              92
        """.ReplaceLineEndings("\n"), Simplified.Of(Zoo.ResNet18(), (3, 64, 64), batch: 1, deep: true).Report.ToString());

    [Fact]
    public void MobileNetV2_as_published_computes_the_same_with_less_than_two_fifths_of_the_operations() => Assert.Equal(
        """
          52 × batch norm folds into the product before it, first residual1.body.conv1
           1 × dropout vanishes, first dropout1
        weights           3,538,984 →       3,487,816
        MACs             25,728,512 →      25,728,512
        operations              570 →             206
        """.ReplaceLineEndings("\n"), Simplified.Of(Zoo.MobileNetV2(), (3, 64, 64), batch: 1, deep: true).Report.ToString());

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
