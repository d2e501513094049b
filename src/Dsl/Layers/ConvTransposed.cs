// Transposed convolution: the exact adjoint of the convolution with the same window, in every padding mode.
//   input [C, m…]   weight [C, filters/groups, k…]   bias [filters]   output [filters, n…],  n such that the convolution takes n to m
//   y[f, i] = bias[f] + Σ over c, t, o with o·stride + t·dilation − before = i of weight[c, f, t] · x[c, o]
//   By default n undoes the convolution: (m − 1)·stride + span − before − after, and m · stride under Same. A stride skips cells, so up to stride sizes give
//   the same m: say which one is wanted by size, or by outputPadding for networks that are ported. Window.Made says which sizes there are, for both.
//   The same as stuffing stride − 1 zeros between the cells and convolving with the flipped kernel ("fractional striding").
// Sizes: relationships 8–14 of Dumoulin & Visin, arXiv:1603.07285.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>A transposed convolution: the adjoint of the convolution with this window, under every padding. Made for going back up in size.</summary>
    /// <param name="filters">How many feature maps come out.</param>
    /// <param name="kernel">Taps per spatial axis.</param>
    /// <param name="stride">The factor by which it goes up.</param>
    /// <param name="padding">The padding of the convolution that it is the adjoint of.</param>
    /// <param name="dilation">Cells between neighbouring taps.</param>
    /// <param name="groups">Into how many independent groups the channels are cut.</param>
    /// <param name="bias">Whether every feature map has a number added.</param>
    /// <param name="size">The wanted output size: one of n … n + max(stride, dilation) − 1, all of which the convolution takes to the input's size unless the dilation is larger than the stride.</param>
    /// <param name="outputPadding">Instead of a size: cells more than n, fewer than the stride or the dilation.</param>
    /// <exception cref="ArgumentException">A number is too small, groups do not divide the filters, or both a size and an output padding are given.</exception>
    /// <returns><c>[C, m…] → [filters, n…], n = (m − 1) · stride + span − before − after</c>, <c>y[f, i] = bias[f] + Σ over c, t, o with o·stride + t·dilation − before = i of weight[c, f, t] · x[c, o]</c>.</returns>
    /// <example><code>ConvTransposed(8, 2, stride: 2).On((16, 7, 7))</code></example>
    public static Layer ConvTransposed(int filters, Extent kernel, Extent? stride = null, Padding? padding = null, Extent? dilation = null, int groups = 1, bool bias = true, Extent? size = null, Extent? outputPadding = null)
    {
        if (filters < 1) throw new ArgumentException($"ConvTransposed needs at least 1 filter; it was given {filters}.", nameof(filters));
        if (groups < 1) throw new ArgumentException($"ConvTransposed needs at least 1 group; it was given {groups}.", nameof(groups));
        if (filters % groups != 0) throw new ArgumentException($"ConvTransposed needs groups that divide its filters; {groups} groups do not divide {filters} filters.", nameof(groups));
        if (size is not null && outputPadding is not null) throw new ArgumentException("ConvTransposed takes a size or an outputPadding, not both.", nameof(outputPadding));
        size?.AtLeast(1, "ConvTransposed", "a size");
        outputPadding?.AtLeast(0, "ConvTransposed", "an outputPadding");
        return new TransposedConv(filters, Window.Of("ConvTransposed", kernel, stride, dilation, padding), groups, bias, size, outputPadding);
    }
}

internal sealed record TransposedConv(int Filters, Window Window, int Groups, bool Bias, Extent? Size, Extent? OutputPadding) : Layer
{
    public override string Kind => "convtransposed";

    internal override Sweep? Sweep(Shape input) => FunctionalConv.Sweep.Back(Window, input, Output(input));

    protected override string Code => new Call("ConvTransposed").With(Filters).With(Window.Extent)
        .With("stride", Window.Stride, 1).With("padding", Window.Padding, Padding.Valid).With("dilation", Window.Dilation, 1)
        .With("groups", Groups, 1).With("bias", Bias, true).With("size", Size, null).With("outputPadding", OutputPadding, null).ToString();

    public override Fit Infer(Shape input)
    {
        int rank = input.Rank - 1;
        if (rank is < 1 or > 3) return Fit.Refuse(this, input, "it slides over 1 to 3 spatial axes after the channels", "reshape to [C, W], [C, H, W] or [C, D, H, W]", input.Rank == 0 ? input : input.With(0, Filters));
        Shape unknown = Shape.Of([Filters, .. Enumerable.Repeat(Shape.Unknown, rank)]);
        foreach (var (extent, what) in new[] { (Window.Extent, "window"), (Window.Stride, "stride"), (Window.Dilation, "dilation"), (Size ?? 1, "size"), (OutputPadding ?? 0, "output padding") })
            if (!extent.Fits(rank)) return Fit.Refuse(this, input, $"its {what} {extent} is made for {extent.Axes}-D data", "give one number, or one per spatial axis", unknown);
        if (Window.Padding.Refuses(rank, Window.Spans(rank)) is { } refusal) return Fit.Refuse(this, input, refusal.Needs, refusal.Cure, unknown);
        Shape output = Output(input);
        for (int i = 1; i <= rank; i++)
            if (output[i] == 0) return Impossible(input, i, output);
        if (Window.Refuses(output.With(0, 1)) is { } wide) return Fit.Refuse(this, input, wide.Needs, wide.Cure, output);
        return Channels.Divide(this, input, Groups, output);
    }

