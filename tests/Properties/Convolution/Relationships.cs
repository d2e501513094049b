// The relationships of Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", arXiv:1603.07285, by their numbers.
//   i input, k kernel, s stride, p padding, o output; primes for the transposed convolution, whose o' is found from i' = o.
//   A transposed convolution equals a direct one with k' = k, s' = 1, p' = k − p − 1 on the input with s − 1 zeros between its cells and a zeros after it.
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Convolution;

public sealed record Square(int I, int K, int S, int P);

public static class Squares
{
    public static Arbitrary<Square> Any() => Arb.From(
        (from k in Gen.Choose(1, 5)
         from s in Gen.Choose(1, 4)
         from p in Gen.Choose(0, 4)
         from i in Gen.Choose(1, 11)
         select new Square(i, k, s, p)).Where(x => x.I + (2 * x.P) >= x.K));
}

public class Relationships
{
    private static int Size(int i, Layer layer, int rank = 2)
    {
        Shape map = Shape.Of([1, .. Enumerable.Repeat(i, rank)]);
        Tensor<double> y = layer.Init<double>(map).Run(Vectors.Draw(map, 1));
        Assert.All(Enumerable.Range(1, rank), axis => Assert.Equal(y.Shape[1], y.Shape[axis]));
        return y.Shape[1];
    }

    private static int Out(int i, int k, int s, int p, int d = 1) => Size(i, Conv(1, k, s, p, d));

    private static int Back(int i, int k, int s, int p, int a = 0) => Size(i, ConvTransposed(1, k, s, p, outputPadding: a));

    [Law(40, typeof(Squares))]
    public void Relationship_1_no_padding_unit_strides(Square x)
    {
        if (x.I >= x.K) Assert.Equal(x.I - x.K + 1, Out(x.I, x.K, 1, 0));
    }

    [Law(40, typeof(Squares))]
    public void Relationship_2_padding_unit_strides(Square x) => Assert.Equal(x.I - x.K + (2 * x.P) + 1, Out(x.I, x.K, 1, x.P));

    [Law(40, typeof(Squares))]
    public void Relationship_3_half_padding_keeps_the_size(Square x)
    {
        int odd = (2 * (x.K / 2)) + 1;
        Assert.Equal(x.I, Out(x.I, odd, 1, odd / 2));
        Assert.Equal(x.I, Size(x.I, Conv(1, odd, padding: Same.Symmetric)));
        Assert.Equal(x.I, Size(x.I, Conv(1, x.K, padding: Same)));
    }

    [Law(40, typeof(Squares))]
    public void Relationship_4_full_padding_grows_by_k_minus_1(Square x)
    {
        Assert.Equal(x.I + x.K - 1, Out(x.I, x.K, 1, x.K - 1));
        Assert.Equal(x.I + x.K - 1, Size(x.I, Conv(1, x.K, padding: Full)));
    }

    [Law(40, typeof(Squares))]
    public void Relationship_5_no_padding_strides(Square x)
    {
        if (x.I >= x.K) Assert.Equal(Floor(x.I - x.K, x.S) + 1, Out(x.I, x.K, x.S, 0));
    }

    [Law(40, typeof(Squares))]
    public void Relationship_6_padding_strides(Square x) => Assert.Equal(Floor(x.I + (2 * x.P) - x.K, x.S) + 1, Out(x.I, x.K, x.S, x.P));

    [Law(40, typeof(Squares))]
    public void Relationship_7_pooling(Square x)
    {
        if (x.I >= x.K) Assert.Equal(Floor(x.I - x.K, x.S) + 1, Size(x.I, MaxPool(x.K, x.S)));
    }

    [Law(40, typeof(Squares))]
    public void Relationship_8_transposed_no_padding_unit_strides(Square x) => Transposed(x.I, x.K, 1, 0, 0, x.I + x.K - 1);

    [Law(40, typeof(Squares))]
    public void Relationship_9_transposed_padding_unit_strides(Square x)
    {
        int p = Math.Min(x.P, x.K - 1);
        if (x.I + x.K - 1 - (2 * p) >= 1) Transposed(x.I, x.K, 1, p, 0, x.I + x.K - 1 - (2 * p));
    }

    [Law(40, typeof(Squares))]
    public void Relationship_10_transposed_half_padding_keeps_the_size(Square x)
    {
        int odd = (2 * (x.K / 2)) + 1;
        Transposed(x.I, odd, 1, odd / 2, 0, x.I);
    }

    [Law(40, typeof(Squares))]
    public void Relationship_11_transposed_full_padding_shrinks_by_k_minus_1(Square x)
    {
        if (x.I >= x.K) Transposed(x.I, x.K, 1, x.K - 1, 0, x.I - x.K + 1);
    }

    [Law(40, typeof(Squares))]
    public void Relationship_12_transposed_no_padding_strides(Square x) => Transposed(x.I, x.K, x.S, 0, 0, (x.S * (x.I - 1)) + x.K);

    [Law(40, typeof(Squares))]
    public void Relationship_13_transposed_padding_strides(Square x)
    {
        int p = Math.Min(x.P, x.K - 1), o = (x.S * (x.I - 1)) + x.K - (2 * p);
        if (o >= 1) Transposed(x.I, x.K, x.S, p, 0, o);
    }

    [Law(40, typeof(Squares))]
    public void Relationship_14_transposed_with_the_remainder_a_undoes_any_size(Square x)
    {
        int p = Math.Min(x.P, x.K - 1);
        if (x.I + (2 * p) < x.K) return;
        int o = Out(x.I, x.K, x.S, p), a = (x.I + (2 * p) - x.K) % x.S;
        Assert.Equal((x.S * (o - 1)) + a + x.K - (2 * p), x.I);
        Transposed(o, x.K, x.S, p, a, x.I);
        Assert.Equal(x.I, Size(o, ConvTransposed(1, x.K, x.S, p, size: x.I)));
    }

    // The paper's relationship 15, which the lecture writes as the dilated kernel's span.
    [Law(40, typeof(Squares))]
    public void Dilation_widens_the_kernel_to_k_plus_k_minus_1_times_d_minus_1(Square x)
    {
        for (int d = 1; d <= 3; d++)
            if (x.I + (2 * x.P) - x.K - ((x.K - 1) * (d - 1)) is >= 0 and int room) Assert.Equal(Floor(room, x.S) + 1, Out(x.I, x.K, x.S, x.P, d));
    }

    /// <summary>The size, and the equal direct convolution on the stuffed, padded map: with the flipped kernel and p' = k − p − 1.</summary>
    private static void Transposed(int i, int k, int s, int p, int a, int o)
    {
        Assert.Equal(o, Back(i, k, s, p, a));
        Tensor<double> x = Vectors.Draw((1, 1, i, i), i + k), w = Vectors.Draw((1, 1, k, k), s + p);
        Tensor<double> stuffed = Stuffing.Between(x, s, k - p - 1, a);
        Assert.Equal((s * (i - 1)) + 1 + a + (2 * (k - p - 1)), stuffed.Shape[2]);
        Vectors.Near(Conv(1, k, bias: false).Flipped().Apply(stuffed, w), ConvTransposed(1, k, s, p, bias: false, outputPadding: a).Apply(x, w));
    }

    private static int Floor(int a, int b) => (int)Math.Floor((double)a / b);
}
