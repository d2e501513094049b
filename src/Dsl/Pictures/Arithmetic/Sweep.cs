// Sweep: which cells a sliding layer reads for every output cell, as it is drawn: per axis, a line of cells that the window moves along.
//   convolution, pooling   the line is the map with its padding; window o stands at o·stride − before
//   transposed             the line is the map with stride − 1 zeros between its cells; a window of stride 1 and the flipped kernel moves along it ("fractional striding",
//                          Dumoulin & Visin, arXiv:1603.07285, relationships 8–14)
//   adaptive, global       windows of their own size for every output cell
// Sizes and places come from Reach; nothing here knows a size formula.
namespace FunctionalConv;

/// <summary>What is done with the cells under the window.</summary>
internal enum Sweeping
{
    Products,
    Max,
    Mean,
    Norm,
}

/// <summary>A tap and where it stands on the drawn line.</summary>
internal readonly record struct Tap(int Index, int At);

/// <summary>A window's way along one axis.</summary>
/// <param name="In">Cells of the input.</param>
/// <param name="Step">Places on the line from one cell of the input to the next: 1, or the stride of a transposed convolution.</param>
/// <param name="Stops">For every output cell its taps, in order.</param>
/// <param name="Mode">What stands in the padding.</param>
internal sealed record SweepAxis(int In, int Step, IReadOnlyList<IReadOnlyList<Tap>> Stops, FillMode Mode = FillMode.Constant)
{
    /// <summary>An axis that the data does not have.</summary>
    public static SweepAxis None { get; } = new(1, 1, [[new(0, 0)]]);

    /// <summary>The first place that is drawn.</summary>
    public int First { get; init; } = Math.Min(0, Stops.SelectMany(s => s).Select(t => t.At).DefaultIfEmpty(0).Min());

    /// <summary>The last place that is drawn.</summary>
    public int Last { get; init; } = Math.Max((In - 1) * Step, Stops.SelectMany(s => s).Select(t => t.At).DefaultIfEmpty(0).Max());

    /// <summary>Whether a place holds a cell of the input, not padding and not a zero between cells.</summary>
    public bool Holds(int at) => at >= 0 && at % Step == 0 && at / Step < In;

    /// <summary>The input cell whose value stands at a place; −1 for a constant.</summary>
    public int Source(int at) => Holds(at) ? at / Step : Step == 1 && (at < 0 || at >= In) ? new Fill(Mode, 0).Source(at, In) : -1;

    /// <summary>A window that slides over n cells.</summary>
    public static SweepAxis Along(Reach reach, int n, FillMode mode) => new(n, 1,
        [.. Enumerable.Range(0, reach.Out(n)).Select(o => (IReadOnlyList<Tap>)[.. Enumerable.Range(0, reach.Extent).Where(t => reach.Covers(o, t, n)).Select(t => new Tap(t, reach.At(o, t)))])], mode)
    {
        First = -reach.Before,
        Last = Math.Max(n - 1 + reach.After, -reach.Before),
    };

    /// <summary>The way back from m cells to n: a tap t reads output cell i from the place i + before − t · dilation; what the padding repeats is read where it stands.</summary>
    public static SweepAxis Back(Reach reach, int m, int n, FillMode mode) => mode == FillMode.Constant
        ? new(m, reach.Stride, [.. Enumerable.Range(0, n).Select(i => (IReadOnlyList<Tap>)[.. Enumerable.Range(0, reach.Extent).Reverse().Select(t => new Tap(t, i + reach.Before - (t * reach.Dilation)))])])
        : new(m, reach.Stride, [.. Enumerable.Range(0, n).Select(i => (IReadOnlyList<Tap>)[.. Enumerable.Range(0, m).SelectMany(o => Enumerable.Range(0, reach.Extent).Where(t => reach.Reads(o, t, n, mode) == i).Select(t => new Tap(t, o * reach.Stride)))])]);

    /// <summary>The windows that the rows of a map name.</summary>
    public static SweepAxis Of(AxisMap map, int n) => map.Table(n) is var rows
        ? new(n, 1, [.. Enumerable.Range(0, rows.Count).Select(o => (IReadOnlyList<Tap>)[.. rows.Row(o).ToArray().Select((cell, t) => new Tap(t, cell))])])
        : None;
}

/// <summary>A window's way over a map of up to three axes.</summary>
internal sealed record Sweep(Sweeping Does, SweepAxis D, SweepAxis H, SweepAxis W)
{
    /// <summary>Whether the kernel is flipped: tap t is multiplied by the weight K − 1 − t.</summary>
    public bool Flips { get; init; }

    /// <summary>Whether cells of the padding take part.</summary>
    public bool Pads { get; init; } = true;

    /// <summary>Axis 0 is depth, 1 height, 2 width.</summary>
    public SweepAxis this[int axis] => axis switch { 0 => D, 1 => H, _ => W };

    /// <summary>How many output cells there are, and with them stops of the window.</summary>
    public int Stops => D.Stops.Count * H.Stops.Count * W.Stops.Count;

    /// <summary>Whether zeros stand between the cells.</summary>
    public bool Stuffed => D.Step * H.Step * W.Step > 1;

    /// <summary>A layer with a window over a map [C, …].</summary>
    public static Sweep Along(Sweeping does, Window window, Shape input) =>
        Each(does, input, axis => SweepAxis.Along(window.On(input)[axis], Size(input, axis), window.Padding.Fill.Mode));

    /// <summary>A transposed layer from a map to a map.</summary>
    public static Sweep Back(Window window, Shape input, Shape output) =>
        Each(Sweeping.Products, input, axis => SweepAxis.Back(window.On(output)[axis], Size(input, axis), Size(output, axis), window.Padding.Fill.Mode));

    /// <summary>A layer whose windows are the rows of maps.</summary>
    public static Sweep Of(Sweeping does, Shape input, Func<int, AxisMap> map) => Each(does, input, axis => SweepAxis.Of(map(axis), Size(input, axis)));

    /// <summary>The taps of an output cell, counted row-major.</summary>
    public (IReadOnlyList<Tap> D, IReadOnlyList<Tap> H, IReadOnlyList<Tap> W) At(int stop)
    {
        var (d, h, w) = Cell(stop);
        return (D.Stops[d], H.Stops[h], W.Stops[w]);
    }

    /// <summary>The output cell of a stop.</summary>
    public (int D, int H, int W) Cell(int stop) => (stop / W.Stops.Count / H.Stops.Count, stop / W.Stops.Count % H.Stops.Count, stop % W.Stops.Count);

    private static Sweep Each(Sweeping does, Shape input, Func<int, SweepAxis> axis)
    {
        SweepAxis On(int a) => a < 4 - input.Rank ? SweepAxis.None : axis(a);
        return new(does, On(0), On(1), On(2));
    }

    private static int Size(Shape map, int axis) => map[axis + map.Rank - 3];
}
