// Gzip in: what a file holds, plain or compressed, in one member or several (RFC 1952, section 2.2). Its first two bytes say which, not its name.
//   It is unpacked twice: once to count, which takes no memory whatever a trailer says, and once into an array of that size.
//   The framework checks each member's sum, but takes a stream without its end for a short one and ignores what follows. So a member of our own stands at the end:
//   only when every member before it was whole does the text end in ours.
using System.IO.Compression;

namespace FunctionalConv;

internal static class Gzip
{
    private const string Cure = "copy or download it again";
    private static readonly byte[] End = "the end of a whole file"u8.ToArray();
    private static readonly byte[] EndMember = Packed(End);

    /// <summary>The bytes of a file; of what it holds, when it is compressed.</summary>
    public static byte[] ReadPlainOrUnpacked(string path, ReadLimits limits) => Bytes.From(path, stream =>
    {
        // A pipe cannot be read twice.
        if (!stream.CanSeek) return Plain(path, Bytes.All(path, stream, limits.File), limits);
        Span<byte> magic = stackalloc byte[2];
        int read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        stream.Position = 0;
        return IsGzip(magic[..read]) ? Unpacked(path, stream, limits) : Bytes.All(path, stream, limits.File);
    });

    private static bool IsGzip(ReadOnlySpan<byte> start) => start is [0x1F, 0x8B, ..];

    private static byte[] Plain(string path, byte[] bytes, ReadLimits limits) => IsGzip(bytes) ? Unpacked(path, new MemoryStream(bytes, writable: false), limits) : bytes;

    private static byte[] Unpacked(string path, Stream packed, ReadLimits limits)
    {
        if (packed.Length > limits.File) throw new BadFileException(path, "on disk", $"a file of at most {Bytes.Number(limits.File)} bytes", Bytes.Number(packed.Length), "raise ReadLimits.File");
        try
        {
            var bytes = new byte[Count(path, packed, limits)];
            packed.Position = 0;
            using GZipStream again = Opened(packed);
            again.ReadExactly(bytes);
            return bytes;
        }
        catch (InvalidDataException e)
        {
            throw new BadFileException(path, "its compressed bytes", "gzip data", $"{Bytes.Sentence(e)}; the file is cut short or damaged", Cure, e);
        }
    }

    // How many bytes there are before our own.
    private static long Count(string path, Stream packed, ReadLimits limits)
    {
        long most = limits.UnpackedOf(packed.Length), count = 0;
        using GZipStream unpacked = Opened(packed);
        var buffer = new byte[End.Length + (1 << 16)];
        int kept = 0;
        for (int read; (read = unpacked.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            count += read;
            if (count - End.Length > most)
                throw new BadFileException(path, "its compressed bytes", $"at most {Bytes.Number(most)} bytes when unpacked", "more", "if the file is to be trusted, give ReadLimits with a greater Unpacked");
            int last = Math.Min(End.Length, kept + read);
            buffer.AsSpan(kept + read - last, last).CopyTo(buffer);
            kept = last;
        }
        return buffer.AsSpan(0, kept).SequenceEqual(End) ? count - End.Length
            : throw new BadFileException(path, $"byte {Bytes.Number(packed.Length)}", "the end of the compressed bytes", $"an end after {Bytes.Number(count)} unpacked bytes and something else; the file is cut short or damaged", Cure);
    }

    private static GZipStream Opened(Stream packed) => new(new Followed(packed, EndMember), CompressionMode.Decompress);

    private static byte[] Packed(byte[] text)
    {
        using var into = new MemoryStream();
        using (var zip = new GZipStream(into, CompressionLevel.Fastest)) zip.Write(text);
        return into.ToArray();
    }

    /// <summary>A stream and then more bytes, from first to last; the stream stays open.</summary>
    private sealed class Followed(Stream stream, byte[] more) : Stream
    {
        private int at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (at == 0 && stream.Read(buffer) is > 0 and int read) return read;
            int n = Math.Min(buffer.Length, more.Length - at);
            more.AsSpan(at, n).CopyTo(buffer);
            at += n;
            return n;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
