// Spectra by frequencies equal the singular values of the explicit matrices within 1e-9·σmax; the Fourier transform diagonalizes circulant matrices; norms without a matrix.
using System.Numerics;
using FunctionalConv.Properties.Convolution;
using MathNet.Numerics.LinearAlgebra;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Linear;

public class SpectrumLaws
{
    [Law(60, typeof(WindowCases))]
    public void A_spectrum_is_the_singular_values_of_the_matrix(WindowCase c)
    {
        WindowCase small = c with { Wide = false };
        if (!small.Fits) return;
        ConvolutionOperator a = ConvolutionOperator.Of(small.Layer, small.Input, small.W);
        if (a.Input.Count > 250 || a.Output.Count > 250) return;
        SameValues(Matrices.ByBasis(small.Layer.On(small.Input).Init<double>().With("conv1.weight", small.W)).Matrix, a);
    }

    [Law(80, typeof(WindowCases))]
    public void Around_the_map_every_frequency_has_its_own(WindowCase c)
    {
        // Same with a circular fill and stride 1 on maps that hold the padding: a circulant matrix.
        ConvCase around = c.Drawn with { Fill = Circular, Axes = [.. c.Drawn.Axes.Select(a => a with { Stride = 1, Cells = Math.Min(a.Cells + ((a.Taps - 1) * a.Dilation / 2), 8) })] };
        WindowCase circulant = c with { Drawn = around, Amount = "Same", Wide = false };
        if (!circulant.Fits) return;
        ConvolutionOperator a = ConvolutionOperator.Of(circulant.Layer, circulant.Input, circulant.W);
        Assert.Equal(StructureFamily.Circulant, a.Structure.Structure.Family);
        if (a.Input.Count <= 250 && a.Output.Count <= 250) SameValues(a.ToMatrix(), a);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_transform_diagonalizes_circulant_matrices(int rank)
    {
        Shape cells = Shape.Of([.. new[] { 5, 4, 3 }.Take(rank)]), input = cells.Under(1);
        ConvolutionOperator a = ConvolutionOperator.Of(Conv(1, 3, padding: Same.Filled(Circular)).Flipped(), input, Vectors.Draw(Shape.Of([1, 1, .. Enumerable.Repeat(3, rank)]), rank));
        Matrix<Complex> f = FrequencyResponse.Basis(cells), diagonal = f * a.ToMatrix().ToComplex() * f.ConjugateTranspose();
        IReadOnlyList<Complex> eigenvalues = FrequencyResponse.Of(a.Structure, a.Kernel).Eigenvalues;
        for (int i = 0; i < diagonal.RowCount; i++)
            for (int j = 0; j < diagonal.ColumnCount; j++)
                Assert.True((diagonal[i, j] - (i == j ? eigenvalues[i] : 0)).Magnitude <= 1e-12, $"{i}, {j}: {diagonal[i, j]}");
        Assert.Contains("moduli of the kernel's transform", a.Spectrum.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_channels_have_a_matrix_per_frequency()
    {
        ConvolutionOperator a = ConvolutionOperator.Of(Conv(2, 3, padding: Same.Filled(Circular)), (3, 6), Vectors.Draw((2, 3, 3), 4));
        FrequencyResponse response = FrequencyResponse.Of(a.Structure, a.Kernel);
        Assert.Equal((6, 2, 3), (response.Count, response[0].RowCount, response[0].ColumnCount));
        Assert.Equal("A convolution of 3 to 2 channels has a matrix per frequency, not an eigenvalue; read the matrices, or the singular values of its Spectrum.",
            Assert.Throws<InvalidOperationException>(() => response.Eigenvalues).Message);
        FrequencyResponse back = FrequencyResponse.Of(a.Structure.Transposed, a.Kernel);
        for (int k = 0; k < 6; k++) Assert.True((response[k].ConjugateTranspose() - back[k]).L2Norm() < 1e-14);
    }

    [Fact]
    public void Known_spectra()
    {
        // The mean of two neighbours on a ring: |cos(πk/n)|. The identity: ones. The difference: 2|sin(πk/n)|.
        double[] Values(params double[] kernel) => [.. ConvolutionOperator.Of(Conv(1, kernel.Length, padding: Same.Filled(Circular)), (1, 6), Tensor.Of(kernel.Length, kernel)).Spectrum.Values];
        Agree.Within(1e-14, Sorted(k => Math.Abs(Math.Cos(Math.PI * k / 6))), Tensor.Of(6, Values(0.5, 0.5)));
        Agree.Within(1e-14, Sorted(_ => 1), Tensor.Of(6, Values(0, 1, 0)));
        Agree.Within(1e-14, Sorted(k => 2 * Math.Abs(Math.Sin(Math.PI * k / 6))), Tensor.Of(6, Values(1, -1)));
        static Tensor<double> Sorted(Func<int, double> value) => Tensor.Of(6, [.. Enumerable.Range(0, 6).Select(value).OrderDescending()]);
    }

    // By the inverse, which no spectrum makes: |A| · |A⁻¹|; in Frobenius' norm it is at most as many times larger as there are rows.
    [Fact]
    public void The_condition_says_how_far_an_inverse_magnifies()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            ConvolutionOperator a = ConvolutionOperator.Of(Conv(2, 3, padding: seed % 2 == 0 ? Same : Same.Filled(Circular)), (2, 5), Vectors.Draw((2, 2, 3), seed));
            Matrix<double> matrix = a.ToMatrix(), inverse = matrix.Inverse();
            Vectors.Near(matrix.L2Norm() * inverse.L2Norm(), a.Spectrum.Condition, 1e-8);
            double frobenius = matrix.FrobeniusNorm() * inverse.FrobeniusNorm();
            Assert.InRange(a.Spectrum.Condition, frobenius / matrix.RowCount, frobenius);
        }
        Assert.Equal(3, ConvolutionOperator.Of(Conv(1, 2, padding: Same.Filled(Circular)), (1, 6), Tensor.Of(2, 2.0, 1)).Spectrum.Condition, 1e-12);
        Assert.True(ConvolutionOperator.Of(Conv(1, 2, padding: Same.Filled(Circular)), (1, 6), Tensor.Of(2, 1.0, -1)).Spectrum.Condition > 1e12);
    }

    [Fact]
    public void Large_maps_have_spectra_too()
    {
        ConvolutionOperator a = ConvolutionOperator.Of(Conv(4, 3, padding: Same.Filled(Circular)), (3, 32, 32), Vectors.Draw((4, 3, 3, 3), 6));
        Assert.Equal(3 * 32 * 32, a.Spectrum.Values.Length);
        LinearOperator general = Conv(4, 3, padding: Same.Filled(Circular), bias: false).Init<double>((3, 32, 32)).With("conv1.weight", a.Kernel).ToOperator();
        Vectors.Near(a.Spectrum.Norm, general.Norm, 1e-9, "Lanczos:");
    }

    [Fact]
    public void A_network_has_a_lipschitz_constant_layer_by_layer()
    {
        Layer net = Conv(4, 3, padding: Same).Then(BatchNorm()).Then(Relu).Then(MaxPool(3, stride: 2)).Then(Residual(Conv(4, 3, padding: Same).Then(Tanh))).Then(Flatten).Then(Dense(3));
        Model<double> model = Probe.Weighted(net.On((2, 9, 9)), 3);
        LipschitzTable table = model.LipschitzConstants();
        Assert.Equal(7, table.Rows.Length);
        Assert.Equal([true, true, false, false, false, true, true], table.Rows.Select(row => row.IsNorm));
        Vectors.Near(Spectrum.Of(Conv(4, 3, padding: Same).Init<double>((2, 9, 9)).With("conv1.weight", model["conv1.weight"]).ToMatrix().Matrix).Norm, table.Rows[0].Constant, 1e-9);
        Vectors.Near(1, table.Rows[2].Constant);
        Vectors.Near(2, table.Rows[3].Constant); // windows of 3 at stride 2 share a cell: 2 per axis, 4 in the plane, √4
        Vectors.Near(Spectrum.Of(model["dense1.weight"].ToMatrix()).Norm, table.Rows[6].Constant, 1e-9);
        Assert.True(table.Rows[4].Constant > 1);
        for (int seed = 0; seed < 30; seed++)
        {
            Tensor<double> x = Vectors.Draw((2, 9, 9), seed), z = x.Plus(Vectors.Draw((2, 9, 9), seed + 100), seed % 2 == 0 ? 1e-3 : 1);
            Tensor<double> apart = x.Plus(z, -1), images = model.Run(x).Plus(model.Run(z), -1);
            Assert.True(Math.Sqrt(Vectors.Dot(images, images)) <= table.Bound * Math.Sqrt(Vectors.Dot(apart, apart)) * (1 + 1e-12));
        }
        Assert.Contains("unknown", LpPool(2, 2).Init((1, 4)).LipschitzConstants().ToString(), StringComparison.Ordinal);
        Assert.Equal("layer 1    Relu   1\nnetwork           1  at most", Relu.Init(3).LipschitzConstants().ToString());
    }

    private static void SameValues(Matrix<double> matrix, ConvolutionOperator a)
    {
        double[] expected = [.. matrix.Svd(false).S.OrderDescending()], found = [.. a.Spectrum.Values];
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++) Assert.True(Math.Abs(expected[i] - found[i]) <= 1e-9 * expected[0], $"{a} on {a.Input}, value {i}: {found[i]:R}, expected {expected[i]:R}");
        Assert.True(Math.Abs(a.Norm - expected[0]) <= 1e-9 * expected[0], $"norm {a.Norm:R}, expected {expected[0]:R}");
    }
}
