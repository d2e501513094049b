// Filters: what a convolution, a depthwise one and an average pool have in common: a bank of kernels under a window.
//   kernel [M, C/groups, k…] that correlates      bias [M]      an average pool is a depthwise convolution whose taps are all 1 / taps, when every window has them all
namespace FunctionalConv;

/// <summary>A layer seen as a bank of kernels.</summary>
/// <param name="Frame">The window on the layer's input.</param>
/// <param name="Fill">What stands in the padding.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="Count">How many maps come out.</param>
/// <param name="Macs">Multiply-accumulates for one item.</param>
/// <param name="Leaf">The layer.</param>
internal sealed record Filters(Frame Frame, Fill Fill, int Groups, int Count, long Macs, Leaf Leaf)
{
    public bool Biased => Leaf.Numbers.ContainsKey("bias");

    /// <summary>The layer as a bank, or null. An average pool is one only with the padding counted or absent, no partial window and no divisor of its own.</summary>
    public static Filters? Of(Leaf leaf)
    {
        Shape input = leaf.Input;
        if (WindowOf(leaf.Core) is { } window)
        {
            int groups = leaf.Core is ConvLayer conv ? conv.Groups : input[0];
            return new(window.On(input), window.Padding.Fill, groups, leaf.Output[0], leaf.Output.LongCount * (input[0] / groups) * window.On(input).Taps, leaf);
        }
        if (leaf.Core is not AveragePooled { Divisor: null } pool) return null;
        Frame frame = pool.Window.On(input);
        bool padded = false, partial = false;
        for (int axis = 1; axis < input.Rank; axis++)
        {
            Reach reach = frame[axis + 3 - input.Rank];
            padded |= reach.Before > 0 || reach.After > 0;
            partial |= (reach with { Ceil = false }).Out(input[axis]) != reach.Out(input[axis]);
        }
        return partial || (padded && !pool.CountPadding) ? null
            : new(new(frame.D with { Ceil = false }, frame.H with { Ceil = false }, frame.W with { Ceil = false }), pool.Window.Padding.Fill, input[0], input[0], 0, leaf);
    }

    /// <summary>The kernels, so that they correlate: an element of [M, C/groups, k…].</summary>
    public Tensor<double> Kernel()
    {
        int rank = Leaf.Input.Rank - 1;
        if (Leaf.Core is AveragePooled) return Tensor.Filled(Shape.Of([Count, 1, .. Enumerable.Range(3 - rank, rank).Select(axis => Frame[axis].Extent)]), 1.0 / Frame.Taps);
        Tensor<double> weight = Leaf["weight"];
        if (Leaf.Core is not ConvLayer { Flips: true }) return weight;
        int taps = Frame.Taps;
        return Tensor.Make(weight.Shape, at => weight.Values[(at / taps * taps) + (taps - 1 - (at % taps))]);
    }

    /// <summary>The window of a convolution, depthwise or not.</summary>
    public static Window? WindowOf(Layer layer) => layer switch { ConvLayer conv => conv.Window, DepthwiseConvolved conv => conv.Window, _ => null };

    /// <summary>The same convolution under another window.</summary>
    public static Layer With(Layer layer, Window window) => layer is DepthwiseConvolved conv ? conv with { Window = window } : ((ConvLayer)layer).Under(window);

    /// <summary>Amounts on every axis as a padding, in its shortest form.</summary>
    public static Padding Padding((int Before, int After)[] amounts, Fill fill)
    {
        if (amounts.All(a => a is (0, 0))) return FunctionalConv.Padding.Valid;
        Padding padding = amounts.All(a => a.Before == a.After) ? FunctionalConv.Padding.By(Extent([.. amounts.Select(a => a.Before)])) : FunctionalConv.Padding.Sides(amounts);
        return padding.Filled(fill);
    }

    /// <summary>Numbers on every axis as an extent, in its shortest form.</summary>
    public static Extent Extent(int[] axes) => axes.Distinct().Count() == 1 ? axes[0] : axes.Length == 2 ? (axes[0], axes[1]) : (axes[0], axes[1], axes[2]);
}
