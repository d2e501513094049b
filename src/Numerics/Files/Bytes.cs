// Whole files in: every refusal of the file system becomes a BadFileException, and room grows with the bytes that arrive.
using System.Globalization;

namespace FunctionalConv;

internal static class Bytes
{
    private const int Chunk = 1 << 16;

    /// <summary>The bytes of a file, of a pipe up to its end.</summary>
    public static byte[] Read(string path, ReadLimits? limits = null) => From(path, stream => All(path, stream, (limits ?? ReadLimits.Default).File));

    /// <summary>What is made from a file that is opened and closed here.</summary>
    public static T From<T>(string path, Func<FileStream, T> read)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            return read(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadFileException(path, "on disk", "a file", "none", "check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadFileException(path, "on disk", "a file that can be read", Sentence(e), "check what it is and who may read it", e);
        }
    }

    /// <summary>All bytes of a stream.</summary>
    public static byte[] All(string path, FileStream stream, long most)
    {
        most = Math.Min(most, Array.MaxLength);
        long length = stream.CanSeek ? stream.Length : 0;
        if (length > most) throw TooLong(path, Number(length), most);
        // Pipes have no length, and files that the system makes up say 0.
        var bytes = new byte[length > 0 ? length : Chunk];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        while (length == 0 && read == bytes.Length)
        {
            if (read == most) return stream.ReadByte() < 0 ? bytes : throw TooLong(path, "more", most);
            Array.Resize(ref bytes, (int)Math.Min(most, 2L * bytes.Length));
            read += stream.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false);
        }
        if (read < bytes.Length) Array.Resize(ref bytes, read);
        return bytes;
    }

    /// <summary>A number for people: 1,234.</summary>
    public static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A message without its full stop, to stand within a sentence.</summary>
    public static string Sentence(Exception e) => $"\"{e.Message.TrimEnd('.')}\"";

    /// <summary>The first bytes as 0x….</summary>
    public static string Hex(ReadOnlySpan<byte> bytes, int count) =>
        bytes.IsEmpty ? "nothing" : $"0x{System.Convert.ToHexString(bytes[..Math.Min(count, bytes.Length)])}";

    private static BadFileException TooLong(string path, string found, long most) =>
        new(path, "on disk", $"a file of at most {Number(most)} bytes", found, "take a part of it, or raise ReadLimits.File where the limit was set lower");
}
