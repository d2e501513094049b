// Two convolutions are one:   w₂ ⋆ (w₁ ⋆ x + b₁) + b₂  =  w ⋆ x + (b₂ + Σ w₂ b₁),   w[m, c, t₁·d₁ + t₂·d₂·s₁] = Σ over mid of w₂[m, mid, t₂] · w₁[mid, c, t₁]
//   span (k₁ − 1)·d₁ + (k₂ − 1)·d₂·s₁ + 1, stride s₁·s₂, the first one's padding. On each axis the second pads nothing, or both go around with stride 1 and keep the size.
//   Only when the merged one multiplies less. Average pools take part as depthwise convolutions.
namespace FunctionalConv;

internal sealed class FilterMerging : Rule
{
    public override string Equation => "two convolutions (or an average pool) are one";

    public override (int Taken, Leaf[] Put)? At(IReadOnlyList<Piece> chain, int i)
    {
        if (Leaf<Layer>(chain, i) is not { } one || Leaf<Layer>(chain, i + 1) is not { } two || Filters.Of(one) is not { } first || Filters.Of(two) is not { } second) return null;
        int rank = one.Input.Rank - 1;
        Reach[] reaches = new Reach[rank];
        for (int i0 = 0; i0 < rank; i0++)
        {
            int axis = i0 + 3 - rank;
            if (Composed(first, second, axis, one.Input[i0 + 1]) is not { } reach) return null;
            reaches[i0] = reach;
        }
        int groups = first.Groups == second.Groups ? first.Groups : 1, channels = one.Input[0] / groups;
        long macs = two.Output.LongCount * channels * reaches.Aggregate(1L, (taps, r) => taps * r.Extent);
        if (macs >= first.Macs + second.Macs) return null;
        var window = new Window(Filters.Extent([.. reaches.Select(r => r.Extent)]), Filters.Extent([.. reaches.Select(r => r.Stride)]), Filters.Extent([.. reaches.Select(r => r.Dilation)]),
            Filters.Padding([.. reaches.Select(r => (r.Before, r.After))], first.Fill));
        bool biased = first.Biased || second.Biased;
        Layer merged = groups > 1 && groups == one.Input[0] ? new DepthwiseConvolved(window, second.Count / groups, biased) : new ConvLayer(second.Count, window, groups, biased, false);
        (string, Tensor<double>) kernel = ("weight", Kernel(first, second, reaches, groups, channels));
        Leaf named = one.Layer.Scoped is not null ? one : two with { Input = one.Input, Path = one.Path };
        return (2, [biased ? named.With(merged, kernel, ("bias", Bias(first, second))) : named.With(merged, kernel)]);
    }

    /// <summary>The window of both on an axis of n cells, where they may merge.</summary>
    private static Reach? Composed(Filters first, Filters second, int axis, int n)
    {
        Reach a = first.Frame[axis], b = second.Frame[axis];
        bool around = b.Before > 0 || b.After > 0;
        if (around && !(first.Fill == Fill.Circular && second.Fill == Fill.Circular && a.Stride == 1 && b.Stride == 1 && a.Out(n) == n && b.Out(n) == n)) return null;
        int reach = ((a.Extent - 1) * a.Dilation) + ((b.Extent - 1) * b.Dilation * a.Stride), dilation = Math.Max(1, Common(a.Extent > 1 ? a.Dilation : 0, b.Extent > 1 ? b.Dilation * a.Stride : 0));
        return around && Math.Max(a.Before + b.Before, a.After + b.After) > n ? null : new(reach / dilation + 1, a.Stride * b.Stride, dilation, a.Before + b.Before, a.After + b.After);
    }

    private static Tensor<double> Kernel(Filters first, Filters second, Reach[] reaches, int groups, int channels)
    {
        Tensor<double> w1 = first.Kernel(), w2 = second.Kernel();
        int rank = reaches.Length, taps = reaches.Aggregate(1, (all, r) => all * r.Extent), taps1 = first.Frame.Taps, taps2 = second.Frame.Taps;
        var w = new double[second.Count * channels * taps];
        int[] places = [.. Enumerable.Range(0, taps2 * taps1).Select(pair => Place(first.Frame, second.Frame, reaches, pair / taps1, pair % taps1))];
        int inOfSecond = w2.Shape[1], inOfFirst = w1.Shape[1];
        for (int m = 0; m < second.Count; m++)
            for (int j = 0; j < inOfSecond; j++)
            {
                int mid = (m / (second.Count / second.Groups) * inOfSecond) + j, start = mid / (first.Count / first.Groups) * inOfFirst;
                for (int c = 0; c < inOfFirst; c++)
                    for (int pair = 0; pair < places.Length; pair++)
                        w[(((m * channels) + (start + c) - (groups > 1 ? m / (second.Count / groups) * channels : 0)) * taps) + places[pair]] +=
                            w2.Values[(((m * inOfSecond) + j) * taps2) + (pair / taps1)] * w1.Values[(((mid * inOfFirst) + c) * taps1) + (pair % taps1)];
            }
        return Tensor.Make(Shape.Of([second.Count, channels, .. reaches.Select(r => r.Extent)]), at => w[at]);
    }

    /// <summary>Where tap t₂ of the second over tap t₁ of the first stands in the merged kernel, flat.</summary>
    private static int Place(Frame first, Frame second, Reach[] reaches, int t2, int t1)
    {
        int place = 0, unit = 1;
        for (int axis = 2; axis > 2 - reaches.Length; axis--)
        {
            Reach a = first[axis], b = second[axis], whole = reaches[axis + reaches.Length - 3];
            place += unit * (((t1 % a.Extent * a.Dilation) + (t2 % b.Extent * b.Dilation * a.Stride)) / whole.Dilation);
            (unit, t1, t2) = (unit * whole.Extent, t1 / a.Extent, t2 / b.Extent);
        }
        return place;
    }

    private static Tensor<double> Bias(Filters first, Filters second)
    {
        Tensor<double>? b1 = first.Biased ? first.Leaf["bias"] : null, b2 = second.Biased ? second.Leaf["bias"] : null;
        Tensor<double> w2 = second.Kernel();
        int each = w2.Count / second.Count, taps = second.Frame.Taps;
        return Tensor.Make(second.Count, m => (b2?.Values[m] ?? 0) + (b1 is null ? 0
            : Enumerable.Range(0, each).Sum(at => w2.Values[(m * each) + at] * b1.Values[(m / (second.Count / second.Groups) * w2.Shape[1]) + (at / taps)])));
    }

    private static int Common(int a, int b) => b == 0 ? a : Common(b, a % b);
}
