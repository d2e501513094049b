// The convolution theorem, transforms of any size and rank, and the rule by which plans choose them.
using FsCheck;
using FsCheck.Fluent;
using FunctionalConv.Plans;
using FunctionalConv.Properties.Convolution;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Linear;

public sealed record TransformCase(Shape A, Shape B, int Seed);

public static class TransformCases
{
    public static Arbitrary<TransformCase> Case() => Arb.From(
        from rank in Gen.Choose(1, 3)
        from a in Gen.Choose(1, rank == 3 ? 5 : 11).ListOf(rank)
        from b in Gen.Choose(1, rank == 3 ? 5 : 11).ListOf(rank)
        from seed in Gen.Choose(0, 10_000)
        select new TransformCase(Shape.Of([.. a]), Shape.Of([.. b]), seed));
}

public class FourierLaws
{
    [Law(100, typeof(TransformCases))]
    public void The_transform_of_a_circular_convolution_is_the_product_of_the_transforms(TransformCase c)
    {
        Tensor<double> a = Vectors.Draw(c.A, c.Seed), b = Vectors.Draw(c.A, c.Seed + 1);
        Tensor<double> plain = Tensor.Make(c.A, i => Enumerable.Range(0, a.Count).Sum(j =>
            a.Values[j] * b[[.. Vectors.Position(c.A, i).Zip(Vectors.Position(c.A, j), (p, q) => p - q).Select((d, axis) => ((d % c.A[axis]) + c.A[axis]) % c.A[axis])]]));
        FourierTransform product = FourierTransform.Of(a) * FourierTransform.Of(b), whole = FourierTransform.Of(plain);
        for (int k = 0; k < product.Values.Length; k++) Assert.True((product.Values[k] - whole.Values[k]).Magnitude <= 1e-10 * (1 + whole.Values[k].Magnitude), $"frequency {k}");
        Vectors.Near(plain, FourierTransform.ConvolveCircular(a, b), 1e-11);
        Vectors.Near(a, FourierTransform.Of(a).Inverse(), 1e-12);
    }

    [Law(100, typeof(TransformCases))]
    public void Full_convolution_and_correlation_are_the_layers(TransformCase c)
    {
        Tensor<double> a = Vectors.Draw(c.A, c.Seed), b = Vectors.Draw(c.B, c.Seed + 1);
        ConvLayer layer = Conv(1, ConvCase.ToExtent(c.A.Sizes.ToArray()), padding: Full, bias: false);
        Tensor<double> w = a.Reshape(c.A.Under(1).Under(1)), x = b.Reshape(c.B.Under(1).Under(1));
        Tensor<double> convolved = layer.Flipped().Apply(x, w), correlated = layer.Apply(x, w);
        Vectors.Near(convolved, FourierTransform.Convolve(a, b).Reshape(convolved.Shape), 1e-11);
        Vectors.Near(correlated, FourierTransform.Correlate(a, b).Reshape(correlated.Shape), 1e-11);
    }

    [Fact]
    public void Plans_choose_transforms_for_very_large_kernels_by_shapes_alone_and_never_when_exactness_is_asked()
    {
        Assert.Contains("Fourier", Step<float>(Conv(1, 255, padding: Same), (1, 512, 512)), StringComparison.Ordinal);
        Assert.Contains("Fourier", Step<double>(Conv(1, 8001, padding: Same), (1, 16_000)), StringComparison.Ordinal);
        Assert.DoesNotContain("Fourier", Step<float>(Conv(1, 255, padding: Same), (1, 512, 512), Accuracy.Exact), StringComparison.Ordinal);
        foreach (Layer layer in new Layer[] { Conv(64, 3, padding: Same), Conv(32, 7, padding: Same), Conv(8, 11, stride: 4), Conv(1, 5) })
            Assert.DoesNotContain("Fourier", Step<float>(layer, (3, 224, 224)), StringComparison.Ordinal);
    }

    [Fact]
    public void Chosen_by_the_rule_it_means_the_same()
    {
        Layer layer = Conv(1, 8001, padding: Same).Then(Relu);
        Model<double> model = Probe.Weighted(layer.On((1, 16_000)), 2);
        Tensor<double> x = Vectors.Draw((3, 1, 16_000), 3);
        Assert.Contains("Fourier", Step<double>(layer, (1, 16_000)), StringComparison.Ordinal);
        Vectors.Near(model.Using(Backend.Simd, 1, Accuracy.Exact).Run(x), model.Using(Backend.Simd, 2).Run(x), 1e-10);
        Vectors.Near(model.Run(x), model.To<float>().Run(x.To<float>()).To<double>(), 1e-4);
    }

    [Fact]
    public void Asked_for_by_a_model_it_is_the_same_call()
    {
        Model<double> model = Probe.Weighted(Conv(4, 3, padding: Same.Filled(Reflect), groups: 2).Then(Relu).On((2, 9, 7)), 2);
        Tensor<double> x = Vectors.Draw((5, 2, 9, 7), 3);
        Vectors.Near(model.Run(x), model.Using(PlanOptions.Default with { Convolutions = ConvolutionAlgorithm.Fourier }).Run(x), 1e-12);
    }

    private static string Step<T>(Layer layer, Shape input, Accuracy accuracy = Accuracy.Fast)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        string.Join("; ", new Plan<T>(layer.On(input).Graph(1), new(Backend.Simd, 1, accuracy)).Steps);
}
