// Whole files in: every refusal of the file system becomes a BadFileException.
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace FunctionalConv;

internal static class Bytes
{
    private const int GzipLeast = 18;   // header of 10 bytes, trailer of 8
    private const int GzipMost = 1032;  // deflate's greatest ratio (zlib's technical notes)
    private const string Again = "copy or download it again";

    /// <summary>The bytes of a file.</summary>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadFileException(path, "on disk", "a file", "none", "check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadFileException(path, "on disk", "a file that can be read, of at most 2 GB", Sentence(e), "check what it is and who may read it", e);
        }
    }

    /// <summary>The bytes of a file; of what it holds, when it is compressed and named .gz.</summary>
    public static byte[] ReadPlainOrGzip(string path)
    {
        byte[] bytes = Read(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Unzip(path, bytes) : bytes;
    }

    /// <summary>A number for people: 1,234.</summary>
    public static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A message without its full stop, to stand within a sentence.</summary>
    public static string Sentence(Exception e) => $"\"{e.Message.TrimEnd('.')}\"";

    // The trailer's length is compared because the framework's reader takes a stream without its end for a short one.
    private static byte[] Unzip(string path, byte[] zipped)
    {
        if (zipped.Length < GzipLeast || zipped[0] != 0x1F || zipped[1] != 0x8B)
            throw new BadFileException(path, "byte 0", $"gzip's magic number 0x1F8B and at least {GzipLeast} bytes", $"{Hex(zipped, 2)} and {Number(zipped.Length)} bytes", Again);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(zipped.AsSpan(zipped.Length - 4));
        string end = $"byte {Number(zipped.Length - 4)}";
        if (length > Math.Min(Array.MaxLength, (long)GzipMost * zipped.Length))
            throw new BadFileException(path, end, $"a length that {Number(zipped.Length)} compressed bytes can have", $"{Number(length)}; the file is cut short or damaged", Again);
        var bytes = new byte[length];
        try
        {
            using var stream = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress);
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read == length && stream.ReadByte() < 0) return bytes;
            string found = read < length ? Number(read) : "more";
            throw new BadFileException(path, end, $"the {Number(length)} bytes that the gzip trailer counts", $"{found}; the file is cut short or damaged", Again);
        }
        catch (InvalidDataException e)
        {
            throw new BadFileException(path, "its compressed bytes", "gzip data", Sentence(e), Again, e);
        }
    }

    /// <summary>The first bytes as 0x….</summary>
    public static string Hex(ReadOnlySpan<byte> bytes, int count) =>
        bytes.IsEmpty ? "nothing" : $"0x{System.Convert.ToHexString(bytes[..Math.Min(count, bytes.Length)])}";
}
