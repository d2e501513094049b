// NumPy's .npy: the magic number \x93NUMPY, a version, the header's length, a header (a Python dictionary), then the numbers.
//   Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. Read: versions 1 to 3, both orders of axes, both orders of bytes.
//   bfloat16 has no name of its own there: ml_dtypes' arrays are saved as 'V2', two bytes without a meaning, and are read as such numbers.
//   Written: version 1, C order, little-endian; '<f4' and '<f8' for tensors, '<i4' for labels.
using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionalConv;

/// <summary>Reads and writes NumPy's .npy files: one array per file.</summary>
public static class Npy
{
    /// <summary>Reads an array of b1, u1 … u8, i1 … i8, f2, f4, f8 or bfloat16 as a tensor; a number that T cannot hold becomes the nearest that it can.</summary>
    /// <exception cref="BadFileException">The file is absent, cut short, damaged, of another format, or longer than its array.</exception>
    public static Tensor<T> Read<T>(string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => NpyArray.Tensor<T>(path);

    /// <summary>Reads an array from a stream, up to its last byte and no further.</summary>
    /// <param name="stream">The stream, at the array's first byte.</param>
    /// <param name="name">What to call the stream in messages.</param>
    /// <exception cref="BadFileException">The bytes are cut short, damaged or of another format.</exception>
    public static Tensor<T> Read<T>(Stream stream, string name = "stream")
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Next(stream, name, NpyArray.Tensor<T>);

    /// <summary>Reads an array of whole numbers as labels.</summary>
    /// <exception cref="BadFileException">As <see cref="Read{T}(string)"/>; or the numbers are not whole, or one needs more than 32 bits.</exception>
    public static Labels ReadLabels(string path) => NpyArray.Labels(path);

    /// <summary>Reads an array of whole numbers from a stream as labels, up to its last byte and no further.</summary>
    /// <param name="stream">The stream, at the array's first byte.</param>
    /// <param name="name">What to call the stream in messages.</param>
    /// <exception cref="BadFileException">As <see cref="Read{T}(Stream, string)"/>; or the numbers are not whole, or one needs more than 32 bits.</exception>
    public static Labels ReadLabels(Stream stream, string name = "stream") => Next(stream, name, NpyArray.Labels);

    /// <summary>Writes a tensor to a new file that is then moved into place.</summary>
    /// <exception cref="BadFileException">The place cannot be written.</exception>
    public static void Write<T>(string path, Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensor);
        Saving.Write(path, stream => Write(stream, tensor));
    }

    /// <summary>Writes a tensor to a stream.</summary>
    public static void Write<T>(Stream stream, Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensor);
        stream.Write(NpyHeader.Print(Elements.Of<T>() == Stored.F32 ? "<f4" : "<f8", tensor.Shape));
        stream.Write(MemoryMarshal.AsBytes(tensor.Values));
    }

    /// <summary>Writes labels to a new file that is then moved into place.</summary>
    /// <exception cref="BadFileException">The place cannot be written.</exception>
    public static void Write(string path, Labels labels)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(labels);
        Saving.Write(path, stream => Write(stream, labels));
    }

    /// <summary>Writes labels to a stream.</summary>
    public static void Write(Stream stream, Labels labels)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(labels);
        stream.Write(NpyHeader.Print("<i4", labels.Shape));
        stream.Write(MemoryMarshal.AsBytes(labels.Values));
    }

    private static TArray Next<TArray>(Stream stream, string name, Func<Stream, string, bool, TArray> read)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return read(stream, name, false);
    }
}
