// What the transform of a tile's products reads and writes.
namespace FunctionalConv.MicroKernels;

/// <summary>What the transform of a tile's products reads and writes.</summary>
internal unsafe struct WinogradOutput
{
    /// <summary>Point 0 of the products; points are <see cref="Point"/> elements apart.</summary>
    public float* Source;

    public nint Point;

    /// <summary>The tile's first output; rows and cells of the tile are <see cref="Row"/> and <see cref="Cell"/> elements apart.</summary>
    public float* Target;

    public nint Row, Cell;

    /// <summary>Outputs of the tile that lie on the map.</summary>
    public int Rows, Columns;

    /// <summary>Channels of a block.</summary>
    public int Lanes;

    public float* Bias, Add;

    public nint AddRow;

    public float Low, High;
}
