// Batch norm folds into the product before it:   ((w ⋆ x + b) − m) · s + β  =  (w · s) ⋆ x + ((b − m) · s + β),   s = γ / √(variance + ε)
//   The product is a convolution, depthwise or transposed, or a dense layer; every output channel's weights are scaled. (Jacob et al. 2018, arXiv:1712.05877, §3.2)
namespace FunctionalConv;

internal sealed class NormFolding : Rule
{
    public override string Equation => "batch norm folds into the product before it";

    public override (int Taken, Leaf[] Put)? At(IReadOnlyList<Piece> chain, int i)
    {
        if (Leaf<BatchNormalized>(chain, i + 1) is not { } norm || Leaf<Layer>(chain, i) is not { } product) return null;
        if (Biased(product) is not { } biased) return null;
        var batch = (BatchNormalized)norm.Core;
        Tensor<double> mean = norm["mean"], variance = norm["variance"], weight = product["weight"];
        double[] scale = [.. Enumerable.Range(0, mean.Count).Select(c => (batch.Affine ? norm["weight"].Values[c] : 1) / Math.Sqrt(variance.Values[c] + batch.Epsilon))];
        double[] shift = [.. scale.Select((s, c) => (((product.Numbers.ContainsKey("bias") ? product["bias"].Values[c] : 0) - mean.Values[c]) * s) + (batch.Affine ? norm["bias"].Values[c] : 0))];
        Func<int, int> channel = Channel(product, weight.Shape);
        return (2, [product.With(biased, ("weight", Tensor.Make(weight.Shape, at => weight.Values[at] * scale[channel(at)])), ("bias", Tensor.Make(mean.Shape, c => shift[c])))]);
    }

    /// <summary>The same product with a bias.</summary>
    private static Layer? Biased(Leaf product) => product.Core switch
    {
        ConvLayer conv => conv.Biased(),
        DepthwiseConvolved conv => conv with { Bias = true },
        TransposedConv conv => conv with { Bias = true },
        Densely dense => dense with { Bias = true },
        _ => null,
    };

    /// <summary>The output channel that an element of the weights makes: the first axis; of a transposed convolution [C, filters/groups, k…] the second, within the group of C.</summary>
    private static Func<int, int> Channel(Leaf product, Shape weight)
    {
        int each = weight.Count / weight[0];
        if (product.Core is not TransposedConv transposed) return at => at / each;
        int taps = each / weight[1], inGroup = weight[0] / transposed.Groups;
        return at => (at / each / inGroup * weight[1]) + (at / taps % weight[1]);
    }
}
