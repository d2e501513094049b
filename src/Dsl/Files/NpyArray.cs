// An array of .npy, decoded while it is read: room grows with the bytes that arrive, unless they are known to be there.
using System.Numerics;

namespace FunctionalConv;

/// <summary>Reads the numbers that a header counts.</summary>
internal static class NpyArray
{
    private const int Chunk = 1 << 16;
    private const int FirstRoom = 1 << 20;

    /// <summary>The only array of a file as a tensor.</summary>
    public static Tensor<T> Tensor<T>(string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        return Bytes.From(path, file => Only(file, path, known: file.CanSeek, Tensor<T>));
    }

    /// <summary>The only array of a file as labels.</summary>
    public static Labels Labels(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Bytes.From(path, file => Only(file, path, known: file.CanSeek, Labels));
    }

    /// <summary>The next array of a stream as a tensor.</summary>
    /// <param name="stream">At the array's first byte; afterwards behind its last.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="known">Whether the bytes are known to be there, or the stream knows its length.</param>
    public static Tensor<T> Tensor<T>(Stream stream, string name, bool known)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var header = NpyHeader.Read(stream, name);
        return new(header.Shape, Numbers<T>(stream, header, name, header.Readable(name), known, Elements.Decode));
    }

    /// <summary>The next array of a stream as labels.</summary>
    public static Labels Labels(Stream stream, string name, bool known)
    {
        var header = NpyHeader.Read(stream, name);
        Stored element = header.Readable(name);
        if (!element.Whole())
            throw new BadFileException(name, "its header", "a type of whole numbers (b1, u1, i1, u2, i2, u4, i4, u8, i8)", $"{element}", "read it as a tensor, or convert it with astype('i4') before saving it");
        return new(header.Shape, Numbers<int>(stream, header, name, element, known, Elements.DecodeLabels));
    }

    /// <summary>What is read from a stream after which nothing may follow.</summary>
    public static T Only<T>(Stream stream, string name, bool known, Func<Stream, string, bool, T> read)
    {
        T array = read(stream, name, known);
        return stream.ReadByte() < 0 ? array : throw new BadFileException(name, "after the array", "the end of the file", "more bytes", "copy or save it again");
    }

    private static T[] Numbers<T>(Stream stream, NpyHeader header, string name, Stored element, bool known, Decoding<T> decode)
    {
        int size = element.Size(), count = header.Shape.Count, at = 0;
        if (stream.CanSeek && stream.Length - stream.Position is var left && left < (long)count * size) throw CutShort(name, header, element, left);
        var numbers = new T[known || stream.CanSeek ? count : Math.Min(count, FirstRoom / size)];
        var bytes = new byte[Math.Min(Chunk, Math.Max(size, (long)count * size))];
        while (at < count)
        {
            int wanted = Math.Min(count - at, bytes.Length / size), read = stream.ReadAtLeast(bytes.AsSpan(0, wanted * size), wanted * size, throwOnEndOfStream: false);
            if (read < wanted * size) throw CutShort(name, header, element, ((long)at * size) + read);
            if (header.BigEndian) Turn(bytes.AsSpan(0, read), size);
            if (at + wanted > numbers.Length) Array.Resize(ref numbers, (int)Math.Min(count, 2L * numbers.Length));
            if (decode(element, bytes.AsSpan(0, read), numbers.AsSpan(at, wanted)) is >= 0 and int wide)
                throw new BadFileException(name, "its numbers", "whole numbers of at most 32 bits", $"a greater one at position {Bytes.Number(at + wide)}", "read it as a tensor");
            at += wanted;
        }
        return header.Fortran ? RowMajor(numbers, header.Shape) : numbers;
    }

    private static BadFileException CutShort(string name, NpyHeader header, Stored element, long found) =>
        new(name, "after the header", $"{Bytes.Number((long)header.Shape.Count * element.Size())} bytes of numbers for {header.Shape}", $"{Bytes.Number(found)}; the file is cut short", "copy or save it again");

    private static void Turn(Span<byte> bytes, int size)
    {
        for (int i = 0; size > 1 && i < bytes.Length; i += size) bytes.Slice(i, size).Reverse();
    }

    /// <summary>Fortran's order (the first axis varies fastest) turned to row-major.</summary>
    private static T[] RowMajor<T>(T[] values, Shape shape)
    {
        if (shape.Rank < 2) return values;
        var turned = new T[values.Length];
        var at = new int[shape.Rank];
        for (int from = 0; from < values.Length; from++)
        {
            int to = 0;
            for (int a = 0; a < at.Length; a++) to = (to * shape[a]) + at[a];
            turned[to] = values[from];
            for (int a = 0; a < at.Length && ++at[a] == shape[a]; a++) at[a] = 0;
        }
        return turned;
    }
}
