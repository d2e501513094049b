// Two convolutions as one: w[m, c, u] = Σ over j and t₂·d₂·s₁ + t₁·d₁ = u of w₂[m, j, t₂] · w₁[j, c, t₁],   stride s₁·s₂, span k₁ + (k₂ − 1)·s₁ (dilations counted)
// This holds where the second convolution reads nothing that the first does not give as well:
//   it pads nothing;   or both go around at stride 1 and keep the size;   or the first pads fully with zeros at stride 1, so that beyond its maps there is nothing but zeros
using FunctionalConv.Graphs;
using LanguageExt;

namespace FunctionalConv;

public sealed partial class ConvolutionOperator
{
    /// <summary>This convolution after another one as a single convolution with the composed kernel, or why they are not one.</summary>
    public Validation<Misfit, ConvolutionOperator> After(ConvolutionOperator first)
    {
        ArgumentNullException.ThrowIfNull(first);
        if (Refuses(this, first) is { } misfit) return Validation<Misfit, ConvolutionOperator>.Fail(LanguageExt.Prelude.Seq1(misfit));
        if (Separates(first) is { } apart)
            return Validation<Misfit, ConvolutionOperator>.Fail(LanguageExt.Prelude.Seq1(new Misfit("", ToString(), first.Output, apart.Needs, apart.Cure)));
        return Validation<Misfit, ConvolutionOperator>.Success(Composed(first));
    }

    private (string Needs, string Cure)? Separates(ConvolutionOperator first)
    {
        const string Cure = "let the second pad nothing, let both go around at stride 1 and keep the size, or let the first pad fully with zeros at stride 1";
        ConvolutionMatrix a = first.Structure, b = Structure;
        bool padsNothing = Axes(b).All(r => r is { Before: <= 0, After: <= 0 });
        bool goesAround = a.Structure.Family == StructureFamily.Circulant && b.Structure.Family == StructureFamily.Circulant;
        bool zeros = a.Fill == FillMode.Constant && b.Fill == FillMode.Constant && Axes(a).All(r => r.Stride == 1 && r.Before >= r.Span - 1 && r.After >= r.Span - 1);
        if (!padsNothing && !goesAround && !zeros) return ($"it pads the maps that {first} gives, so the two are not one convolution", Cure);
        Window window = Joined(first, out _);
        return window.Refuses(first.Input) is { } refusal ? ($"as one convolution after {first}, {refusal.Needs}", "keep them apart") : null;
    }

    private IEnumerable<Reach> Axes(ConvolutionMatrix matrix) => Enumerable.Range(4 - Input.Rank, Input.Rank - 1).Select(axis => matrix.Frame[axis]);

    /// <summary>The window of both, and per axis the distances of its taps for a tap of the first and for one of the second.</summary>
    private Window Joined(ConvolutionOperator first, out (int First, int Second)[] distances)
    {
        Reach[] a = [.. Axes(first.Structure)], b = [.. Axes(Structure)];
        int[] step = [.. a.Zip(b, (r, s) => Math.Max(1, Gcd(r.Extent > 1 ? r.Dilation : 0, s.Extent > 1 ? s.Dilation * r.Stride : 0)))];
        distances = [.. a.Select((r, i) => (r.Dilation / step[i], b[i].Dilation * r.Stride / step[i]))];
        int[] extents = [.. a.Select((r, i) => (((r.Extent - 1) * r.Dilation) + ((b[i].Extent - 1) * b[i].Dilation * r.Stride)) / step[i] + 1)];
        (int, int)[] sides = [.. a.Select((r, i) => (r.Before + (b[i].Before * r.Stride), r.After + (b[i].After * r.Stride)))];
        return new(ToExtent(extents), ToExtent([.. a.Select((r, i) => r.Stride * b[i].Stride)]), ToExtent(step), Around(sides, first.Layer.Window.Padding.Fill));
    }

    private ConvolutionOperator Composed(ConvolutionOperator first)
    {
        Window window = Joined(first, out var distances);
        int groups = Gcd(first.Layer.Groups, Layer.Groups), channels = first.Input[0] / groups, rank = Input.Rank - 1;
        Maps w1 = Maps.Of(first.Kernel.Shape), w2 = Maps.Of(Kernel.Shape);
        Shape shape = Channels.Kernel(window, rank, Layer.Filters, channels);
        Maps w = Maps.Of(shape);
        var values = new double[shape.Count];
        (int First, int Second) On(int axis) => axis < 3 - rank ? (0, 0) : distances[axis - (3 - rank)];
        int ownChannels = Input[0] / Layer.Groups, ownFilters = Layer.Filters / Layer.Groups, firstFilters = first.Layer.Filters / first.Layer.Groups;
        for (int m = 0; m < Layer.Filters; m++)
            for (int j = 0; j < ownChannels; j++)
            {
                int between = (m / ownFilters * ownChannels) + j, from = between / firstFilters * w1.C % channels;
                foreach (var (t2, tap2) in Taps(Kernel, w2, m, j, Layer.Flips))
                    for (int c = 0; c < w1.C; c++)
                        foreach (var (t1, tap1) in Taps(first.Kernel, w1, between, c, first.Layer.Flips))
                        {
                            int Place(int axis) => (t1[axis] * On(axis).First) + (t2[axis] * On(axis).Second);
                            values[w.Start(m, from + c) + w.Cell(Place(0), Place(1), Place(2))] += tap1 * tap2;
                        }
            }
        return Of(new ConvLayer(Layer.Filters, window, groups, false, false), first.Input, new(shape, values));
    }

    /// <summary>The taps of one filter and channel with their places, as they stand in a correlation.</summary>
    private static IEnumerable<(int[] Place, double Value)> Taps(Tensor<double> kernel, Maps w, int m, int c, bool flips)
    {
        for (int d = 0; d < w.D; d++)
            for (int h = 0; h < w.H; h++)
                for (int v = 0; v < w.W; v++)
                    yield return ([d, h, v], kernel.Array[w.Start(m, c) + (flips ? w.Cell(w.D - 1 - d, w.H - 1 - h, w.W - 1 - v) : w.Cell(d, h, v))]);
    }

    /// <summary>The padding in its shortest form.</summary>
    private static Padding Around((int Before, int After)[] sides, Fill fill)
    {
        if (sides.All(side => side == (0, 0))) return Padding.Valid;
        return (sides.All(side => side.Before == side.After) ? Padding.By(ToExtent([.. sides.Select(side => side.Before)])) : Padding.Sides(sides)).Filled(fill);
    }

    private static Extent ToExtent(int[] e) => e.Distinct().Count() == 1 ? e[0] : e.Length switch { 1 => e[0], 2 => (e[0], e[1]), _ => (e[0], e[1], e[2]) };

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
