// The header of a .npy file: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }, padded so that the numbers begin at a multiple of 64.
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionalConv;

/// <summary>What a header says of the numbers after it.</summary>
internal sealed partial record NpyHeader(Stored Stored, bool BigEndian, bool Fortran, Shape Shape)
{
    private const int Longest = 1 << 20;
    private const string Plain = "save a plain array of numbers with numpy.save";
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];
    private static readonly Dictionary<string, Stored> Types = new(StringComparer.Ordinal)
    {
        ["f2"] = Stored.F16,
        ["f4"] = Stored.F32,
        ["f8"] = Stored.F64,
        ["i1"] = Stored.I8,
        ["i2"] = Stored.I16,
        ["i4"] = Stored.I32,
        ["i8"] = Stored.I64,
        ["u1"] = Stored.U8,
        ["b1"] = Stored.BOOL,
    };

    /// <summary>Reads a header, and leaves the stream at the first number.</summary>
    public static NpyHeader Read(Stream stream, string file)
    {
        byte[] start = Take(stream, file, 8, 0);
        if (!start.AsSpan(0, 6).SequenceEqual(Magic))
            throw new BadFileException(file, "byte 0", $"the magic number {Bytes.Hex(Magic, 6)} of .npy", Bytes.Hex(start, 6), Plain);
        if (start[6] is < 1 or > 3)
            throw new BadFileException(file, "byte 6", "version 1, 2 or 3", $"{start[6]}.{start[7]}", Plain);
        int width = start[6] == 1 ? 2 : 4;
        byte[] size = Take(stream, file, width, 8);
        uint length = width == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > Longest)
            throw new BadFileException(file, "byte 8", $"a header of at most {Bytes.Number(Longest)} bytes", $"a length of {Bytes.Number(length)}", Plain);
        byte[] text = Take(stream, file, (int)length, 8 + width);
        return Parse(file, 8 + width, Encoding.UTF8.GetString(text));
    }

    /// <summary>The bytes from the magic number to the first number, version 1.</summary>
    public static byte[] Print(string type, Shape shape)
    {
        string sizes = string.Join(", ", shape.Sizes.ToArray().Select(n => $"{n}"));
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}{(shape.Rank == 1 ? "," : "")}), }}";
        int length = ((10 + text.Length + 1 + 63) / 64 * 64) - 10;
        byte[] bytes = [.. Magic, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text.PadRight(length - 1)), (byte)'\n'];
        return bytes;
    }

    /// <summary>Bytes of the array in the file.</summary>
    public int Length => Shape.Count * Stored.Size();

    private static NpyHeader Parse(string file, int at, string text)
    {
        Match match = Dictionary().Match(text);
        var items = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < match.Groups[1].Captures.Count; i++) items[match.Groups[1].Captures[i].Value] = match.Groups[2].Captures[i].Value;
        string place = $"byte {at}";
        if (items.Count != 3 || match.Groups[1].Captures.Count != 3 || !items.TryGetValue("descr", out string? descr) || !items.TryGetValue("fortran_order", out string? order)
            || !items.TryGetValue("shape", out string? shape) || descr[0] != '\'' || order is not ("True" or "False") || shape[0] != '(')
            throw new BadFileException(file, place, "a dictionary of descr, fortran_order and shape", Short(text), Plain);
        string type = descr.Trim('\'');
        if (type.Length != 3 || "<>|=".IndexOf(type[0], StringComparison.Ordinal) < 0 || !Types.TryGetValue(type[1..], out Stored element))
            throw new BadFileException(file, place, $"a type among {string.Join(", ", Types.Keys)} after <, >, = or |", descr, "convert the array with astype before saving it");
        string[] sizes = shape.Trim('(', ')').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        long count = element.Size();
        var extents = new int[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
            if (!int.TryParse(sizes[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out extents[i]) || (count *= Math.Max(extents[i], 1)) > Array.MaxLength)
                throw new BadFileException(file, place, $"a shape of at most {Bytes.Number(Array.MaxLength)} bytes", $"{Short(shape)} of {type}", "save the array in parts");
        return new(element, type[0] == '>', order == "True", Shape.Of(extents));
    }

    private static byte[] Take(Stream stream, string file, int count, int at)
    {
        var bytes = new byte[count];
        int read = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return read == count ? bytes : throw new BadFileException(file, $"byte {at}", $"{Bytes.Number(count)} bytes of the .npy header", $"{read}; the file is cut short", "copy or save it again");
    }

    private static string Short(string text) => text.Trim() is { Length: > 80 } longer ? longer[..80] + "…" : text.Trim();

    // Each item ends with a comma or the closing brace, so the pattern has one way to match and cannot backtrack far. Python 2 wrote sizes as 3L.
    [GeneratedRegex(@"^\{\s*(?:'(\w+)'\s*:\s*('[^']*'|True|False|\([0-9,L\s]*\))\s*(?:,\s*|(?=\})))+\}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Dictionary();
}
