// What the tiles of a Winograd convolution read: their transform, and whether their numbers are even (Evenness.cs), so that minimal filtering may compute them.
//   First the energy of all that a tile reads, which the transform adds up on its way, beside that of four cells of which every window of its outputs holds one: where
//   these are near the whole, so is every window. Otherwise, seldom, the windows themselves are added up, in double.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Plans;

namespace FunctionalConv.MicroKernels;

internal sealed unsafe class WinogradInputs
{
    // For 1 to 4 outputs along an axis the first and the last of the cells of which every window of 3 holds one: near the middle, so that padding does not hide them.
    private static readonly int[] First = [0, 1, 1, 2, 2], Last = [0, 1, 1, 2, 3];

    private readonly WinogradForm form;
    private readonly WinogradPlace[] places;
    private readonly float* x;
    private readonly int[] tiles, blocks;
    private readonly int row, cell, block;

    /// <param name="form">The tile.</param>
    /// <param name="frame">The window.</param>
    /// <param name="places">Where the tiles lie.</param>
    /// <param name="x">The input.</param>
    /// <param name="from">How it stands.</param>
    /// <param name="block">Channels of a block.</param>
    public WinogradInputs(WinogradForm form, Frame frame, WinogradPlace[] places, float* x, BlockedMaps from, int block)
    {
        (this.form, this.places, this.block) = (form, places, block);
        this.x = x;
        (row, cell) = (from.Row * frame.H.Dilation, block * frame.W.Dilation);
        tiles = [.. places.Select(p => from.Cell(p.N, 0, frame.D.At(p.D, 0), p.H - frame.H.Before, p.W - frame.W.Before))];
        blocks = [.. Enumerable.Range(0, frame.D.Extent * from.Blocks).Select(b => from.Cell(0, b % from.Blocks, frame.D.At(0, b / from.Blocks), 0, 0) - from.Cell(0, 0, frame.D.At(0, 0), 0, 0))];
    }

    /// <summary>Transforms a block of channels of a tile, and adds up its energy.</summary>
    public void Transform(int tile, int b, float* to, nint point, float* energy)
    {
        if (b == 0) new Span<float>(energy, block).Clear();
        Winograd.Input(form, x + tiles[tile] + blocks[b], row, cell, block, to, point, energy);
    }

    /// <summary>Whether the numbers of a tile, whose energy was added up, are even.</summary>
    public bool IsEven(int tile, float* energy) => places[tile].Rows == 0
        || (Capabilities.Current == Capability.Avx512 ? IsNear<Lanes512<float>>(tile, energy) : IsNear<LanesAny<float>>(tile, energy)) || SeesEnough(tile);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsNear<V>(int tile, float* energy)
        where V : unmanaged, ILanes<V, float>
    {
        WinogradPlace place = places[tile];
        var (height, width) = Winograd.Reads(form);
        var (top, bottom) = height == 1 ? (0, 0) : (First[place.Rows] * row, Last[place.Rows] * row);
        var (left, right) = width == 1 ? (0, 0) : (First[place.Columns] * cell, Last[place.Columns] * cell);
        V a = V.Of(0), b = a, c = a, d = a, whole = a;
        for (int v = 0; v < block; v += V.Count)
        {
            whole += V.Load(energy + v);
            foreach (int channels in blocks)
            {
                float* at = x + tiles[tile] + channels + v;
                V one = V.Load(at + top + left), two = V.Load(at + top + right), three = V.Load(at + bottom + left), four = V.Load(at + bottom + right);
                (a, b, c, d) = (V.Fma(one, one, a), V.Fma(two, two, b), V.Fma(three, three, c), V.Fma(four, four, d));
            }
        }
        return Evenness.OfTile(V.Sum(whole), Math.Min(Math.Min(V.Sum(a), V.Sum(b)), Math.Min(V.Sum(c), V.Sum(d))));
    }

    private bool SeesEnough(int tile)
    {
        var (height, width) = Winograd.Reads(form);
        double* cells = stackalloc double[height * width];
        double whole = 0, least = double.PositiveInfinity;
        for (int i = 0; i < height * width; i++) whole += cells[i] = Energy(x + tiles[tile] + (i / width * row) + (i % width * cell));
        if (whole == 0) return true;
        for (int i = 0; i < places[tile].Rows; i++)
            for (int k = 0; k < places[tile].Columns; k++)
            {
                double window = 0;
                for (int h = i; h < (height == 1 ? 1 : i + 3); h++)
                    for (int w = k; w < (width == 1 ? 1 : k + 3); w++) window += cells[(h * width) + w];
                least = Math.Min(least, window);
            }
        return Evenness.OfTile(whole, least);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Energy(float* at)
    {
        Vector<double> sum = Vector<double>.Zero;
        foreach (int channels in blocks)
            for (int v = 0; v < block; v += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load(at + channels + v), out Vector<double> low, out Vector<double> high);
                sum += (low * low) + (high * high);
            }
        return Vector.Sum(sum);
    }
}
