// ConvolutionMatrix: a convolution written out as a matrix, as a value without numbers: it knows which tap stands in which cell.
//   y[row] = Σ h[tap] · x[column] over its terms.  One list of terms, two matrices:
//   T(h) [rows, columns]  the kernel's (Toeplitz, circulant)        T(x) [rows, taps]  the signal's, which is im2col         T(h) x = T(x) h
//   rows and columns are the flat positions of [M, …'] and [C, …]; taps those of [M, C/groups, k…]
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>One product of a convolution: y[Row] gets h[Tap] · x[Column].</summary>
public readonly record struct Term(int Row, int Column, int Tap)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(Term), PrintMembers);
}

/// <summary>Which tap of a kernel stands in which cell of a convolution's matrix.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed partial record ConvolutionMatrix
{
    internal ConvolutionMatrix(Shape maps, Shape kernel, Frame frame, FillMode fill, int groups, bool flipped) =>
        (Maps, Kernel, Frame, Fill, Groups, IsFlipped, Stops) = (maps, kernel, frame, fill, groups, flipped, frame.Out(maps.Under(1), kernel[0]).Tail);

    /// <summary>The maps [C, …] that the convolution reads, transposed or not.</summary>
    public Shape Maps { get; }

    /// <summary>The maps [M, …'] that the convolution gives, transposed or not.</summary>
    public Shape Stops { get; }

    /// <summary>The kernel [M, C/groups, k…].</summary>
    public Shape Kernel { get; }

    /// <summary>The window on three axes.</summary>
    public Frame Frame { get; }

    /// <summary>What the cells of the padding read; a constant is no part of a matrix and counts as 0.</summary>
    public FillMode Fill { get; }

    /// <summary>Into how many independent groups the channels are cut.</summary>
    public int Groups { get; }

    /// <summary>Whether the kernel is flipped: the mathematician's convolution.</summary>
    public bool IsFlipped { get; }

    /// <summary>Whether this is the transposed matrix: that of the transposed convolution.</summary>
    public bool IsTransposed { get; private init; }

    /// <summary>The shape of x.</summary>
    public Shape Input => IsTransposed ? Stops : Maps;

    /// <summary>The shape of y.</summary>
    public Shape Output => IsTransposed ? Maps : Stops;

    /// <summary>Rows: numbers of y.</summary>
    public int Rows => Output.Count;

    /// <summary>Columns: numbers of x.</summary>
    public int Columns => Input.Count;

    /// <summary>The transposed matrix. Twice transposed is not transposed.</summary>
    public ConvolutionMatrix Transposed => this with { IsTransposed = !IsTransposed };

    /// <summary>The structure by name.</summary>
    public MatrixStructure Structure => MatrixStructure.Of(this);

    /// <summary>How many terms there are: the products of one run.</summary>
    public long TermCount => Enumerable.Range(0, 3).Aggregate((long)Kernel[0] * Kernel[1], (count, axis) => count * Sources(axis).Sum(taps => taps.Count(cell => cell >= 0)));

    /// <summary>The matrix of a convolution of maps [C, …] with kernels [M, C/groups, k…] under a window.</summary>
    /// <param name="maps">The shape of the maps, without a batch.</param>
    /// <param name="kernel">The shape of the kernel.</param>
    /// <param name="window">The window; its extent is the kernel's.</param>
    /// <param name="groups">Into how many independent groups the channels are cut.</param>
    /// <param name="flipped">Whether the kernel is flipped.</param>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    public static ConvolutionMatrix Of(Shape maps, Shape kernel, Window window, int groups = 1, bool flipped = false)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(window);
        if (window.Refuses(maps) is { } refusal) throw new ArgumentException($"The window cannot take {maps}: {refusal.Needs}; {refusal.Cure}.", nameof(maps));
        Frame frame = window.On(maps);
        bool fits = groups >= 1 && kernel.Rank == maps.Rank + 1 && kernel[1] * groups == maps[0] && kernel[0] % groups == 0
            && Enumerable.Range(1, maps.Rank - 1).All(i => kernel[i + 1] == frame[i + 3 - maps.Rank].Extent);
        return fits ? new(maps, kernel, frame, window.Padding.Fill.Mode, groups, flipped)
            : throw new ArgumentException($"A kernel {kernel} in {groups} group(s) does not fit maps {maps} and a window of {window.Extent}; it needs [filters, channels / groups, taps…].", nameof(kernel));
    }

    /// <summary>The lecture's example: the full convolution of a kernel h of m taps with a signal x of n cells, which gives n + m − 1 cells.</summary>
    /// <exception cref="ArgumentException">A length is below 1.</exception>
    public static ConvolutionMatrix Full(int m, int n) => m >= 1 && n >= 1
        ? Of((1, n), (1, 1, m), Window.Of("A full convolution", m, padding: Padding.Full), flipped: true)
        : throw new ArgumentException($"A full convolution needs a kernel and a signal of at least 1 number; it was given {m} and {n}.");

    /// <summary>Every term, ordered by the rows of the convolution (by the columns of a transposed one).</summary>
    public IEnumerable<Term> Terms()
    {
        Maps x = Graphs.Maps.Of(Maps.Under(1)), w = Graphs.Maps.Of(Kernel), y = Graphs.Maps.Of(Stops.Under(1));
        int[][] d = Sources(0), h = Sources(1), v = Sources(2);
        int perGroup = y.C / Groups, row = 0;
        for (int m = 0; m < y.C; m++)
            for (int od = 0; od < y.D; od++)
                for (int oh = 0; oh < y.H; oh++)
                    for (int ow = 0; ow < y.W; ow++, row++)
                        for (int c = 0; c < w.C; c++)
                            for (int td = 0; td < w.D; td++)
                                for (int th = 0; th < w.H; th++)
                                    for (int tw = 0; tw < w.W; tw++)
                                    {
                                        int cell = x.Cell(d[od][td], h[oh][th], v[ow][tw]);
                                        if (cell < 0) continue;
                                        int column = (((m / perGroup * w.C) + c) * x.Plane) + cell;
                                        int tap = w.Start(m, c) + (IsFlipped ? w.Cell(w.D - 1 - td, w.H - 1 - th, w.W - 1 - tw) : w.Cell(td, th, tw));
                                        yield return IsTransposed ? new(column, row, tap) : new(row, column, tap);
                                    }
    }

    /// <summary>On an axis (0 depth, 1 height, 2 width): the cell under each tap of each stop; −1 where a constant stands.</summary>
    internal int[][] Sources(int axis)
    {
        Reach reach = Frame[axis];
        int n = Cells(Maps, axis), stops = Cells(Stops, axis);
        var fill = new Fill(Fill, 0);
        return [.. Enumerable.Range(0, stops).Select(o => Enumerable.Range(0, reach.Extent).Select(t => fill.Source(reach.At(o, t), n)).ToArray())];
    }

    /// <summary>Cells of maps [C, …] on an axis: 0 depth, 1 height, 2 width.</summary>
    internal static int Cells(Shape maps, int axis) => axis < 4 - maps.Rank ? 1 : maps[axis + maps.Rank - 3];
}
