// Named tensors in one file, in the safetensors format: 8 bytes of header length (little-endian), a header in JSON, then the numbers, without gaps.
//   Source: https://huggingface.co/docs/safetensors (Format). The header is checked whole before a number is used: SafeTensorsHeader.
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionalConv;

/// <summary>The named tensors of a safetensors file, in the file's order.</summary>
public sealed class TensorFile
{
    private readonly string file;
    private readonly ReadOnlyMemory<byte> data;
    private readonly Dictionary<string, StoredTensor> tensors;

    private TensorFile(string file, SafeTensorsHeader header, ReadOnlyMemory<byte> data)
    {
        (this.file, this.data, Metadata) = (file, data, header.Metadata);
        Names = [.. header.Tensors.Select(t => t.Name)];
        tensors = header.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors' names, in the file's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Texts by name that stand beside the tensors; empty when the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string name) => tensors.ContainsKey(name);

    /// <summary>The shape of a tensor.</summary>
    /// <exception cref="BadFileException">There is no tensor of this name.</exception>
    public Shape ShapeOf(string name) => Find(name).Shape;

    /// <summary>A tensor's numbers as <typeparamref name="T"/>: F64 rounds to float, F16, BF16 and whole numbers convert.</summary>
    /// <exception cref="BadFileException">There is no tensor of this name.</exception>
    public Tensor<T> Get<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        StoredTensor t = Find(name);
        return new(t.Shape, Elements.Decode<T>(t.Stored, Part(t)));
    }

    /// <summary>A tensor of whole numbers (BOOL, U8, I8, I16, I32, I64) as labels.</summary>
    /// <exception cref="BadFileException">There is no tensor of this name, its numbers are not whole, or one needs more than 32 bits.</exception>
    public Labels GetLabels(string name)
    {
        StoredTensor t = Find(name);
        if (!t.Stored.Whole())
            throw new BadFileException(file, $"tensor \"{name}\"", "whole numbers (BOOL, U8, I8, I16, I32, I64)", $"{t.Stored}", "read it with Get");
        return Elements.DecodeLabels(t.Stored, Part(t), out int[] labels) is >= 0 and int wide
            ? throw new BadFileException(file, $"tensor \"{name}\"", "numbers of at most 32 bits", $"a greater one at position {Bytes.Number(wide)}", "read it with Get")
            : new(t.Shape, labels);
    }

    /// <summary>Reads a file and checks all of it.</summary>
    /// <exception cref="BadFileException">The file is absent, cut short, damaged or of another format.</exception>
    public static TensorFile Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Parse(path, Bytes.Read(path));
    }

    /// <summary>Writes tensors in the order given, to a new file that is then moved into place: a killed run leaves the old file or the new one.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="tensors">Names and values; every name once.</param>
    /// <param name="metadata">Texts by name to stand beside the tensors, or null.</param>
    /// <exception cref="ArgumentException">A name comes twice, or is <c>__metadata__</c>.</exception>
    /// <exception cref="BadFileException">The place cannot be written.</exception>
    public static void Write<T>(string path, IEnumerable<(string Name, Tensor<T> Value)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensors);
        (string Name, Tensor<T> Value)[] all = [.. tensors];
        byte[] header = SafeTensorsHeader.Print([.. all.Select(t => (t.Name, t.Value.Shape))], Elements.Of<T>(), metadata);
        Saving.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach ((_, Tensor<T> value) in all) stream.Write(MemoryMarshal.AsBytes(value.Values));
        });
    }

    /// <summary>A file's bytes, checked; <paramref name="file"/> names it in messages.</summary>
    internal static TensorFile Parse(string file, byte[] bytes)
    {
        const string cure = "the file is cut short or not safetensors";
        if (bytes.Length < 8) throw new BadFileException(file, "byte 0", "8 bytes of header length", $"{bytes.Length} bytes", cure);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > (ulong)bytes.Length - 8)
            throw new BadFileException(file, "byte 0", $"a header of at most the {Bytes.Number(bytes.Length - 8)} bytes that follow", $"a length of {length:N0}", cure);
        int start = 8 + (int)length;
        return new(file, SafeTensorsHeader.Parse(file, bytes.AsMemory(8, (int)length), bytes.Length - start), bytes.AsMemory(start));
    }

    private ReadOnlySpan<byte> Part(StoredTensor t) => data.Span[t.Begin..t.End];

    private StoredTensor Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return tensors.TryGetValue(name, out StoredTensor? t) ? t : throw new BadFileException(file, $"tensor \"{name}\"", "it in the file",
            Names.Count == 0 ? "no tensor" : $"only {string.Join(", ", Names.Take(8))}{(Names.Count > 8 ? " …" : "")}", "check that the file belongs to this model");
    }
}
