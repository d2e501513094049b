// Where the tiles of a Winograd convolution lie. A dilated kernel sees as many maps as it has dilation, one cell in so many; each is cut into tiles of its own.
using FunctionalConv.Graphs;

namespace FunctionalConv.MicroKernels;

/// <summary>A tile: its first output, and how many of its outputs lie on the map on both axes; none where the tile lies beyond it.</summary>
internal readonly record struct WinogradPlace(int N, int D, int H, int W, int Rows, int Columns);

internal static class WinogradPlaces
{
    /// <summary>All tiles of an output, row by row, map after map.</summary>
    public static WinogradPlace[] Of(WinogradForm form, Frame frame, Maps y)
    {
        var (tileH, tileW) = Winograd.Tile(form);
        int dilationH = frame.H.Dilation, dilationW = frame.W.Dilation, down = Along(y.H, tileH, dilationH), across = Along(y.W, tileW, dilationW);
        var places = new WinogradPlace[y.N * y.D * down * across];
        for (int i = 0; i < places.Length; i++)
        {
            int map = i / (down * across), h = Start(i / across % down, tileH, dilationH), w = Start(i % across, tileW, dilationW);
            bool on = h < y.H && w < y.W;
            places[i] = new(map / y.D, map % y.D, h, w, on ? Within(y.H, h, tileH, dilationH) : 0, on ? Within(y.W, w, tileW, dilationW) : 0);
        }
        return places;
    }

    /// <summary>Tiles of a form on maps of a size.</summary>
    public static int Count(WinogradForm form, Frame frame, Maps y) =>
        y.N * y.D * Along(y.H, Winograd.Tile(form).H, frame.H.Dilation) * Along(y.W, Winograd.Tile(form).W, frame.W.Dilation);

    /// <summary>Cells beyond n that the last tile of an axis reads.</summary>
    public static int After(Reach reach, int n, int outputs, int tile, int reads) =>
        Math.Max(reach.After, Start(Along(outputs, tile, reach.Dilation) - 1, tile, reach.Dilation) - reach.Before + ((reads - 1) * reach.Dilation) + 1 - n);

    private static int Along(int n, int tile, int dilation) => dilation * ((((n + dilation - 1) / dilation) + tile - 1) / tile);

    private static int Start(int index, int tile, int dilation) => (index / dilation * tile * dilation) + (index % dilation);

    private static int Within(int n, int at, int tile, int dilation) => Math.Min(tile, (n - at + dilation - 1) / dilation);
}
