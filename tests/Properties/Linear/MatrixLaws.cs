// Matrices of layers: those written down from indices equal those found by running basis vectors; structures are what their names say; the slide's text.
using FunctionalConv.Properties.Convolution;
using MathNet.Numerics.LinearAlgebra;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Linear;

public class MatrixLaws
{
    [Law(80, typeof(WindowCases))]
    public void A_convolution_written_from_indices_is_the_one_found_by_running_basis_vectors(WindowCase c)
    {
        Model<double> model = c.Layer.On(c.Input).Init<double>(c.Drawn.Seed);
        AffineMap dense = model.ToMatrix(), sparse = model.ToSparseMatrix(), run = Matrices.ByBasis(model);
        Assert.NotNull(dense.Convolution);
        Close(run.Matrix, dense.Matrix);
        Close(run.Matrix, sparse.Matrix);
        Assert.True(dense.IsLinear || c.Drawn.Fill.Value != 0);
        Tensor<double> x = Vectors.Draw(c.Input, c.Drawn.Seed);
        Vectors.Near(model.Run(x), dense.Apply(x), 1e-10);
    }

    [Law(60, typeof(WindowCases))]
    public void The_transposed_convolution_has_the_transposed_matrix(WindowCase c)
    {
        ConvLayer forward = c.Layer;
        Window window = forward.Window;
        Layer back = ConvTransposed(c.Channels, window.Extent, window.Stride, window.Padding, window.Dilation, c.Groups,
            bias: false, size: ConvCase.ToExtent([.. c.Input.Tail.Sizes.ToArray()]));
        if (c.Flipped || !back.Infer(forward.On(c.Input).Output).Misfits.IsEmpty) return;
        Model<double> a = c.Layer.On(c.Input).Init<double>().With("conv1.weight", c.W), b = back.On(a.Network.Output).Init<double>().With("convtransposed1.weight", c.W);
        AffineMap matrix = b.ToMatrix();
        Close(a.ToMatrix().Matrix.Transpose(), matrix.Matrix);
        Close(Matrices.ByBasis(b).Matrix, matrix.Matrix);
        Assert.True(matrix.Convolution is { IsTransposed: true } or null);
    }

    [Law(80, typeof(WindowCases))]
    public void Structures_are_what_their_names_say(WindowCase c)
    {
        ConvolutionMatrix matrix = ConvolutionMatrix.Of(c.Input, c.Kernel, c.Layer.Window, c.Groups, c.Flipped);
        if (!matrix.Structure.IsPlain && matrix.Structure.Copies != FillMode.Constant) return;
        Matrix<double> t = matrix.OfKernel(c.W);
        bool around = matrix.Structure.Family == StructureFamily.Circulant;
        int[] strides = [.. Enumerable.Range(4 - c.Input.Rank, c.Input.Rank - 1).Select(axis => matrix.Frame[axis].Stride)];
        var seen = new Dictionary<string, double>();
        for (int row = 0; row < t.RowCount; row++)
            for (int column = 0; column < t.ColumnCount; column++)
            {
                int[] o = Vectors.Position(matrix.Stops, row), i = Vectors.Position(matrix.Maps, column);
                IEnumerable<int> apart = o.Skip(1).Select((p, axis) => i[axis + 1] - (p * strides[axis]) is var d && around ? ((d % c.Input[axis + 1]) + c.Input[axis + 1]) % c.Input[axis + 1] : i[axis + 1] - (p * strides[axis]));
                string diagonal = $"{o[0]},{i[0]}:{string.Join(",", apart)}";
                Assert.Equal(seen.GetValueOrDefault(diagonal, t[row, column]), t[row, column], 1e-12);
                seen[diagonal] = t[row, column];
            }
        Assert.Equal(c.Input.Rank - 1, matrix.Structure.Levels);
    }

    [Fact]
    public void Structures_have_names()
    {
        string Of(ConvLayer layer, Shape input) => ConvolutionMatrix.Of(input, layer.On(input).Weights[0].Shape, layer.Window, layer.Groups, layer.Flips).Structure.ToString();
        Assert.Equal("Toeplitz", Of(Conv(1, 3), (1, 7)));
        Assert.Equal("doubly blocked Toeplitz", Of(Conv(1, 3, padding: Full), (1, 4, 5)));
        Assert.Equal("triply blocked Toeplitz", Of(Conv(1, 2), (1, 3, 3, 3)));
        Assert.Equal("circulant", Of(Conv(1, 3, padding: Same.Filled(Circular)), (1, 7)));
        Assert.Equal("doubly blocked circulant", Of(Conv(1, 3, padding: Same.Filled(Circular), dilation: 2), (1, 7, 6)));
        Assert.Equal("triply blocked circulant", Of(Conv(1, 3, padding: Same.Filled(Circular)), (1, 4, 4, 4)));
        Assert.Equal("Toeplitz, rows of stride 2", Of(Conv(1, 3, stride: 2), (1, 7)));
        Assert.Equal("doubly blocked Toeplitz, rows of stride (1, 2), after circular padding", Of(Conv(1, 3, stride: (1, 2), padding: Same.Filled(Circular)), (1, 6, 6)));
        Assert.Equal("4 × 3 blocks, each Toeplitz", Of(Conv(4, 3), (3, 7)));
        Assert.Equal("block diagonal, 2 groups of 2 × 1 blocks, each Toeplitz, after reflect padding", Of(Conv(4, 3, groups: 2, padding: Same.Filled(Reflect)), (2, 7)));
        Assert.Equal("2 × 1 blocks, each Toeplitz, columns of stride 2", ConvTransposed(2, 3, stride: 2).ToMatrix((1, 4)).Convolution!.Structure.ToString());
        Assert.Equal("[1, 4] to [2, 9]: 18 × 4, 2 × 1 blocks, each Toeplitz, columns of stride 2", ConvTransposed(2, 3, stride: 2).ToMatrix((1, 4)).ToString());
    }

