// What has no matrix says so in one sentence: where, why, what to do.
using FunctionalConv.Properties.Convolution;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Linear;

public class MatrixMisfits
{
    private static string Refusal<TException>(Action what)
        where TException : Exception => Assert.Throws<TException>(what).Message;

    [Fact]
    public void The_first_layer_that_is_not_linear_is_named()
    {
        Assert.Equal("layer 2, Relu, is not linear, so the network has no matrix; ask for the matrix of the layers before it.",
            Refusal<InvalidOperationException>(() => Conv(2, 3).Then(Relu).Then(MaxPool(2)).ToMatrix((1, 8, 8))));
        Assert.Equal("layer 1, MaxPool(2), is not linear, so the network has no matrix; ask for the matrix of the layers before it.",
            Refusal<InvalidOperationException>(() => MaxPool(2).ToSparseMatrix((1, 8, 8))));
        Assert.Equal("layer 2, branch 2, layer 2, Tanh, is not linear, so the network has no matrix; ask for the matrix of the layers before it.",
            Refusal<InvalidOperationException>(() => Conv(2, 3).Then(Residual(Conv(2, 3, padding: Same).Then(Tanh))).Init((1, 8, 8)).ToOperator()));
        foreach (var (name, forward) in new (string, Func<Graphs.Node, Graphs.Node>)[] { ("square", x => x * x), ("ratio", x => (x + 1) / x) })
            Assert.Equal($"layer 1, Layer.Of(\"{name}\", …), is not linear, so the network has no matrix; ask for the matrix of the layers before it.",
                Refusal<InvalidOperationException>(() => Layer.Of(name, shape => shape, forward).ToMatrix((1, 4))));
        Layer opaque = Layer.Of("twice", shape => shape, (Tensor<double> x) => x, (Tensor<double> _, Tensor<double> dy) => dy);
        Assert.Equal("layer 1, Layer.Of(\"twice\", …), is opaque, so it is not known to be linear and has no matrix; write it with nodes, as Layer.Of with a function of a Node does.",
            Refusal<InvalidOperationException>(() => opaque.ToMatrix((1, 4))));
    }

    [Fact]
    public void A_matrix_too_large_says_how_large_and_what_else_there_is()
    {
        Assert.Equal("The matrix of Conv(64, 3) on [3, 224, 224] has 3,154,176 rows and 150,528 columns, 3,798.3 GB in double, more than memory holds; "
            + "use ToSparseMatrix (85,162,752 entries, about 1.0 GB), or the operator, which keeps the kernel alone and multiplies without a matrix.",
            Refusal<InvalidOperationException>(() => Conv(64, 3).ToMatrix((3, 224, 224))));
        Assert.Equal("The matrix of Conv(1024, 3, padding: Same) on [512, 256, 256] has 67,108,864 rows, 33,554,432 columns and 307,629,129,728 entries that are not zero, about 3,691.5 GB, "
            + "more than memory holds; use the operator, which keeps the kernel alone and multiplies without a matrix.",
            Refusal<InvalidOperationException>(() => Conv(1024, 3, padding: Same).ToSparseMatrix((512, 256, 256))));
        Assert.Equal("The matrix of AveragePool(2) on [3, 1024, 1024] has 786,432 rows and 3,145,728 columns, 19,791.2 GB in double, more than memory holds; "
            + "use ToSparseMatrix (only entries that are not zero), or the operator, which keeps the kernel alone and multiplies without a matrix.",
            Refusal<InvalidOperationException>(() => AveragePool(2).ToMatrix((3, 1024, 1024))));
    }

