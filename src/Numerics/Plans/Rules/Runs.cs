// Runs: a convolution cut into pieces whose im2col matrix stays in the second-level cache: one group of one image, a run of output rows.
// The cut depends on the shapes alone, never on the threads.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

/// <summary>The pieces of a convolution.</summary>
internal sealed class Runs
{
    private const int CacheElements = 1 << 16;
    private readonly Frame frame;
    private readonly Maps x;
    private readonly int groups, rows, perRun, runs;

    public Runs(Frame frame, int groups, Shape input, Shape output)
    {
        (this.frame, this.groups, x, Y) = (frame, groups, Maps.Of(input), Maps.Of(output));
        C = x.C / groups;
        M = Y.C / groups;
        K = C * frame.Taps;
        rows = Y.D * Y.H;
        perRun = Math.Clamp(CacheElements / Math.Max(1, K * Y.W), 1, Math.Max(1, rows));
        runs = (rows + perRun - 1) / perRun;
        Pointwise = frame is { D: { Extent: 1, Stride: 1, Before: 0, After: 0 }, H: { Extent: 1, Stride: 1, Before: 0, After: 0 }, W: { Extent: 1, Stride: 1, Before: 0, After: 0 } };
    }

    public Maps Y { get; }

    /// <summary>Input channels of a group.</summary>
    public int C { get; }

    /// <summary>Filters of a group.</summary>
    public int M { get; }

    /// <summary>Products per output.</summary>
    public int K { get; }

    /// <summary>Whether the maps are their own columns.</summary>
    public bool Pointwise { get; }

    /// <summary>Elements of the im2col matrix of one piece.</summary>
    public int Columns => K * perRun * Y.W;

    /// <summary>How many pieces there are.</summary>
    public int Items => Y.N * groups * runs;

    /// <summary>Pieces of one image.</summary>
    public int PerImage => groups * runs;

    /// <summary>A piece: image, group, and output rows from..to.</summary>
    public (int Image, int Group, int From, int To) this[int item]
    {
        get
        {
            int run = item % runs, rest = item / runs;
            return (rest / groups, rest % groups, run * perRun, Math.Min(rows, (run + 1) * perRun));
        }
    }

    /// <summary>Where the maps of a group of an image start in the input.</summary>
    public int Input(int image, int group) => x.Start(image, group * C);

    /// <summary>Where they start in the output.</summary>
    public int Output(int image, int group) => Y.Start(image, group * M);

    /// <summary>Elements of one image of the input.</summary>
    public int Image => x.C * x.Plane;

    /// <summary>The columns of a piece and the distance between their rows; the maps themselves when a window is one cell.</summary>
    public unsafe T* Unfold<T>(T* maps, int image, int group, int from, int to, T* columns, out int distance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        maps += Input(image, group);
        distance = Pointwise ? Y.Plane : (to - from) * Y.W;
        if (Pointwise) return maps + (from * Y.W);
        Unfolding.Unfold(maps, x, C, frame, Y, from, to, columns);
        return columns;
    }

    /// <summary>Adds the columns of a piece to the maps.</summary>
    public unsafe void Fold<T>(T* columns, int image, int group, int from, int to, T* maps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Unfolding.Fold(columns, x, C, frame, Y, from, to, maps + Input(image, group));
}
