// Convolution layer: a bank of filters slid over all channels at once; every filter gives one feature map. 1-D, 2-D and 3-D data by the same layer.
//   input [C, …]   weight [filters, C/groups, k…]   bias [filters]   output [filters, …'],  n' = ⌊(n + before + after − span) / stride⌋ + 1
//   y[m, o] = bias[m] + Σ over c, t of weight[m, c, t] · x[c, o·stride + t·dilation − before]       cross-correlation, as the literature uses the word
//   Flipped: weight[m, c, K − 1 − t] stands in the sum: the mathematician's convolution
// Sizes: relationships 1–6 of Dumoulin & Visin, arXiv:1603.07285.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>A convolution layer: <paramref name="filters"/> filters slid over the map; each sees all channels and gives one feature map.</summary>
    /// <param name="filters">How many feature maps come out.</param>
    /// <param name="kernel">Taps per spatial axis; one number serves every axis.</param>
    /// <param name="stride">Cells between neighbouring windows.</param>
    /// <param name="padding">Cells added around the map: an amount, <see cref="Padding.Same"/>, …; none by default.</param>
    /// <param name="dilation">Cells between neighbouring taps.</param>
    /// <param name="groups">Into how many independent groups the channels are cut.</param>
    /// <param name="bias">Whether every feature map has a number added.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the groups do not divide the filters.</exception>
    /// <returns><c>[C, n…] → [filters, n'…], n' = ⌊(n + before + after − span) / stride⌋ + 1</c>, <c>y[m, o] = bias[m] + Σ over c, t of weight[m, c, t] · x[c, o·stride + t·dilation − before]</c>.</returns>
    /// <example><code>Conv(8, 3, padding: Same).On((3, 32, 32))</code></example>
    public static ConvLayer Conv(int filters, Extent kernel, Extent? stride = null, Padding? padding = null, Extent? dilation = null, int groups = 1, bool bias = true)
    {
        if (filters < 1) throw new ArgumentException($"Conv needs at least 1 filter; it was given {filters}.", nameof(filters));
        if (groups < 1) throw new ArgumentException($"Conv needs at least 1 group; it was given {groups}.", nameof(groups));
        if (filters % groups != 0) throw new ArgumentException($"Conv needs groups that divide its filters; {Amount.Of(groups, "groups")} do not divide {filters} filters.", nameof(groups));
        return new(filters, Window.Of("Conv", kernel, stride, dilation, padding), groups, bias, false);
    }

    /// <summary>A 1×1 convolution: a dense layer over the channels, the same at every cell.</summary>
    /// <param name="filters">How many feature maps come out.</param>
    /// <param name="bias">Whether every feature map has a number added.</param>
    /// <exception cref="ArgumentException">Fewer than 1 filter.</exception>
    /// <returns><c>[C, n…] → [filters, n…]</c>, <c>y[m, p] = bias[m] + Σ over c of weight[m, c] · x[c, p]</c>.</returns>
    /// <example><code>Pointwise(16).On((8, 7, 7))</code></example>
    public static ConvLayer Pointwise(int filters, bool bias = true) => Conv(filters, 1, bias: bias);
}

/// <summary>A convolution layer. Made by <see cref="Layers.Conv"/>.</summary>
public sealed record ConvLayer : Layer
{
    internal ConvLayer(int filters, Window window, int groups, bool bias, bool flips) => (Filters, Window, Groups, Bias, Flips) = (filters, window, groups, bias, flips);

    /// <summary>How many feature maps come out.</summary>
    public int Filters { get; }

    /// <summary>The sliding window.</summary>
    public Window Window { get; }

    /// <summary>Into how many independent groups the channels are cut.</summary>
    public int Groups { get; }

    /// <summary>Whether every feature map has a number added.</summary>
    public bool Bias { get; }

    /// <summary>Whether the kernel is flipped, so that the layer convolves instead of correlating.</summary>
    public bool Flips { get; private init; }

