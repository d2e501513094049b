// ConvolutionOperator: a convolution layer with its kernel on maps of one size, as a linear operator: no bias, a constant fill counts as 0.
using MathNet.Numerics.LinearAlgebra;

namespace FunctionalConv;

/// <summary>A convolution with a kernel on maps of one size, as a linear operator.</summary>
public sealed partial class ConvolutionOperator : LinearOperator
{
    private readonly GraphOperator graph;

    private ConvolutionOperator(ConvLayer layer, GraphOperator graph, ConvolutionMatrix matrix, Tensor<double> kernel)
        : base(graph.Input, graph.Output) => (Layer, this.graph, Structure, Kernel) = (layer, graph, matrix, kernel);

    /// <summary>The layer, without a bias.</summary>
    public ConvLayer Layer { get; }

    /// <summary>The kernel [filters, channels / groups, taps…].</summary>
    public Tensor<double> Kernel { get; }

    /// <summary>Its matrix without numbers: which tap stands where, and the structure by name.</summary>
    public ConvolutionMatrix Structure { get; }

    /// <summary>Its singular values.</summary>
    /// <exception cref="InvalidOperationException">They need the full matrix, which is too large for memory.</exception>
    public Spectrum Spectrum => Spectrum.Of(Structure, Kernel);

    /// <inheritdoc/>
    public override LinearOperator Transposed => new Back(this, graph.Transposed);

    /// <summary>A convolution layer with a kernel on maps of one size.</summary>
    /// <param name="layer">The layer; its bias and the number of a constant fill are left out.</param>
    /// <param name="input">The shape of the maps, without a batch.</param>
    /// <param name="kernel">The kernel [filters, channels / groups, taps…]; from one channel to one, [taps…] will do.</param>
    /// <exception cref="MisfitException">The layer cannot take the shape.</exception>
    /// <exception cref="ArgumentException">The kernel has another shape.</exception>
    public static ConvolutionOperator Of(ConvLayer layer, Shape input, Tensor<double> kernel)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(kernel);
        Padding padding = layer.Window.Padding;
        var linear = new ConvLayer(layer.Filters, layer.Window with { Padding = padding.Fill.Mode == FillMode.Constant ? padding.Filled(Fill.Zeros) : padding }, layer.Groups, false, layer.Flips);
        Network network = linear.On(input);
        Shape shape = network.Weights[0].Shape;
        if (shape[0] == 1 && shape[1] == 1 && kernel.Shape == shape.Tail.Tail) kernel = kernel.Reshape(shape);
        if (kernel.Shape != shape) throw new ArgumentException($"The kernel of {linear} on {input} has shape {shape}; it was given {kernel.Shape}.", nameof(kernel));
        Graphs.Graph lowered = network.Graph(1);
        return new(linear, new(linear.ToString(), lowered, arguments => arguments.Set(network.Weights[0].Name, kernel)), ConvolutionMatrix.Of(input, shape, linear.Window, linear.Groups, linear.Flips), kernel);
    }

    /// <inheritdoc/>
    public override Matrix<double> ToMatrix() => Structure.OfKernel(Kernel);

    /// <inheritdoc/>
    public override Matrix<double> ToSparseMatrix() => Structure.SparseOfKernel(Kernel);

    private protected override Tensor<double> Map(Tensor<double> x) => graph.Apply(x);

    private protected override double FindNorm() => Structure.Structure.Family == StructureFamily.Circulant ? Spectrum.Norm : base.FindNorm();

    /// <summary>The layer's C#.</summary>
    public override string ToString() => Layer.ToString();

    /// <summary>The transposed convolution.</summary>
    private sealed class Back(ConvolutionOperator forward, LinearOperator back) : LinearOperator(forward.Output, forward.Input)
    {
        public override LinearOperator Transposed => forward;

        public override Matrix<double> ToMatrix() => forward.Structure.Transposed.OfKernel(forward.Kernel);

        public override Matrix<double> ToSparseMatrix() => forward.Structure.Transposed.SparseOfKernel(forward.Kernel);

        private protected override Tensor<double> Map(Tensor<double> x) => back.Apply(x);

        private protected override double FindNorm() => forward.Norm;

        public override string ToString() => $"({forward})ᵀ";
    }
}
