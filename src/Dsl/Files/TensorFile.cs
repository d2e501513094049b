// Named tensors in one file, in the safetensors format: 8 bytes of header length (little-endian), a header in JSON, then the numbers, without gaps.
//   Source: https://huggingface.co/docs/safetensors (Format). The header is checked whole before a number is used: SafeTensorsHeader.
using System.Buffers.Binary;
using System.Globalization;
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

    /// <summary>The type of a tensor's numbers as the file names it, <c>F32</c>, whether it can be read or not.</summary>
    /// <exception cref="BadFileException">There is no tensor of this name.</exception>
    public string TypeOf(string name) => Find(name).Type;

    /// <summary>A tensor of BOOL, U8 … U64, I8 … I64, F16, BF16, F32 or F64; a number that <typeparamref name="T"/> cannot hold becomes the nearest that it can.</summary>
    /// <exception cref="BadFileException">There is no tensor of this name, or numbers of its type are not read.</exception>
    public Tensor<T> Get<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        StoredTensor t = Find(name);
        return new(t.Shape, Numbers<T>(t, Readable(t), Elements.Decode));
    }

    /// <summary>A tensor of whole numbers (BOOL, U8 … U64, I8 … I64) as labels.</summary>
    /// <exception cref="BadFileException">There is no tensor of this name, its numbers are not whole, or one needs more than 32 bits.</exception>
    public Labels GetLabels(string name)
    {
        StoredTensor t = Find(name);
        return new(t.Shape, Numbers<int>(t, Readable(t) is var element && element.Whole() ? element
            : throw new BadFileException(file, Place(t), "whole numbers (BOOL, U8, I8, U16, I16, U32, I32, U64, I64)", t.Type, "read it with Get"), Elements.DecodeLabels));
    }

    /// <summary>Reads a file and checks all of it; whether a type can be read is asked when its tensor is asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">How much is taken from it; by default <see cref="ReadLimits.Default"/>.</param>
    /// <exception cref="BadFileException">The file is absent, cut short, damaged, of another format, or greater than the limits.</exception>
    public static TensorFile Read(string path, ReadLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Parse(path, Bytes.Read(path, limits), limits);
    }

    /// <summary>Writes tensors in the order given. A plain file appears whole or not at all: a killed run leaves the old one or the new one.</summary>
    /// <param name="path">The file; one that exists is replaced and keeps its mode and owner; a link leads to the file, and a pipe or device is written into.</param>
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

    /// <summary>One line per tensor: name, type and shape.</summary>
    public override string ToString() => string.Join('\n', Names.Select(n => $"{Telling.Name(n)} {Telling.Clean(tensors[n].Type, 20)} {tensors[n].Shape}"));

    /// <summary>A file's bytes, checked; <paramref name="file"/> names it in messages.</summary>
    internal static TensorFile Parse(string file, byte[] bytes, ReadLimits? limits = null)
    {
        const string cure = "the file is cut short or not safetensors";
        int most = (limits ?? ReadLimits.Default).Header;
        if (bytes.Length < 8) throw new BadFileException(file, "byte 0", "8 bytes of header length", $"{bytes.Length} bytes", cure);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > (ulong)bytes.Length - 8)
            throw new BadFileException(file, "byte 0", $"a header of at most the {Bytes.Number(bytes.Length - 8)} bytes that follow", $"a length of {length.ToString("N0", CultureInfo.InvariantCulture)}", cure);
        if (length > (ulong)most) throw new BadFileException(file, "byte 0", $"a header of at most {Bytes.Number(most)} bytes", Bytes.Number((long)length), "if the file is to be trusted, give ReadLimits with a greater Header");
        int start = 8 + (int)length;
        return new(file, SafeTensorsHeader.Parse(file, bytes.AsMemory(8, (int)length), bytes.Length - start), bytes.AsMemory(start));
    }

    private static string Place(StoredTensor t) => $"tensor {Telling.Name(t.Name)}";

    private Stored Readable(StoredTensor t) => t.Element
        ?? throw new BadFileException(file, Place(t), $"a dtype among {string.Join(", ", Enum.GetNames<Stored>())}", Telling.Clean(t.Type, 20), "convert the tensor before saving it");

    private T[] Numbers<T>(StoredTensor t, Stored element, Decoding<T> decode)
    {
        var numbers = new T[t.Shape.Count];
        return decode(element, data.Span[t.Begin..t.End], numbers) is >= 0 and int wide
            ? throw new BadFileException(file, Place(t), "numbers of at most 32 bits", $"a greater one at position {Bytes.Number(wide)}", "read it with Get")
            : numbers;
    }

    private StoredTensor Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return tensors.TryGetValue(name, out StoredTensor? t) ? t : throw new BadFileException(file, $"tensor {Telling.Name(name)}", "it in the file",
            Names.Count == 0 ? "no tensor" : $"only {Telling.Names(Names)}", "check that the file belongs to this model");
    }
}
