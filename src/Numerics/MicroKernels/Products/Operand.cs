// A factor of a product as it lies in memory: row-major with a stride between rows, read as it stands or transposed.
namespace FunctionalConv.MicroKernels;

internal readonly unsafe struct Operand<T>(T* data, nint stride, bool transposed)
    where T : unmanaged
{
    /// <summary>Elements between two stored rows.</summary>
    internal nint Stride => stride;

    /// <summary>Whether the factor is the transpose of what is stored.</summary>
    internal bool Transposed => transposed;

    /// <summary>The same numbers read the other way round.</summary>
    internal Operand<T> Flipped => new(data, stride, !transposed);

    /// <summary>Where the factor's element (row, column) stands.</summary>
    internal T* At(nint row, nint column) => transposed ? data + (column * stride) + row : data + (row * stride) + column;

    /// <summary>Elements between neighbours in one column of the factor.</summary>
    internal nint Down => transposed ? 1 : stride;
}
