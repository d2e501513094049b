// Maps: [N, C, 1 to 3 spatial axes] seen with exactly three spatial axes, so that no loop is written per rank.
namespace FunctionalConv.Graphs;

/// <summary>N items of C maps of D × H × W cells; axes that the data does not have are 1.</summary>
internal readonly record struct Maps(int N, int C, int D, int H, int W)
{
    /// <summary>The shape [N, C, …] on three spatial axes.</summary>
    public static Maps Of(Shape shape) => new(
        shape[0],
        shape[1],
        shape.Rank > 4 ? shape[^3] : 1,
        shape.Rank > 3 ? shape[^2] : 1,
        shape.Rank > 2 ? shape[^1] : 1);

    /// <summary>Cells of one map.</summary>
    public int Plane => D * H * W;

    /// <summary>Where a map starts.</summary>
    public int Start(int n, int c) => ((n * C) + c) * Plane;

    /// <summary>Where a cell stands within its map; −1 outside.</summary>
    public int Cell(int d, int h, int w) => (uint)d < (uint)D && (uint)h < (uint)H && (uint)w < (uint)W ? (((d * H) + h) * W) + w : -1;
}
