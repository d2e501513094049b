// PNG: 8-bit grey and colour images as a data: URI. Chunks IHDR, IDAT (zlib over rows, each after a filter byte 0), IEND; each with its CRC-32.
//   Source: ISO/IEC 15948 (W3C PNG specification, third edition).
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace FunctionalConv;

internal static class Png
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1))];

    /// <summary>Pixels row by row, 0 black to 255 white.</summary>
    public static byte[] Grey(int width, int height, ReadOnlySpan<byte> pixels) => Image(width, height, pixels, 1);

    /// <summary>Pixels row by row, three bytes each: red, green, blue.</summary>
    public static byte[] Rgb(int width, int height, ReadOnlySpan<byte> pixels) => Image(width, height, pixels, 3);

    private static byte[] Image(int width, int height, ReadOnlySpan<byte> pixels, int channels)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8; // bits per channel
        head[9] = (byte)(channels == 3 ? 2 : 0); // colour type; compression, filter and interlace are 0
        Chunk(file, "IHDR", head);
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.SmallestSize, leaveOpen: true))
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(y * width * channels, width * channels));
            }
        Chunk(file, "IDAT", rows.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, string kind, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. data];
        file.Write(body);
        uint crc = uint.MaxValue;
        foreach (byte b in body) crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }
}
