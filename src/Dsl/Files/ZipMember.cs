// Zip archives in: the directory at the end, and each member's own header, which repeats what the directory says and must agree with it. Stored and deflated members are read.
//   Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7 (local header), 4.3.12 (directory), 4.3.16 (end). The framework's reader compares neither names nor sums.
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace FunctionalConv;

/// <summary>A member of a zip archive that is in memory.</summary>
/// <param name="Name">Its name, with folders.</param>
/// <param name="Method">0 for stored, 8 for deflated.</param>
/// <param name="Locked">Whether a password is needed.</param>
/// <param name="Sum">CRC-32 of its bytes.</param>
/// <param name="Packed">Its bytes as they stand in the archive.</param>
/// <param name="Length">How many they are when unpacked.</param>
internal sealed record ZipMember(string Name, int Method, bool Locked, uint Sum, ReadOnlyMemory<byte> Packed, uint Length)
{
    private const uint EndMark = 0x06054B50, EntryMark = 0x02014B50, LocalMark = 0x04034B50;
    private const int EndSize = 22, EntrySize = 46, LocalSize = 30, LongestComment = ushort.MaxValue;
    private const string Cure = "copy or save it again";

    /// <summary>Whether its bytes can be had.</summary>
    public bool Readable => !Locked && Method is 0 or 8;

    /// <summary>Its bytes.</summary>
    public Stream Open()
    {
        bool array = MemoryMarshal.TryGetArray(Packed, out ArraySegment<byte> part);
        var packed = array ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false) : throw new InvalidOperationException("An archive stands in an array.");
        return Method == 0 ? packed : new DeflateStream(packed, CompressionMode.Decompress);
    }

    /// <summary>The members of an archive, in the directory's order.</summary>
    /// <exception cref="BadFileException">It is no archive, or contradicts itself.</exception>
    public static IReadOnlyList<ZipMember> All(string file, ReadOnlyMemory<byte> archive, ReadLimits limits)
    {
        ReadOnlySpan<byte> bytes = archive.Span;
        int end = End(file, bytes), count = U16(bytes[(end + 10)..]), at = (int)Math.Min(U32(bytes[(end + 16)..]), int.MaxValue);
        if (count > limits.Members) throw new BadFileException(file, "its directory", $"at most {Bytes.Number(limits.Members)} members", Bytes.Number(count), "raise ReadLimits.Members if the file is to be trusted");
        if (U32(bytes[(end + 4)..]) != 0 || U16(bytes[(end + 8)..]) != count || at + (long)U32(bytes[(end + 12)..]) != end)
            throw new BadFileException(file, $"byte {Bytes.Number(end)}", "an end that counts and finds the members of one archive", "another count or place", Cure);
        var members = new List<ZipMember>();
        for (int i = 0; i < count; i++)
        {
            if (at > end - EntrySize || U32(bytes[at..]) != EntryMark) throw Damaged(file, at, "an entry of the directory");
            int next = at + EntrySize + U16(bytes[(at + 28)..]) + U16(bytes[(at + 30)..]) + U16(bytes[(at + 32)..]);
            if (next > end) throw Damaged(file, at, "an entry that ends within the directory");
            members.Add(Member(file, archive[..end], bytes[at..next]));
            at = next;
        }
        return at == end ? members : throw Damaged(file, at, "the end of the directory");
    }

    /// <summary>Unpacks the member without keeping it, and compares its length and its sum.</summary>
    /// <param name="file">The archive, for messages.</param>
    /// <exception cref="BadFileException">They differ from what the directory says.</exception>
    public void Check(string file)
    {
        var sum = new Crc32();
        var buffer = new byte[(int)Math.Min(1 << 16, Math.Max(1, Math.Max(Length, (long)Packed.Length)))];
        long length = 0;
        try
        {
            using Stream stream = Open();
            for (int read; length <= Length && (read = stream.Read(buffer)) > 0; length += read) sum.Append(buffer.AsSpan(0, read));
        }
        catch (InvalidDataException e)
        {
            throw new BadFileException(file, $"entry {Telling.Name(Name)}", "compressed bytes", Bytes.Sentence(e), Cure, e);
        }
        if (length != Length || sum.GetCurrentHashAsUInt32() != Sum)
            throw new BadFileException(file, $"entry {Telling.Name(Name)}", $"{Bytes.Number(Length)} bytes with the sum (CRC-32) 0x{Sum:X8}",
                length > Length ? "more" : $"{Bytes.Number(length)} with 0x{sum.GetCurrentHashAsUInt32():X8}; the file is damaged", Cure);
    }

    // The end's last field is the length of a comment up to the end of the file.
    private static int End(string file, ReadOnlySpan<byte> bytes)
    {
        for (int at = bytes.Length - EndSize; at >= Math.Max(0, bytes.Length - EndSize - LongestComment); at--)
            if (U32(bytes[at..]) == EndMark && at + EndSize + U16(bytes[(at + 20)..]) == bytes.Length) return at;
        bool numpy = bytes.StartsWith(new byte[] { 0x93, (byte)'N' });
        throw new BadFileException(file, "its archive", "a zip archive of .npy files", bytes.Length < 4 ? $"{bytes.Length} bytes" : $"{Bytes.Hex(bytes, 4)} … without the end of an archive",
            numpy ? "it is a single array: read it with Npy.Read" : bytes.StartsWith("PK"u8) ? "the file is cut short or damaged; copy or save it again" : "save arrays with numpy.savez");
    }

    private static ZipMember Member(string file, ReadOnlyMemory<byte> before, ReadOnlySpan<byte> entry)
    {
        ReadOnlySpan<byte> name = entry.Slice(EntrySize, U16(entry[28..])), bytes = before.Span;
        int flags = U16(entry[8..]), method = U16(entry[10..]);
        uint sum = U32(entry[16..]), packed = U32(entry[20..]), length = U32(entry[24..]), at = U32(entry[42..]);
        if (at > before.Length - (long)LocalSize || U32(bytes[(int)at..]) != LocalMark) throw Damaged(file, at, "a member's header");
        ReadOnlySpan<byte> local = bytes[(int)at..];
        int nameLength = U16(local[26..]), start = LocalSize + nameLength + U16(local[28..]);
        if (start + (long)packed > local.Length) throw Damaged(file, at, "a member that ends before the directory");
        // A writer that could not seek back left the sum and the sizes to the directory (bit 3); sizes of all ones stand in a field of 64 bits.
        bool sums = (flags & 8) != 0 || (U32(local[14..]) == sum && U32(local[18..]) is var p && (p == packed || p == uint.MaxValue) && U32(local[22..]) is var l && (l == length || l == uint.MaxValue));
        if (U16(local[6..]) != flags || U16(local[8..]) != method || !local.Slice(LocalSize, nameLength).SequenceEqual(name) || !sums)
            throw Damaged(file, at, "a member's header that agrees with the directory");
        return new(Text(name), method, (flags & 1) != 0, sum, before.Slice((int)at + start, (int)packed), length);
    }

    // Names are UTF-8 or, without a mark, of the writer's own alphabet, of which the first half is ASCII.
    private static string Text(ReadOnlySpan<byte> name) => System.Text.Unicode.Utf8.IsValid(name) ? Encoding.UTF8.GetString(name) : Encoding.Latin1.GetString(name);

    private static BadFileException Damaged(string file, long at, string expected) => new(file, $"byte {Bytes.Number(at)}", expected, "something else; the file is damaged", Cure);

    private static int U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
