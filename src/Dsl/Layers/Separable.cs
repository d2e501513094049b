// Depthwise convolution: every channel has filters of its own and is not mixed with the others. Separable convolution: depthwise, then 1×1 over the channels.
//   depthwise   input [C, …]   weight [C · multiplier, 1, k…]   bias [C · multiplier]   output [C · multiplier, …'];   map c·multiplier + j is channel c by its filter j
//   separable   the same window for C·multiplier·k… + filters·C·multiplier weights instead of filters·C·k…       (Sifre 2014; Howard et al. 2017, arXiv:1704.04861)
// A depthwise convolution is Conv with as many groups as channels; its filters follow from the shape.    Laws: tests/Properties/Convolution/SeparableLaws.cs
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>A depthwise convolution: every channel is slid over by <paramref name="multiplier"/> filters of its own.</summary>
    /// <param name="kernel">Taps per spatial axis; one number serves every axis.</param>
    /// <param name="stride">Cells between neighbouring windows.</param>
    /// <param name="padding">Cells added around the map; none by default.</param>
    /// <param name="dilation">Cells between neighbouring taps.</param>
    /// <param name="multiplier">Feature maps per channel.</param>
    /// <param name="bias">Whether every feature map has a number added.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    /// <returns><c>[C, n…] → [C · multiplier, n'…], n' as Conv's</c>, <c>y[c · multiplier + j, o] = bias + Σ over t of weight[c · multiplier + j, t] · x[c, o·stride + t·dilation − before]</c>.</returns>
    /// <example><code>DepthwiseConv(3, padding: Same).On((8, 14, 14))</code></example>
    public static Layer DepthwiseConv(Extent kernel, Extent? stride = null, Padding? padding = null, Extent? dilation = null, int multiplier = 1, bool bias = true) => multiplier >= 1
        ? new DepthwiseConvolved(Window.Of("DepthwiseConv", kernel, stride, dilation, padding), multiplier, bias)
        : throw new ArgumentException($"DepthwiseConv needs a multiplier of at least 1; it was given {multiplier}.", nameof(multiplier));

    /// <summary>A depthwise-separable convolution: <see cref="DepthwiseConv"/> without bias, then <see cref="Pointwise"/>.</summary>
    /// <param name="filters">How many feature maps come out.</param>
    /// <param name="kernel">Taps per spatial axis of the depthwise part.</param>
    /// <param name="stride">Cells between neighbouring windows.</param>
    /// <param name="padding">Cells added around the map; none by default.</param>
    /// <param name="dilation">Cells between neighbouring taps.</param>
    /// <param name="multiplier">Feature maps per channel between the two parts.</param>
    /// <param name="bias">Whether every feature map that comes out has a number added.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    /// <returns><c>[C, n…] → [filters, n'…], n' as Conv's</c>, <c>y = Pointwise(DepthwiseConv(x))</c>.</returns>
    /// <example><code>SeparableConv(16, 3, padding: Same).On((8, 14, 14))</code></example>
    public static Layer SeparableConv(int filters, Extent kernel, Extent? stride = null, Padding? padding = null, Extent? dilation = null, int multiplier = 1, bool bias = true) => filters >= 1
        ? DepthwiseConv(kernel, stride, padding, dilation, multiplier, bias: false).Then(Pointwise(filters, bias))
        : throw new ArgumentException($"SeparableConv needs at least 1 filter; it was given {filters}.", nameof(filters));
}

internal sealed record DepthwiseConvolved(Window Window, int Multiplier, bool Bias) : Layer
{
    public override string Kind => "depthwise";

    protected override string Code => new Call("DepthwiseConv").With(Window.Extent)
        .With("stride", Window.Stride, 1).With("padding", Window.Padding, Padding.Valid).With("dilation", Window.Dilation, 1)
        .With("multiplier", Multiplier, 1).With("bias", Bias, true).ToString();

    public override Fit Infer(Shape input)
    {
        int filters = input.Rank == 0 || input[0] == Shape.Unknown ? Shape.Unknown : input[0] * Multiplier;
        return Window.Refuses(input) is { } refusal
            ? Fit.Refuse(this, input, refusal.Needs, refusal.Cure, WindowShapes.After(Window, input, filters))
            : Window.Out(input, filters);
    }

    public override Node Lower(Node x, Scope at)
    {
        int channels = x.Shape[1], filters = channels * Multiplier;
        Node kernel = at.Weight("weight", Channels.Kernel(Window, x.Shape.Rank - 2, filters, 1), Initializer.He);
        Node y = x.Correlate(kernel, Window, channels);
        return Bias ? y + at.Weight("bias", filters, Initializer.Zeros).PerChannel(y.Shape) : y;
    }
}
