// A convolution of plain maps cut into work items: a group of an image, a tile of its filters, and a run of strips of output pixels.
//   y[m, strip] = Σ over (c, t) of  w[m, c, t] · x[c, strip + t]        the pixels of a tap are neighbours in padded rows, whatever the stride
// A window of one cell sees each map as one long row. The cut depends on shapes alone.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.MicroKernels;

/// <summary>What a strip reads and writes.</summary>
internal unsafe struct StripOperands<T>
    where T : unmanaged
{
    public T* X, Weights, Bias, Add, Y, Whole;
}

internal sealed unsafe class Strip<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Strips of an item: few, so that threads get equal shares, but more where each is short.
    private const int FewStrips = 4, ManyStrips = 16, ManyEntries = 64;
    private readonly Frame frame;
    private readonly Maps x, y;
    private readonly RowMaps from;
    private readonly int groups, filters, rowsPerItem, perItem, runs;
    private readonly int[] table, tiles;
    private readonly Piece[] pieces;
    private readonly T low, high;

    public Strip(Frame frame, int groups, Shape input, Shape output, PaddedRows? rows, double low, double high)
    {
        (this.frame, this.groups, x, y) = (frame, groups, Maps.Of(input), Maps.Of(output));
        bool pointwise = rows is null && frame.Taps == 1;
        if (pointwise) (x, y) = (new(x.N, x.C, 1, 1, x.Plane), new(y.N, y.C, 1, 1, y.Plane));
        from = new(x, rows?.Halo ?? default, rows?.Ways ?? 1);
        filters = y.C / groups;
        int count = StripWeights.Tiles<T>(filters);
        tiles = [.. Enumerable.Range(0, count + 1).Select(tile => StripWeights.First(tile, count, filters))];
        pieces = Pieces(y.W);
        // A long row is several items, short rows are one item together.
        table = Table();
        int strips = table.Length < ManyEntries ? ManyStrips : FewStrips;
        perItem = Math.Min(pieces.Length, strips);
        rowsPerItem = Math.Max(1, strips / pieces.Length);
        runs = pieces.Length > strips ? y.D * y.H * Parts : ((y.D * y.H) + rowsPerItem - 1) / rowsPerItem;
        (this.low, this.high) = (T.CreateTruncating(low), T.CreateTruncating(high));
    }

    /// <summary>Elements of memory for one thread's whole tile.</summary>
    public static int Whole => Strips<T>.Filters * Strips<T>.Lanes;

    /// <summary>Whether whole vectors never reach over the end of plain maps: of the input where it has no border, and of the residual.</summary>
    public bool ReadsWithin => y.W >= Strips<T>.Lanes;

    public int Items => y.N * groups * (tiles.Length - 1) * runs;

    private int Parts => (pieces.Length + perItem - 1) / perItem;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int item, in StripOperands<T> at)
    {
        int run = item % runs, rest = item / runs, tile = rest % (tiles.Length - 1), group = rest / (tiles.Length - 1) % groups, n = rest / ((tiles.Length - 1) * groups);
        int first = (group * filters) + tiles[tile], height = tiles[tile + 1] - tiles[tile], row = run / Parts * rowsPerItem, piece = run % Parts * perItem;
        StripTile<T> one = default;
        one.Depth = table.Length;
        one.A = at.Weights + ((nint)first * table.Length);
        one.Bias = at.Bias == null ? null : at.Bias + first;
        one.Row = y.Plane;
        one.Whole = at.Whole;
        (one.Low, one.High) = (low, high);
        var narrow = Strips<T>.Of(height, 1);
        var wide = Strips<T>.Of(height, 2);
        fixed (int* entries = table)
        {
            one.Table = entries;
            for (int r = row, end = Math.Min(row + rowsPerItem, y.D * y.H); r < end; r++)
            {
                nint output = y.Start(n, first) + ((nint)r * y.W), input = from.At(n, group * (x.C / groups), frame.D.At(r / y.H, 0), frame.H.At(r % y.H, 0));
                for (int p = piece; p < Math.Min(piece + perItem, pieces.Length); p++)
                {
                    Piece at0 = pieces[p];
                    one.X = at.X + input + at0.Start;
                    one.Y = at.Y + output + at0.Start;
                    one.Add = at.Add == null ? null : at.Add + output + at0.Start;
                    (one.Second, one.Columns) = (at0.Second, at0.Columns);
                    if (at0.Second == 0) narrow(&one);
                    else wide(&one);
                }
            }
        }
    }

    /// <summary>A row of pixels in pairs of vectors; the last one is moved back so that it ends with the row.</summary>
    private static Piece[] Pieces(int width)
    {
        int lanes = Strips<T>.Lanes;
        if (width <= lanes) return [new(0, 0, width)];
        var pieces = new List<Piece>();
        for (int w = 0; w < width; w += 2 * lanes)
            pieces.Add(width - w > lanes ? new(w, Math.Min(lanes, width - lanes - w), lanes) : new(width - lanes, 0, lanes));
        return [.. pieces];
    }

    /// <summary>One or two vectors of a row: where the first starts, how far on the second is (0 for none), and the pixels of a narrow row.</summary>
    private readonly record struct Piece(int Start, int Second, int Columns);

    /// <summary>Where the first pixel of each (channel, tap) stands from the row of the first.</summary>
    private int[] Table()
    {
        var offsets = new List<int>();
        for (int c = 0; c < x.C / groups; c++)
            for (int d = 0; d < frame.D.Extent; d++)
                for (int h = 0; h < frame.H.Extent; h++)
                    for (int w = 0; w < frame.W.Extent; w++)
                        offsets.Add((c * from.Map) + (d * frame.D.Dilation * from.Plane) + (h * frame.H.Dilation * from.Row) + from.Cell(frame.W.At(0, w)));
        return [.. offsets];
    }
}
