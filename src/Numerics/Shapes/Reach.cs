// Reach: a window on one axis. In src the only owner of the size formulas.
//   span      s = (k − 1) · d + 1                      Dumoulin & Visin, arXiv:1603.07285, relationships 1–14
//   output    n' = ⌊(n + before + after − s) / stride⌋ + 1   (⌈…⌉ with Ceil, every window starting inside the map or the leading padding)
//   back      n = (n' − 1) · stride + s − before − after     the least size that gives n'
namespace FunctionalConv;

/// <summary>A window on one axis: k taps, their distance, the step between windows, and the cells added on both sides.</summary>
/// <param name="Extent">Taps, k.</param>
/// <param name="Stride">Cells between the starts of neighbouring windows.</param>
/// <param name="Dilation">Cells between neighbouring taps.</param>
/// <param name="Before">Cells added before the axis.</param>
/// <param name="After">Cells added after it.</param>
/// <param name="Ceil">Whether a last, partial window counts (it may stand over the end).</param>
[TypeFormatterSource(typeof(ShownSource))]
public readonly record struct Reach(int Extent, int Stride, int Dilation, int Before, int After, bool Ceil = false)
{
    /// <summary>A window of one cell: the axis that data of a lower rank does not have.</summary>
    public static Reach One => new(1, 1, 1, 0, 0);

    /// <summary>Cells from the first tap to the last; the largest int where there are more.</summary>
    public int Span => Cells(((Extent - 1L) * Dilation) + 1);

    /// <summary>The least number of cells on which one window fits.</summary>
    public int Least => Math.Max(1, Cells((long)Span - Before - After - (Ceil ? Stride - 1 : 0)));

    /// <summary>How many windows fit on n cells; 0 when none does, the largest int where there are more.</summary>
    public int Out(int n)
    {
        long room = (long)n + Before + After - Span;
        if (room <= (Ceil ? -Stride : -1)) return 0;
        if (!Ceil) return Cells((room / Stride) + 1);
        return Cells(Math.Min(((room + Stride - 1) / Stride) + 1, ((long)n + Before + Stride - 1) / Stride));
    }

    /// <summary>The least number of cells on which n windows fit: the size of the transposed convolution's output.</summary>
    public int Back(int n) => Cells(((n - 1L) * Stride) + Span - Before - After);

    /// <summary>Cells at the end of n that no window reads (0 when the stride divides).</summary>
    public int Unread(int n) => Out(n) == 0 ? n : Math.Clamp(n - (((Out(n) - 1) * Stride) + Span - Before), 0, n);

    /// <summary>Where tap t of window o stands, counted from the first cell of the map (negative: in the padding).</summary>
    public int At(int o, int t) => (o * Stride) - Before + (t * Dilation);

    /// <summary>The first of some windows whose tap t stands on one of n cells, and the first after them.</summary>
    internal (int From, int End) On(int t, int n, int windows)
    {
        int from = Math.Max(0, (Stride - 1 - At(0, t)) / Stride), last = n - 1 - At(0, t);
        return (from, Math.Max(from, last < 0 ? 0 : Math.Min(windows, (last / Stride) + 1)));
    }

    /// <summary>Whether tap t of window o stands on one of n cells or of the padding: the last window may reach over the end.</summary>
    internal bool Covers(int o, int t, int n) => At(o, t) < n + After;

    /// <summary>The one of n cells that tap t of window o reads; −1 beyond the end and on a constant fill.</summary>
    internal int Reads(int o, int t, int n, FillMode mode = FillMode.Constant) => Covers(o, t, n) ? new Fill(mode, 0).Source(At(o, t), n) : -1;

    /// <summary>The numbers in words: <c>3 taps, stride 2, dilation 1, padding (1, 1)</c>.</summary>
    public override string ToString() => $"{Extent} taps, stride {Stride}, dilation {Dilation}, padding ({Before}, {After}){(Ceil ? ", ceil" : "")}";

    /// <summary>Cells to add so that ⌈n / stride⌉ windows fit.</summary>
    internal static int Kept(int n, int span, int stride) => Math.Max(0, Cells((((((long)n + stride - 1) / stride) - 1) * stride) + span - n));

    /// <summary>A number of cells as an int: no axis is longer, so what lies beyond is refused as too large and never wraps around.</summary>
    private static int Cells(long n) => (int)Math.Clamp(n, int.MinValue, int.MaxValue);
}

/// <summary>A window on three axes; an axis that the data does not have is <see cref="Reach.One"/>.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public readonly record struct Frame(Reach D, Reach H, Reach W)
{
    /// <summary>The window on an axis: 0 depth, 1 height, 2 width.</summary>
    public Reach this[int axis] => axis switch { 0 => D, 1 => H, _ => W };

    /// <summary>The same window without padding.</summary>
    public Frame Unpadded => new(D with { Before = 0, After = 0 }, H with { Before = 0, After = 0 }, W with { Before = 0, After = 0 });

    /// <summary>Its three reaches. (The text that records make by themselves would print <see cref="Unpadded"/> within itself, without end.)</summary>
    public override string ToString() => $"[{D}; {H}; {W}]";

    /// <summary>The number of taps; the largest int where there are more.</summary>
    public int Taps => (int)Int128.Min(int.MaxValue, (Int128)D.Extent * H.Extent * W.Extent);

    /// <summary>The output of the window over [N, C, …]: each spatial axis by <see cref="Reach.Out"/>, with the given channels.</summary>
    public Shape Out(Shape batch, int channels)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Shape y = batch.With(1, channels);
        for (int i = 2; i < batch.Rank; i++) y = y.With(i, this[i + 3 - batch.Rank].Out(batch[i]));
        return y;
    }
}
