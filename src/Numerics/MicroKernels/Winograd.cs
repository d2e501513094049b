// Winograd's minimal filtering on blocked maps (Lavin and Gray 2015, arXiv:1509.09308), an axis at a time: of a kernel of 3 taps, 6 products give 4 outputs that
// take 12 directly, or 4 give 2. On two axes products of products: 36 for 16 outputs instead of 144.
//   Y = Aᵀ [ (G g) ⊙ (Bᵀ d) ]      d the inputs of a tile, g the kernel, Y the outputs of a tile
// The matrices follow from interpolation points (Toom and Cook): 0, 1, −1, ½, −2, ∞ for 4 outputs, whose rounding error is smaller than that of 0, ±1, ±2, ∞;
// 0, 1, −1, ∞ for 2 outputs. An axis without a kernel passes through.
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

/// <summary>How many outputs a tile has on both axes.</summary>
internal enum WinogradForm
{
    /// <summary>4 × 4 outputs of a 3 × 3 kernel.</summary>
    Four,

    /// <summary>2 × 2 outputs of a 3 × 3 kernel.</summary>
    Two,

    /// <summary>4 outputs along a row of a kernel of 1 × 3.</summary>
    FourAcross,

    /// <summary>4 outputs down a column of a kernel of 3 × 1.</summary>
    FourDown,
}

/// <summary>The transforms of a tile.</summary>
internal static unsafe class Winograd
{
    private const MethodImplOptions Hot = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
    private static readonly double[] Points4 = [0, 1, -1, 0.5, -2], Points2 = [0, 1, -1];

    /// <summary>Products of a tile.</summary>
    internal static int Points(WinogradForm form) => Reads(form).H * Reads(form).W;

    /// <summary>Inputs of a tile on both axes.</summary>
    internal static (int H, int W) Reads(WinogradForm form) => form switch
    {
        WinogradForm.Four => (6, 6),
        WinogradForm.Two => (4, 4),
        WinogradForm.FourAcross => (1, 6),
        _ => (6, 1),
    };

    /// <summary>Outputs of a tile on both axes.</summary>
    internal static (int H, int W) Tile(WinogradForm form) => form switch
    {
        WinogradForm.Four => (4, 4),
        WinogradForm.Two => (2, 2),
        WinogradForm.FourAcross => (1, 4),
        _ => (4, 1),
    };

    /// <summary>G g of one kernel, in double, given to <paramref name="put"/> by point.</summary>
    internal static void Kernel(WinogradForm form, ReadOnlySpan<float> g, Action<int, double> put)
    {
        var (down, across) = Reads(form);
        int columns = across == 1 ? 1 : 3, rows = down == 1 ? 1 : 3;
        for (int i = 0; i < down; i++)
            for (int j = 0; j < across; j++)
            {
                double sum = 0;
                for (int k = 0; k < rows; k++)
                    for (int l = 0; l < columns; l++) sum += G(down, i, k) * g[(k * columns) + l] * G(across, j, l);
                put((i * across) + j, sum);
            }
    }

    /// <summary>The products' first factors of one tile of a block of channels.</summary>
    /// <param name="form">The tile.</param>
    /// <param name="source">The tile's first cell.</param>
    /// <param name="row">Elements from a row of the tile to the next.</param>
    /// <param name="cell">Elements from a cell of a row to the next.</param>
    /// <param name="lanes">Channels of a block.</param>
    /// <param name="target">Where point 0 goes.</param>
    /// <param name="point">Elements from a point to the next.</param>
    /// <param name="energy">Where the squares of all inputs are added to, in the lanes of a block.</param>
    internal static void Input(WinogradForm form, float* source, nint row, nint cell, int lanes, float* target, nint point, float* energy)
    {
        if (Capabilities.Current == Capability.Avx512) Input<Lanes512<float>>(form, source, row, cell, lanes, target, point, energy);
        else Input<LanesAny<float>>(form, source, row, cell, lanes, target, point, energy);
    }

