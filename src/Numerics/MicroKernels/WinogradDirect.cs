// The outputs of a Winograd tile added up directly: by the sweeps of the blocked convolution, in their order, a row of the tile at a time. For tiles and filters that
// are not even (Evenness.cs).
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.MicroKernels;

internal sealed unsafe class WinogradDirect
{
    private readonly Frame frame;
    private readonly int[] table;
    private readonly int block, deep;
    private readonly float low, high;

    public WinogradDirect(Frame frame, Maps y, BlockedMaps from, int channels, int block, float low, float high)
    {
        (this.frame, this.block, this.low, this.high, deep) = (frame, block, low, high, SweepWeights.Deep(channels));
        table = Phase.Forward(frame, y)[0].Table(from, block);
    }

    /// <summary>Computes a tile for a pair of filter blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(in WinogradOperands at, in WinogradPlace place, int first, int wide)
    {
        // A sweep's pixels are neighbours; those of a dilated window are not.
        int pixels = frame.W.Dilation == 1 ? place.Columns : 1, half = (pixels + 1) / 2 * block;
        SweepTile<float> tile = default;
        (tile.Entries, tile.Blocks, tile.Last) = (table.Length, at.From.Blocks, deep - ((at.From.Blocks - 1) * block));
        tile.B = at.Direct + ((nint)first * frame.Taps * deep * block);
        tile.Bias = at.Bias == null ? null : at.Bias + (first * block);
        (tile.Low, tile.High) = (low, high);
        (tile.Next, tile.AddNext) = (at.To.Map, at.Added.Map);
        (tile.Step, tile.Second, tile.YSecond, tile.AddSecond) = (block, half, half, half);
        var sweep = Sweeps<float>.Of(pixels, wide, 1);
        fixed (int* entries = table)
        {
            tile.Table = entries;
            for (int i = 0; i < place.Rows; i++)
                for (int k = 0; k < place.Columns; k += pixels)
                {
                    int h = place.H + (i * frame.H.Dilation), w = place.W + (k * frame.W.Dilation);
                    tile.A = at.X + at.From.Cell(place.N, 0, frame.D.At(place.D, 0), h - frame.H.Before, w - frame.W.Before);
                    tile.Y = at.Y + at.To.Cell(place.N, first, place.D, h, w);
                    tile.Add = at.Add == null ? null : at.Add + at.Added.Cell(place.N, first, place.D, h, w);
                    sweep(&tile);
                }
        }
    }
}
