// An array as .npy holds it, before its numbers are decoded: bytes in the file's order of axes and of bytes.
using System.Numerics;

namespace FunctionalConv;

/// <summary>A header and the bytes it counts.</summary>
internal sealed record NpyArray(string Name, NpyHeader Header, byte[] Data)
{
    private const int Chunk = 1 << 20;

    /// <summary>The only array of a file.</summary>
    public static NpyArray File(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var stream = new MemoryStream(Bytes.Read(path), writable: false);
        return Only(stream, path);
    }

    /// <summary>The only array of a stream: nothing may follow.</summary>
    public static NpyArray Only(Stream stream, string name)
    {
        NpyArray array = Next(stream, name);
        return stream.ReadByte() < 0 ? array : throw new BadFileException(name, "after the array", $"the end of the file after {Bytes.Number(array.Data.Length)} bytes of numbers", "more bytes", "copy or save it again");
    }

    /// <summary>The next array of a stream. Room grows with the bytes that arrive, so a header that lies takes no memory.</summary>
    public static NpyArray Next(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        NpyHeader header = NpyHeader.Read(stream, name);
        int length = header.Length, at = 0;
        var data = new byte[Math.Min(length, Chunk)];
        while (true)
        {
            at += stream.ReadAtLeast(data.AsSpan(at), data.Length - at, throwOnEndOfStream: false);
            if (at == length) return new(name, header, data);
            if (at < data.Length)
                throw new BadFileException(name, "after the header", $"{Bytes.Number(length)} bytes of numbers for {header.Shape}", $"{Bytes.Number(at)}; the file is cut short", "copy or save it again");
            Array.Resize(ref data, (int)Math.Min(length, 2L * data.Length));
        }
    }

    /// <summary>The numbers, row-major.</summary>
    public Tensor<T> ToTensor<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Header.Shape, RowMajor(Elements.Decode<T>(Header.Stored, LittleEndian())));

    /// <summary>The whole numbers, row-major.</summary>
    public Labels ToLabels()
    {
        if (!Header.Stored.Whole())
            throw new BadFileException(Name, "its header", "a type of whole numbers (b1, u1, i1, i2, i4, i8)", $"{Header.Stored}", "read it as a tensor, or convert it with astype('i4') before saving it");
        return Elements.DecodeLabels(Header.Stored, LittleEndian(), out int[] labels) is >= 0 and int wide
            ? throw new BadFileException(Name, "its numbers", "whole numbers of at most 32 bits", $"a greater one at position {Bytes.Number(wide)}", "read it as a tensor")
            : new(Header.Shape, RowMajor(labels));
    }

    private byte[] LittleEndian()
    {
        int size = Header.Stored.Size();
        if (!Header.BigEndian || size == 1) return Data;
        byte[] turned = (byte[])Data.Clone();
        for (int i = 0; i < turned.Length; i += size) Array.Reverse(turned, i, size);
        return turned;
    }

    /// <summary>Fortran's order (the first axis varies fastest) turned to row-major.</summary>
    private T[] RowMajor<T>(T[] values)
    {
        Shape shape = Header.Shape;
        if (!Header.Fortran || shape.Rank < 2) return values;
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