    [Fact]
    public void Operators_that_do_not_compose_are_misfits()
    {
        ConvolutionOperator Of(ConvLayer layer, Shape input) => ConvolutionOperator.Of(layer, input, Vectors.Draw(layer.On(input).Weights[0].Shape, 1));
        ConvolutionOperator first = Of(Conv(2, 3), (1, 10, 10)), other = Of(Conv(4, 3), (3, 9, 9)), padded = Of(Conv(4, 3, padding: Same), (2, 8, 8));
        Assert.Equal("Conv(4, 3, bias: false) cannot take [2, 8, 8]: as an operator it takes [3, 9, 9]; make it for [2, 8, 8], or compose it with one that gives [3, 9, 9].",
            Refusal<MisfitException>(() => _ = other * first));
        Assert.Equal("Conv(4, 3, bias: false) cannot take [2, 8, 8]: as an operator it takes [3, 9, 9]; make it for [2, 8, 8], or compose it with one that gives [3, 9, 9].",
            other.After(first).Match(_ => "", misfits => misfits[0].ToString()));
        Assert.Equal("Conv(4, 3, padding: Same, bias: false) cannot take [2, 8, 8]: it pads the maps that Conv(2, 3, bias: false) gives, so the two are not one convolution; "
            + "let the second pad nothing, let both go around at stride 1 and keep the size, or let the first pad fully with zeros at stride 1.",
            padded.After(first).Match(_ => "", misfits => misfits[0].ToString()));
        Assert.Equal("(Conv(4, 3, padding: Same, bias: false))·(Conv(2, 3, bias: false))", (padded * first).ToString());
        Assert.Equal("Conv(2, 3, bias: false) cannot take [1, 2, 2]: its window needs at least 3 rows; use a window of 2 or less, or pad; the least input that fits is [1, 3, 3].",
            Refusal<MisfitException>(() => ConvolutionOperator.Of(Conv(2, 3), (1, 2, 2), Vectors.Draw((2, 1, 3, 3), 1))));
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused()
    {
        ConvolutionOperator a = ConvolutionOperator.Of(Conv(1, 3), (1, 5), Vectors.Draw(3, 1));
        Assert.Equal("Conv(1, 3, bias: false) takes tensors of shape [1, 5]; it was given [1, 4]. (Parameter 'x')", Refusal<ArgumentException>(() => a.Apply(Vectors.Draw((1, 4), 1))));
        Assert.Equal("Conv(1, 3, bias: false) gives tensors of shape [1, 3]; it was asked to meet [1, 4]. (Parameter 'y')", Refusal<ArgumentException>(() => a.Solve(Vectors.Draw((1, 4), 1))));
        Assert.Equal("Solve needs a regularization of at least 0; it was given -1. (Parameter 'regularization')", Refusal<ArgumentException>(() => a.Solve(Vectors.Draw((1, 3), 1), -1)));
        Assert.Equal("The kernel of Conv(1, 3, bias: false) on [1, 5] has shape [1, 1, 3]; it was given [1, 1, 4]. (Parameter 'kernel')",
            Refusal<ArgumentException>(() => ConvolutionOperator.Of(Conv(1, 3), (1, 5), Vectors.Draw((1, 1, 4), 1))));
        Assert.Equal("The kernel of this matrix has shape [1, 1, 3]; it was given [1, 1, 4].", Refusal<ArgumentException>(() => a.Structure.OfKernel(Vectors.Draw((1, 1, 4), 1))));
        Assert.Equal("A kernel [1, 2, 3] in 1 group(s) does not fit maps [1, 5] and a window of 3; it needs [filters, channels / groups, taps…]. (Parameter 'kernel')",
            Refusal<ArgumentException>(() => ConvolutionMatrix.Of((1, 5), (1, 2, 3), Conv(1, 3).Window)));
        Assert.Equal("A full convolution needs a kernel and a signal of at least 1 number; it was given 0 and 4.", Refusal<ArgumentException>(() => ConvolutionMatrix.Full(0, 4)));
        Assert.Equal("A picture shows matrices of at most 40,000 entries; this one has 1,000 × 1,000: draw it for smaller maps. (Parameter 'matrix')",
            Refusal<ArgumentException>(() => MatrixPicture.Of(ConvolutionMatrix.Of((1, 1000), (1, 1, 1), Conv(1, 1).Window))));
        Assert.Equal("Only a circular convolution with stride 1 that keeps the size is diagonal in frequencies; this one is Toeplitz: pad with Same.Filled(Circular). (Parameter 'matrix')",
            Refusal<ArgumentException>(() => FrequencyResponse.Of(a.Structure, a.Kernel)));
        Assert.Equal("Transforms multiply frequency by frequency; one has [3] of them, the other [4]: pad the tensors to one shape first.",
            Refusal<ArgumentException>(() => FourierTransform.ConvolveCircular(Vectors.Draw(3, 1), Vectors.Draw(4, 1))));
    }
}
