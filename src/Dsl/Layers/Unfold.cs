// Unfold (im2col): every window as a column.      input [C, …]   output [C·taps, stops],  y[(c, t), o] = x[c, o·stride + t·dilation − before]
// Fold (col2im): columns added up where their windows stood.      input [C·taps, stops]   output [C, size…]
//   Adjoints of each other under every padding. Rows are ordered by channel, then tap; taps and stops run row-major. A convolution is its filter bank as a
//   matrix [filters, C·taps] times the unfolded map.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Every window of the map as a column: [C, …] to [C·taps, stops].</summary>
    /// <param name="kernel">Taps per spatial axis; one number serves every axis.</param>
    /// <param name="stride">Cells between neighbouring windows; by default 1.</param>
    /// <param name="padding">Cells added around the map, with any fill.</param>
    /// <param name="dilation">Cells between neighbouring taps.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    /// <returns><c>[C, n…] → [C · taps, stops]</c>, <c>y[(c, t), o] = x[c, o·stride + t·dilation − before]</c>.</returns>
    /// <example><code>Unfold(3).On((2, 8, 8))</code></example>
    public static Layer Unfold(Extent kernel, Extent? stride = null, Padding? padding = null, Extent? dilation = null) =>
        new Unfolded(Window.Of("Unfold", kernel, stride, dilation, padding));

    /// <summary>Columns added up where the windows of <see cref="Unfold"/> stood: [C·taps, stops] to [C, size…]. Overlapping windows add.</summary>
    /// <param name="size">The size of the map, one number per spatial axis: (h, w), (d, h, w); a single number with a kernel of a single number is 1-D.</param>
    /// <param name="kernel">Taps per spatial axis.</param>
    /// <param name="stride">Cells between neighbouring windows; by default 1.</param>
    /// <param name="padding">Cells that Unfold added around the map; what stood there is dropped, or added to the cell that it repeated.</param>
    /// <param name="dilation">Cells between neighbouring taps.</param>
    /// <exception cref="ArgumentException">A number is below 1, the numbers are made for different axes, or the window does not fit the size.</exception>
    /// <returns><c>[C · taps, stops] → [C, size…]</c>, <c>y[c, i] = Σ over t, o with o·stride + t·dilation − before = i of x[(c, t), o]</c>.</returns>
    /// <example><code>Fold((8, 8), 3).On((18, 36))</code></example>
    public static Layer Fold(Extent size, Extent kernel, Extent? stride = null, Padding? padding = null, Extent? dilation = null)
    {
        var folded = new Folded(size.AtLeast(1, "Fold", "a size"), Window.Of("Fold", kernel, stride, dilation, padding));
        if (!size.Fits(folded.Rank)) throw new ArgumentException($"Fold cannot fill the size {size} with a window for {folded.Rank}-D data; give one number, or one per spatial axis.", nameof(size));
        if (folded.Window.Refuses(folded.Map(1)) is { } refusal) throw new ArgumentException($"Fold cannot fill the size {size}: {refusal.Needs}; {refusal.Cure}.", nameof(size));
        return folded;
    }
}

internal sealed record Unfolded(Window Window) : Layer
{
    public override string Kind => "unfold";

    protected override string Code => new Call("Unfold").With(Window.Extent)
        .With("stride", Window.Stride, 1).With("padding", Window.Padding, Padding.Valid).With("dilation", Window.Dilation, 1).ToString();

    public override Fit Infer(Shape input)
    {
        if (Window.Refuses(input) is { } refusal) return Fit.Refuse(this, input, refusal.Needs, refusal.Cure, (Shape.Unknown, Shape.Unknown));
        Shape stops = Window.Out(input, 1);
        return Shape.Of(input[0] == Shape.Unknown ? Shape.Unknown : checked(input[0] * Folded.Taps(Window, input.Rank - 1)), stops.Known ? stops.Count : Shape.Unknown);
    }

    public override Node Lower(Node x, Scope at) => x.Unfold(Window);
}

internal sealed record Folded(Extent Size, Window Window) : Layer
{
    /// <summary>Spatial axes: as many as one of the numbers names; 1 when none does.</summary>
    public int Rank => Math.Max(1, new[] { Size, Window.Extent, Window.Stride, Window.Dilation }.Max(e => e.Axes));

    public override string Kind => "fold";

    protected override string Code => new Call("Fold").With(Size).With(Window.Extent)
        .With("stride", Window.Stride, 1).With("padding", Window.Padding, Padding.Valid).With("dilation", Window.Dilation, 1).ToString();

    /// <summary>The taps of a window over data with this many spatial axes.</summary>
    public static int Taps(Window window, int rank) => Enumerable.Range(0, 3).Aggregate(1, (taps, axis) => checked(taps * window.Extent.On(axis, rank, 1)));

    /// <summary>The map [channels, size…].</summary>
    public Shape Map(int channels) => Shape.Of([channels, .. Enumerable.Range(3 - Rank, Rank).Select(axis => Size.On(axis, Rank, 1))]);

    public override Fit Infer(Shape input)
    {
        int taps = Taps(Window, Rank), stops = Window.Out(Map(1), 1).Count;
        if (input.Rank != 2) return Fit.Refuse(this, input, $"it takes columns [C · {taps}, {stops}]", "reshape to rows and columns, or put Unfold before it", Map(Shape.Unknown));
        if (input[0] % taps != 0 && input[0] != Shape.Unknown)
            return Fit.Refuse(this, input, $"its windows have {Amount.Of(taps, "taps")}, which do not divide {Amount.Of(input[0], "rows")}", $"give C · {taps} rows", Map(Shape.Unknown));
        Shape map = Map(input[0] == Shape.Unknown ? Shape.Unknown : input[0] / taps);
        return input[1] == stops || input[1] == Shape.Unknown ? map
            : Fit.Refuse(this, input, $"its windows over {Size} have {Amount.Of(stops, "stops")}, and there are {Amount.Of(input[1], "columns")}", $"give {Amount.Of(stops, "columns")}, or another size or stride", map);
    }

    public override Node Lower(Node x, Scope at) => x.Fold(Window, Map(x.Shape[1] / Taps(Window, Rank)).Under(x.Shape[0]));
}