    /// <inheritdoc/>
    public override string Kind => "conv";

    internal override Sweep? Sweep(Shape input) => FunctionalConv.Sweep.Along(Sweeping.Products, Window, input) with { Flips = Flips };

    /// <inheritdoc/>
    protected override string Code => new Call("Conv").With(Filters).With(Window.Extent)
        .With("stride", Window.Stride, 1).With("padding", Window.Padding, Padding.Valid).With("dilation", Window.Dilation, 1)
        .With("groups", Groups, 1).With("bias", Bias, true) + (Flips ? ".Flipped()" : "");

    /// <summary>The mathematician's convolution: the kernel is flipped on every spatial axis. Twice flipped is not flipped.</summary>
    /// <returns><c>[C, n…] → as Conv's</c>, <c>y[m, o] = bias[m] + Σ over c, t of weight[m, c, K − 1 − t] · x[c, o·stride + t·dilation − before]</c>.</returns>
    /// <example><code>Conv(8, 3).Flipped().On((3, 32, 32))</code></example>
    public ConvLayer Flipped() => this with { Flips = !Flips };

    /// <summary>The same with a number added to every feature map.</summary>
    internal ConvLayer Biased() => new(Filters, Window, Groups, true, Flips);

    /// <summary>The same under another window.</summary>
    internal ConvLayer Under(Window window) => new(Filters, window, Groups, Bias, Flips);

    /// <inheritdoc/>
    public override Fit Infer(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Window.Refuses(input) is { } refusal)
            return Fit.Refuse(this, input, refusal.Needs, refusal.Cure, WindowShapes.After(Window, input, Filters));
        return Channels.Divide(this, input, Groups, Window.Out(input, Filters));
    }

    /// <inheritdoc/>
    public override Node Lower(Node x, Scope at)
    {
        ArgumentNullException.ThrowIfNull(at);
        Node kernel = at.Weight("weight", Channels.Kernel(Window, x.Shape.Rank - 2, Filters, x.Shape[1] / Groups), Initializer.He);
        Node y = x.Correlate(Flips ? kernel.Along(_ => AxisMap.Reverse) : kernel, Window, Groups);
        return Bias ? y + at.Weight("bias", Filters, Initializer.Zeros).PerChannel(y.Shape) : y;
    }
}

/// <summary>What convolutions share: channels in groups and the shape of their kernels.</summary>
internal static class Channels
{
    /// <summary>The output, or the misfit that the groups do not divide the input's channels.</summary>
    public static Fit Divide(Layer layer, Shape input, int groups, Shape output) => input[0] == Shape.Unknown || input[0] % groups == 0
        ? output
        : Fit.Refuse(layer, input, $"its {Amount.Of(groups, "groups")} do not divide {Amount.Of(input[0], "channels")}", "use a number of groups that divides the channels", output);

    /// <summary>The kernel [first, second, k…] over data with this many spatial axes.</summary>
    public static Shape Kernel(Window window, int rank, int first, int second) =>
        Shape.Of([first, second, .. Enumerable.Range(3 - rank, rank).Select(axis => window.Extent.On(axis, rank, 1))]);
}

/// <summary>What is still known after a window did not fit.</summary>
internal static class WindowShapes
{
    /// <summary>The output with every axis unknown on which the window does not fit; the rank and the channels stay.</summary>
    public static Shape After(Window window, Shape input, int channels)
    {
        int rank = input.Rank - 1;
        if (rank is < 1 or > 3) return input.Rank == 0 ? input : input.With(0, channels);
        if (!window.Extent.Fits(rank) || !window.Stride.Fits(rank) || !window.Dilation.Fits(rank)) return Shape.Of([channels, .. Enumerable.Repeat(Shape.Unknown, rank)]);
        Shape y = window.Out(input, channels);
        for (int i = 1; i < y.Rank; i++)
            if (y[i] <= 0) y = y.With(i, Shape.Unknown);
        return y;
    }
}