    public override Node Lower(Node x, Scope at)
    {
        Node kernel = at.Weight("weight", Channels.Kernel(Window, x.Shape.Rank - 2, x.Shape[1], Filters / Groups), Initializer.He);
        Shape input = x.Shape.Tail, output = Output(input);
        bool undone = Enumerable.Range(1, input.Rank - 1).All(i => output[i] <= Reached(input, i));
        Node y = undone || !Crops ? Reaching(x, kernel, output) : Cropping(x, kernel, output);
        return Bias ? y + at.Weight("bias", Filters, Initializer.Zeros).PerChannel(y.Shape) : y;
    }

    /// <summary>Whether the padding does nothing but crop: it knows its amounts, and its cells stand for no cell of the map.</summary>
    private bool Crops => !Window.Padding.NeedsSize && Window.Padding.Fill.Mode == FillMode.Constant;

    /// <summary>The adjoint over the sizes that the convolution takes to the input's; an output padding beyond them adds zeros.</summary>
    private Node Reaching(Node x, Node kernel, Shape output)
    {
        Shape reached = output;
        for (int i = 1; i < output.Rank; i++) reached = reached.With(i, (int)Math.Min(output[i], Reached(x.Shape.Tail, i)));
        return x.CorrelateBack(kernel, Window, Groups, reached.Under(x.Shape[0]))
            .Pad(axis => (0, output.Rank + axis < 4 ? 0 : output[axis + output.Rank - 3] - reached[axis + output.Rank - 3]), Fill.Zeros);
    }

    /// <summary>The adjoint without padding, cropped by it: an output padding beyond those sizes gives cropped cells back.</summary>
    private Node Cropping(Node x, Node kernel, Shape output)
    {
        Window unpadded = Window with { Padding = Padding.Valid };
        Shape whole = unpadded.Back(x.Shape.Tail, Filters);
        Frame frame = Window.On(output);
        return x.CorrelateBack(kernel, unpadded, Groups, whole.Under(x.Shape[0])).Pad(
            axis => output.Rank + axis < 4 ? (0, 0) : (-frame[axis].Before, output[axis + output.Rank - 3] + frame[axis].Before - whole[axis + output.Rank - 3]), Fill.Zeros);
    }

    private Shape Output(Shape input) => Window.Back(input, Filters, (axis, first) => Wanted(axis, input.Rank - 1, first));

    private long Wanted(int axis, int rank, long first) => Size is { } size ? size.On(axis, rank, 1) : OutputPadding is { } more ? first + more.On(axis, rank, 0) : Window.Undoing(axis, rank, first);

    /// <summary>The largest size that the convolution takes to the input's.</summary>
    private long Reached(Shape input, int i)
    {
        int rank = input.Rank - 1, axis = i + 2 - rank;
        return Window.Made(axis, rank, input[i]).First + Window.Stride.On(axis, rank, 1) - 1;
    }

    /// <summary>The misfit of an axis whose size it cannot make, with those it can.</summary>
    private Fit Impossible(Shape input, int i, Shape output)
    {
        int rank = input.Rank - 1, axis = i + 2 - rank, m = input[i];
        var (first, last) = Window.Made(axis, rank, m);
        string needs, cure, cells = Amount.Of(m, "cells");
        if (last < 1) (needs, cure) = ($"its convolution takes no map to {cells}", "pad less, or use a larger window");
        else if (Size is not null) (needs, cure) = ($"no transposed convolution with this window gives {Amount.Of(Wanted(axis, rank, first), "cells")} from {m}", $"ask for {Listed(Math.Max(1, first), last)}");
        else if (OutputPadding is { } more)
            (needs, cure) = ($"an outputPadding of {more.On(axis, rank, 0)} would give {Amount.Of(Wanted(axis, rank, first), "cells")} from {m}, and this window can give {Listed(Math.Max(1, first), last)}",
                $"give an outputPadding of {Listed(Math.Max(0, 1 - first), last - first)}");
        else (needs, cure) = ($"its formula gives {Amount.Of(first, "cells")} for {m}", $"pad less, or ask for a size of {Listed(1, last)}");
        return Fit.Refuse(this, input, needs, cure, output.With(i, Shape.Unknown));
    }

    private static string Listed(long from, long to)
    {
        const int Most = 16;
        return to - from < Most ? string.Join(" or ", Enumerable.Range(0, (int)(to - from) + 1).Select(k => $"{from + k}")) : $"one of {to - from + 1} sizes from {from} to {to}";
    }
}
