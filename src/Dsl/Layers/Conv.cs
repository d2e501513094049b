// Convolution layer: a bank of filters slid over all channels at once; every filter gives one feature map. 1-D, 2-D and 3-D data by the same layer.
//   input [C, …]   weight [filters, C/groups, k…]   bias [filters]   output [filters, …'],  n' = ⌊(n + before + after − span) / stride⌋ + 1
//   y[m, o] = bias[m] + Σ over c, t of weight[m, c, t] · x[c, o·stride + t·dilation − before]       cross-correlation, as the literature uses the word
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
    /// <exception cref="ArgumentException">A number is below 1, the groups do not divide the filters, or the padding is not filled with zeros.</exception>
    public static Layer Conv(int filters, Extent kernel, Extent? stride = null, Padding? padding = null, Extent? dilation = null, int groups = 1, bool bias = true)
    {
        if (filters < 1) throw new ArgumentException($"Conv needs at least 1 filter; it was given {filters}.", nameof(filters));
        if (groups < 1) throw new ArgumentException($"Conv needs at least 1 group; it was given {groups}.", nameof(groups));
        if (filters % groups != 0) throw new ArgumentException($"Conv needs groups that divide its filters; {groups} groups do not divide {filters} filters.", nameof(groups));
        if (padding is not null && padding.Fill != Fill.Zeros) throw new ArgumentException($"Conv pads with zeros only; it was given {padding}.", nameof(padding));
        return new Convolving(filters, Window.Of("Conv", kernel, stride, dilation, padding), groups, bias);
    }
}

internal sealed record Convolving(int Filters, Window Window, int Groups, bool Bias) : Layer
{
    public override string Kind => "conv";

    protected override string Code => new Call("Conv").With(Filters).With(Window.Extent)
        .With("stride", Window.Stride, 1).With("padding", Window.Padding, Padding.Valid).With("dilation", Window.Dilation, 1)
        .With("groups", Groups, 1).With("bias", Bias, true).ToString();

    public override Fit Infer(Shape input)
    {
        if (Window.Refuses(input) is { } refusal)
            return Fit.Refuse(this, input, refusal.Needs, refusal.Cure, WindowShapes.After(Window, input, Filters));
        if (input[0] != Shape.Unknown && input[0] % Groups != 0)
            return Fit.Refuse(this, input, $"its {Groups} groups do not divide {input[0]} channels", "use a number of groups that divides the channels", Window.Out(input, Filters));
        return Window.Out(input, Filters);
    }

    public override Node Lower(Node x, Scope at)
    {
        Shape item = x.Shape.Tail;
        int rank = item.Rank - 1;
        Shape kernel = Shape.Of([Filters, item[0] / Groups, .. Enumerable.Range(3 - rank, rank).Select(axis => Window.Extent.On(axis, rank, 1))]);
        Node y = x.Correlate(at.Weight("weight", kernel, Initializer.He), Window.On(item), Groups);
        return Bias ? y + at.Weight("bias", Filters, Initializer.Zeros).PerChannel(y.Shape) : y;
    }
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