    /// <summary>The outputs of one tile of a block of filters, with bias, another map and clip; only those that lie on the map are written.</summary>
    internal static void Output(WinogradForm form, in WinogradOutput at)
    {
        if (Capabilities.Current == Capability.Avx512) Output<Lanes512<float>>(form, at);
        else Output<LanesAny<float>>(form, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Input<V>(WinogradForm form, float* source, nint row, nint cell, int lanes, float* target, nint point, float* energy)
        where V : unmanaged, ILanes<V, float>
    {
        if (form == WinogradForm.Four) Input<V, WinogradAxis4, WinogradAxis4>(source, row, cell, lanes, target, point, energy);
        else if (form == WinogradForm.Two) Input<V, WinogradAxis2, WinogradAxis2>(source, row, cell, lanes, target, point, energy);
        else if (form == WinogradForm.FourAcross) Input<V, WinogradAxis1, WinogradAxis4>(source, row, cell, lanes, target, point, energy);
        else Input<V, WinogradAxis4, WinogradAxis1>(source, row, cell, lanes, target, point, energy);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Output<V>(WinogradForm form, in WinogradOutput at)
        where V : unmanaged, ILanes<V, float>
    {
        if (form == WinogradForm.Four) Output<V, WinogradAxis4, WinogradAxis4>(at);
        else if (form == WinogradForm.Two) Output<V, WinogradAxis2, WinogradAxis2>(at);
        else if (form == WinogradForm.FourAcross) Output<V, WinogradAxis1, WinogradAxis4>(at);
        else Output<V, WinogradAxis4, WinogradAxis1>(at);
    }

    [MethodImpl(Hot)]
    private static void Input<V, H, W>(float* source, nint row, nint cell, int lanes, float* target, nint point, float* energy)
        where V : unmanaged, ILanes<V, float>
        where H : struct, IWinogradAxis
        where W : struct, IWinogradAxis
    {
        V* half = stackalloc V[H.Reads * W.Reads];
        for (int v = 0; v < lanes; v += V.Count, source += V.Count, target += V.Count)
        {
            V whole = H.Forward<V>(source, row, (float*)half, W.Reads * V.Count);
            for (int j = 1; j < W.Reads; j++) whole += H.Forward<V>(source + (j * cell), row, (float*)(half + j), W.Reads * V.Count);
            for (int i = 0; i < H.Reads; i++) _ = W.Forward<V>((float*)(half + (i * W.Reads)), V.Count, target + (i * W.Reads * point), point);
            V.Store(V.Load(energy + v) + whole, energy + v);
        }
    }

    [MethodImpl(Hot)]
    private static void Output<V, H, W>(in WinogradOutput at)
        where V : unmanaged, ILanes<V, float>
        where H : struct, IWinogradAxis
        where W : struct, IWinogradAxis
    {
        V* half = stackalloc V[H.Tile * W.Reads], whole = stackalloc V[W.Tile];
        V least = V.Of(at.Low), most = V.Of(at.High);
        for (int v = 0; v < at.Lanes; v += V.Count)
        {
            V shift = at.Bias == null ? V.Of(0) : V.Load(at.Bias + v);
            for (int j = 0; j < W.Reads; j++) H.Back<V>(at.Source + v + (j * at.Point), W.Reads * at.Point, (float*)(half + j), W.Reads * V.Count);
            for (int i = 0; i < at.Rows; i++)
            {
                W.Back<V>((float*)(half + (i * W.Reads)), V.Count, (float*)whole, V.Count);
                float* to = at.Target + v + (i * at.Row), with = at.Add + v + (i * at.AddRow);
                for (int k = 0; k < at.Columns; k++, to += at.Cell)
                {
                    V y = whole[k] + shift;
                    if (at.Add != null) y += V.Load(with + (k * at.Cell));
                    V.Store(V.Clip(y, least, most), to);
                }
            }
        }
    }

    /// <summary>G: row i holds the powers of point i over the product of its distances from the others; the last row is the point at infinity.</summary>
    private static double G(int reads, int i, int k)
    {
        if (reads == 1) return 1;
        double[] points = reads == 6 ? Points4 : Points2;
        if (i == reads - 1) return k == 2 ? 1 : 0;
        double product = 1;
        for (int j = 0; j < points.Length; j++)
            if (j != i) product *= points[i] - points[j];
        return Math.Pow(points[i], k) / product;
    }
}