    [Fact]
    public void The_slide_prints_as_on_the_slide()
    {
        var full = ConvolutionMatrix.Full(m: 3, n: 4);
        Assert.Equal("""
            h₁ 0  0  0
            h₂ h₁ 0  0
            h₃ h₂ h₁ 0
            0  h₃ h₂ h₁
            0  0  h₃ h₂
            0  0  0  h₃
            """.ReplaceLineEndings("\n"), full.ToString());
        Assert.Equal("""
            x₁ 0  0
            x₂ x₁ 0
            x₃ x₂ x₁
            x₄ x₃ x₂
            0  x₄ x₃
            0  0  x₄
            """.ReplaceLineEndings("\n"), full.SignalText());
        Assert.Equal("6 × 4, Toeplitz", full.Describe());
        Assert.Equal("h₁₁ h₁₂ h₂₁ h₂₂", ConvolutionMatrix.Of((1, 2, 2), (1, 1, 2, 2), Conv(1, 2).Window).ToString());
        Assert.Equal("100 × 100, Toeplitz", ConvolutionMatrix.Of((1, 100), (1, 1, 1), Conv(1, 1).Window).ToString());
    }

    [Fact]
    public void The_signals_matrix_is_im2col()
    {
        Tensor<double> x = Vectors.Draw((1, 5, 6), 3);
        Matrix<double> windows = ConvolutionMatrix.Of((1, 5, 6), (1, 1, 3, 2), Conv(1, (3, 2)).Window).OfSignal(x);
        Tensor<double> columns = Unfold((3, 2)).Init<double>((1, 5, 6)).Run(x);
        Close(columns.ToMatrix().Transpose(), windows);
    }

    public static TheoryData<string, Layer, Shape> Linears => new()
    {
        { "average pool", AveragePool(2, padding: 1), (2, 5, 4) },
        { "blur pool", BlurPool(), (1, 6, 5) },
        { "batch norm", BatchNorm(), (2, 3, 3) },
        { "dense", Flatten.Then(Dense(4)), (1, 3, 2) },
        { "two convolutions", Conv(2, 3, padding: Same).Then(Conv(3, 2, bias: false)), (1, 5, 4) },
        { "padded", Pad(1, Reflect).Then(Conv(2, 3)), (1, 5, 4) },
        { "residual", Residual(Conv(2, 3, padding: Same)), (2, 6) },
        { "resized", Shift(1).Then(GlobalAveragePool), (2, 4, 4) },
        { "output padding", ConvTransposed(2, 3, stride: 2, padding: 1, outputPadding: 1), (3, 4, 3) },
        { "dropout in inference", Dropout(0.5).Then(Conv(1, 2)), (1, 5) },
    };

    [Theory]
    [MemberData(nameof(Linears))]
    public void Any_linear_layer_is_its_matrix_and_offset(string name, Layer layer, Shape input)
    {
        Model<double> model = Probe.Weighted(layer.On(input), 5);
        AffineMap map = model.ToMatrix(), sparse = model.ToSparseMatrix();
        Tensor<double> x = Vectors.Draw(input, 1);
        Vectors.Near(model.Run(x), map.Apply(x), 1e-11, name);
        Vectors.Near(model.Run(x), sparse.Apply(x), 1e-11, name);
        LinearOperator a = model.ToOperator();
        Tensor<double> y = Vectors.Draw(map.Output, 2);
        Vectors.Near(Vectors.Dot(a.Apply(x), y), Vectors.Dot(x, a.Transposed.Apply(y)), 1e-11, name);
        Close(map.Matrix, a.ToMatrix());
        Close(map.Matrix.Transpose(), a.Transposed.ToSparseMatrix());
        Vectors.Near(Spectrum.Of(map.Matrix).Norm, a.Norm, 1e-9, name);
    }

    internal static void Close(Matrix<double> expected, Matrix<double> got, double tolerance = 1e-11)
    {
        Assert.Equal((expected.RowCount, expected.ColumnCount), (got.RowCount, got.ColumnCount));
        Assert.True((expected - got).Enumerate().All(d => Math.Abs(d) <= tolerance), $"expected {expected}\nfound {got}");
    }
}
