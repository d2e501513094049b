// Convolution as algebra: bilinear, commutative, associative, with the identity kernel; against correlation by the flipped kernel; equivariant to shifts.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Convolution;

public class AlgebraLaws
{
    public static TheoryData<int> Ranks => [1, 2, 3];

    [Law(60, typeof(ConvCases))]
    public void It_is_linear_in_the_maps_and_in_the_kernels(ConvCase c)
    {
        ConvCase z = c with { Fill = c.Fill with { Value = 0 } };
        Tensor<double> x = Vectors.Draw(z.X.Shape, 1), w = Vectors.Draw(z.W.Shape, 2);
        Vectors.Near(z.Layer().Apply(z.X, z.W).Plus(z.Layer().Apply(x, z.W), -2.5), z.Layer().Apply(z.X.Plus(x, -2.5), z.W));
        Vectors.Near(z.Layer().Apply(z.X, z.W).Plus(z.Layer().Apply(z.X, w), -2.5), z.Layer().Apply(z.X, z.W.Plus(w, -2.5)));
    }

    [Law(60, typeof(ConvCases))]
    public void Flipped_is_the_correlation_with_the_reversed_kernel_and_twice_flipped_is_not_flipped(ConvCase c)
    {
        Vectors.Near(c.Layer().Apply(c.X, c.W.Reversed()), c.Layer().Flipped().Apply(c.X, c.W));
        Assert.Equal(c.Layer(), c.Layer().Flipped().Flipped());
        Assert.NotEqual(c.Layer(), c.Layer().Flipped());
        Assert.Equal($"{c.Layer()}.Flipped()", c.Layer().Flipped().ToString());
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Convolution_commutes(int rank)
    {
        Tensor<double> a = Single(rank, 1, 7, 4, 3), b = Single(rank, 2, 2, 5, 3);
        Vectors.Near(Convolved(a, b), Convolved(b, a));
        Assert.False(Correlated(a, b).Equals(Correlated(b, a)), "Correlation commutes only up to a flip.");
        Vectors.Near(Correlated(a, b), Correlated(b, a).Reversed());
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Convolution_associates(int rank)
    {
        Tensor<double> a = Single(rank, 1, 6, 4, 3), b = Single(rank, 2, 2, 3, 1), c = Single(rank, 3, 3, 2, 2);
        Vectors.Near(Convolved(Convolved(a, b), c), Convolved(a, Convolved(b, c)));
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public void The_identity_kernel_changes_nothing_and_one_beside_its_middle_shifts(int rank)
    {
        Tensor<double> x = Single(rank, 1, 7, 6, 5);
        Extent three = 3;
        Tensor<double> Delta(params int[] at)
        {
            Shape shape = Shape.Of([1, 1, .. Enumerable.Repeat(3, rank)]);
            return Tensor.Make(shape, i => Vectors.Position(shape, i).Skip(2).SequenceEqual(at.Take(rank)) ? 1.0 : 0.0);
        }
        Layer correlate = Conv(1, three, padding: Same.Filled(Circular), bias: false), convolve = Conv(1, three, padding: Same.Filled(Circular), bias: false).Flipped();
        Assert.Equal(x, correlate.Apply(x, Delta(1, 1, 1)));
        Assert.Equal(x, convolve.Apply(x, Delta(1, 1, 1)));
        Assert.Equal(Shifted(x, 1), convolve.Apply(x, Delta(2, 2, 2)));
        Assert.Equal(Shifted(x, -1), correlate.Apply(x, Delta(2, 2, 2)));
    }

    [Law(60, typeof(ConvCases))]
    public void Shifting_the_input_shifts_the_output(ConvCase c)
    {
        // Circular padding that keeps the size, on maps that strides divide; the shift is a multiple of the stride.
        ConvCase around = c with { Fill = Circular, Axes = [.. c.Axes.Select(a => a with { Cells = a.Stride * (a.Cells + 8), Before = (a.Taps - 1) * a.Dilation, After = 0 })] };
        Layer layer = around.Layer();
        Tensor<double> moved = Vectors.Run(around.X, x => x.Along(axis => new AxisMap.Shift(2 * Stride(around, axis))));
        Tensor<double> expected = Vectors.Run(layer.Apply(around.X, around.W), y => y.Along(_ => new AxisMap.Shift(2)));
        Vectors.Near(expected, layer.Apply(moved, around.W), 1e-12);
    }

    private static int Stride(ConvCase c, int axis) => c.Axes[axis - (3 - c.Axes.Length)].Stride;

    private static Tensor<double> Shifted(Tensor<double> x, int by) => Vectors.Run(x, node => node.Along(_ => new AxisMap.Shift(by)));

    /// <summary>One map of different sizes per axis, which serves as a kernel too.</summary>
    private static Tensor<double> Single(int rank, int seed, params int[] sizes) => Vectors.Draw(Shape.Of([1, 1, .. sizes[..rank]]), seed);

    private static Tensor<double> Convolved(Tensor<double> a, Tensor<double> b) => Conv(1, Extent(b), padding: Full, bias: false).Flipped().Apply(a, b);

    private static Tensor<double> Correlated(Tensor<double> a, Tensor<double> b) => Conv(1, Extent(b), padding: Full, bias: false).Apply(a, b);

    private static Extent Extent(Tensor<double> kernel) => ConvCase.ToExtent(kernel.Shape.Sizes[2..].ToArray());
}
