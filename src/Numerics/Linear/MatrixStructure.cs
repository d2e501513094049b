// The structure of a convolution's matrix, by name.
//   Toeplitz: constant along diagonals      circulant: Toeplitz that goes around, so that every row is the one before moved by one
//   doubly (triply) blocked: a Toeplitz matrix of blocks that are Toeplitz themselves, one level per spatial axis       several channels: a grid of such blocks
//   stride s: every s-th row of one       a fill that copies cells: a Toeplitz matrix times the matrix of the padding

namespace FunctionalConv;

/// <summary>What is constant in a convolution's matrix.</summary>
public enum StructureFamily
{
    /// <summary>Constant along diagonals.</summary>
    Toeplitz,

    /// <summary>Constant along diagonals that go around; the Fourier transform diagonalizes it.</summary>
    Circulant,
}

/// <summary>The structure of a convolution's matrix.</summary>
/// <param name="Family">What is constant.</param>
/// <param name="Levels">Nested levels of blocks: the number of spatial axes.</param>
/// <param name="BlockRows">Filters: blocks of one structure below one another.</param>
/// <param name="BlockColumns">Channels: blocks of one structure side by side.</param>
/// <param name="Groups">Groups of channels: the blocks outside them are zero.</param>
/// <param name="Stride">Of how many rows one is kept, per spatial axis.</param>
/// <param name="Copies">The fill of the padding when it copies cells of the map and does not leave a circulant matrix; otherwise constant.</param>
/// <param name="IsTransposed">Whether it is the transposed of a strided or copying one. (That of a plain one has the same structure.)</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record MatrixStructure(StructureFamily Family, int Levels, int BlockRows, int BlockColumns, int Groups, Extent Stride, FillMode Copies, bool IsTransposed)
{
    /// <summary>The name of one block: <c>Toeplitz</c>, <c>doubly blocked circulant</c>, <c>triply blocked Toeplitz</c>.</summary>
    public string Name => $"{Levels switch { 1 => "", 2 => "doubly blocked ", _ => "triply blocked " }}{(Family == StructureFamily.Circulant ? "circulant" : "Toeplitz")}";

    /// <summary>Whether a block is of the family itself, without rows left out and without copied cells.</summary>
    public bool IsPlain => Stride.Least == 1 && Stride == Stride.Each(_ => 1) && Copies == FillMode.Constant;

    internal static MatrixStructure Of(ConvolutionMatrix matrix)
    {
        int rank = matrix.Maps.Rank - 1;
        int[] axes = [.. Enumerable.Range(3 - rank, rank)];
        bool stepless = axes.All(axis => matrix.Frame[axis].Stride == 1);
        bool circulant = matrix.Fill == FillMode.Circular && stepless && axes.All(axis => ConvolutionMatrix.Cells(matrix.Maps, axis) == ConvolutionMatrix.Cells(matrix.Stops, axis));
        bool copies = !circulant && axes.Any(axis => matrix.Frame[axis] is { Before: > 0 } or { After: > 0 }) && matrix.Fill != FillMode.Constant;
        int[] strides = [.. axes.Select(axis => matrix.Frame[axis].Stride)];
        Extent stride = strides.Distinct().Count() == 1 ? strides[0] : strides.Length == 2 ? (strides[0], strides[1]) : (strides[0], strides[1], strides[2]);
        int rows = matrix.IsTransposed ? matrix.Maps[0] : matrix.Stops[0], columns = matrix.IsTransposed ? matrix.Stops[0] : matrix.Maps[0];
        return new(circulant ? StructureFamily.Circulant : StructureFamily.Toeplitz, rank, rows, columns, matrix.Groups, stride,
            copies ? matrix.Fill : FillMode.Constant, matrix.IsTransposed && (!stepless || copies));
    }

    /// <summary>The whole structure in words: <c>2 × 3 blocks, each doubly blocked Toeplitz, every 2nd row</c>.</summary>
    public override string ToString()
    {
        string blocks = BlockRows * BlockColumns == 1 ? ""
            : Groups > 1 ? $"block diagonal, {Groups} groups of {BlockRows / Groups} × {BlockColumns / Groups} blocks, each " : $"{BlockRows} × {BlockColumns} blocks, each ";
        string stride = Stride == Stride.Each(_ => 1) ? "" : $", {(IsTransposed ? "columns" : "rows")} of stride {Stride}";
        string copies = Copies == FillMode.Constant ? "" : $", {(IsTransposed ? "before the transposed" : "after")} {Copies.ToString().ToLowerInvariant()} padding";
        return $"{blocks}{Name}{stride}{copies}";
    }
}
