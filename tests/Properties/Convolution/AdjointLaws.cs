// Transposed convolution is the adjoint: ⟨A x, y⟩ = ⟨x, Aᵀ y⟩ with the same window and weights, for every amount × fill × stride × dilation × groups, 1-D to 3-D.
//   A constant fill counts as 0: the linear part is A x − A 0.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Convolution;

public class AdjointLaws
{
    private static readonly int[] Kernels = [3, 2, 3], Maps = [6, 5, 7];

    public static TheoryData<string, int> AmountsByRank
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (string amount in new[] { "Valid", "Same", "Symmetric", "Full", "Causal", "By", "Sides" })
                for (int rank = 1; rank <= 3; rank++) rows.Add(amount, rank);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(AmountsByRank))]
    public void The_transposed_convolution_is_the_adjoint(string amount, int rank)
    {
        int met = 0;
        foreach (Fill fill in new[] { Zeros, Fill.Constant(0.75), Reflect, Replicate, Circular })
            foreach (int stride in new[] { 1, 2, 3 })
                foreach (int dilation in new[] { 1, 2 })
                    foreach (int groups in new[] { 1, 2 })
                        if (Meets(Amount(amount, rank).Filled(fill), amount == "Symmetric", rank, stride, dilation, groups)) met++;
        Assert.True(met >= 48, $"Only {met} of 60 windows fitted their maps.");
    }

    private static bool Meets(Padding padding, bool odd, int rank, int stride, int dilation, int groups)
    {
        Extent On(Func<int, int> value) => ConvCase.ToExtent([.. Enumerable.Range(0, rank).Select(value)]);
        Extent kernel = On(i => odd ? 3 : Kernels[i]), strides = On(i => 1 + ((stride - 1 + i) % 3)), dilations = On(i => 1 + ((dilation - 1 + i) % 2));
        Shape map = Shape.Of([2 * groups, .. Maps.Take(rank)]);
        Layer forward = Conv(3 * groups, kernel, strides, padding, dilations, groups, bias: false);
        if (!forward.Infer(map).Misfits.IsEmpty) return false;
        Layer back = ConvTransposed(2 * groups, kernel, strides, padding, dilations, groups, bias: false, size: On(i => Maps[i]));
        int seed = (((stride * 7) + dilation) * 5) + groups;
        Tensor<double> x = Vectors.Draw(map.Under(2), seed), w = Vectors.Draw(forward.On(map).Weights[0].Shape, seed + 1);
        Tensor<double> ax = forward.Apply(x, w).Plus(forward.Apply(Vectors.Zeros(x.Shape), w), -1), y = Vectors.Draw(ax.Shape, seed + 2);
        Tensor<double> aty = back.Apply(y, w);
        Vectors.Near(Vectors.Dot(ax, y), Vectors.Dot(x, aty), 1e-10, $"{forward} and {back} on {map}:");
        return true;
    }

    private static Padding Amount(string name, int rank) => name switch
    {
        "Same" => Same,
        "Symmetric" => Same.Symmetric,
        "Full" => Full,
        "Causal" => rank == 1 ? Causal : Causal.Along(rank - 1, Same),
        "By" => rank switch { 1 => 2, 2 => (2, 1), _ => (1, 2, 0) },
        "Sides" => Padding.Sides([.. new[] { (2, 0), (1, 3), (0, 2) }.Take(rank)]),
        _ => Valid,
    };

    [Fact]
    public void Under_every_padding_its_own_adjoint_is_the_convolution_again()
    {
        foreach (Padding padding in new[] { Valid, Same, Full, Padding.Sides((2, 1), (0, 3)).Filled(Circular), Padding.By((1, 1)).Filled(Reflect) })
        {
            Tensor<double> x = Vectors.Draw((2, 3, 6, 5), 1), w = Vectors.Draw((3, 4, 3, 2), 2);
            Layer back = ConvTransposed(4, (3, 2), (2, 1), padding, bias: false), forward = Conv(3, (3, 2), (2, 1), padding, bias: false);
            Tensor<double> dy = Vectors.Draw(back.Apply(x, w).Shape, 3);
            Vectors.Near(forward.Apply(dy, w), back.Pull(x, dy, w)[0], what: $"{padding}:");
        }
    }
}
