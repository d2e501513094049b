// Phase: the cells of an output that read the same taps, with where each tap reads. A convolution has one; its adjoint toward the input, which writes what a
// transposed convolution gives, has one per residue of the position by the stride on every axis.
//   forward       y[o]           = Σ over t of  w[t] · x[o·stride + t·dilation − before]
//   transposed    dx[j·s + r]    = Σ over t with (r + before − t·dilation) divisible by s of  w[t] · dy[j + (r + before − t·dilation) / s]
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.MicroKernels;

/// <summary>One axis of a phase: Count cells, written from First on, Out cells apart; cell j reads, for each tap, cell j·In + its offset.</summary>
internal sealed record PhaseAxis(int Count, int First, int Out, int In, int[] Taps, int[] Offsets)
{
    private readonly int least = Offsets.Length == 0 ? 0 : Offsets.Min();

    /// <summary>The least cell that output j reads of; tables count from there.</summary>
    public int Read(int j) => (j * In) + least;

    /// <summary>Where output j is written.</summary>
    public int Write(int j) => First + (j * Out);

    /// <summary>From the least cell to that of each tap.</summary>
    public IEnumerable<int> Steps => Offsets.Select(offset => offset - least);

    /// <summary>Cells of zeros needed before and after n cells.</summary>
    public (int Before, int After) Border(int n) => Count == 0 || Offsets.Length == 0 ? (0, 0) : (Math.Max(0, -least), Math.Max(0, ((Count - 1) * In) + Offsets.Max() + 1 - n));

    /// <summary>The one phase of a window.</summary>
    public static PhaseAxis Forward(Reach reach, int outputs) =>
        new(outputs, 0, 1, reach.Stride, [.. Enumerable.Range(0, reach.Extent)], [.. Enumerable.Range(0, reach.Extent).Select(t => reach.At(0, t))]);

    /// <summary>The phases of a window's adjoint, which writes n cells; one for each residue, even where it has no cell.</summary>
    public static IEnumerable<PhaseAxis> Transposed(Reach reach, int n)
    {
        int s = reach.Stride;
        for (int r = 0; r < s; r++)
        {
            int residue = r;
            int[] taps = [.. Enumerable.Range(0, reach.Extent).Where(t => (residue + reach.Before - (t * reach.Dilation)) % s == 0)];
            yield return new(Math.Max(0, (n - r + s - 1) / s), r, s, 1, taps, [.. taps.Select(t => (residue + reach.Before - (t * reach.Dilation)) / s)]);
        }
    }
}

/// <summary>The cells of an output that read the same taps.</summary>
internal sealed record Phase(PhaseAxis D, PhaseAxis H, PhaseAxis W)
{
    public static IReadOnlyList<Phase> Forward(Frame frame, Maps y) => [new(PhaseAxis.Forward(frame.D, y.D), PhaseAxis.Forward(frame.H, y.H), PhaseAxis.Forward(frame.W, y.W))];

    public static IReadOnlyList<Phase> Transposed(Frame frame, Maps x) =>
    [
        .. (from d in PhaseAxis.Transposed(frame.D, x.D)
            from h in PhaseAxis.Transposed(frame.H, x.H)
            from w in PhaseAxis.Transposed(frame.W, x.W)
            select new Phase(d, h, w)),
    ];

    /// <summary>The taps of the phase in the order of its table, as flat positions in the kernel.</summary>
    public IEnumerable<int> Taps(Frame frame) =>
        from d in D.Taps
        from h in H.Taps
        from w in W.Taps
        select (((d * frame.H.Extent) + h) * frame.W.Extent) + w;

    /// <summary>Where the input of each (tap, block of channels) stands from the least cell.</summary>
    public int[] Table(BlockedMaps maps, int block) =>
    [
        .. (from d in D.Steps
            from h in H.Steps
            from w in W.Steps
            from b in Enumerable.Range(0, maps.Blocks)
            select (b * maps.Map) + (d * maps.Plane) + (h * maps.Row) + (w * block)),
    ];

    /// <summary>The border that the phases read around maps.</summary>
    public static Halo Border(IReadOnlyList<Phase> phases, Maps x)
    {
        Halo halo = default;
        foreach (Phase phase in phases)
        {
            var (d, h, w) = (phase.D.Border(x.D), phase.H.Border(x.H), phase.W.Border(x.W));
            halo = halo.Union(new(d.Before, d.After, h.Before, h.After, w.Before, w.After));
        }
        return halo;
    }
}
