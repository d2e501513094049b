// IDX, the format of MNIST: big-endian; images are 0x00000803, N, H, W, then N·H·W bytes; labels are 0x00000801, N, then N bytes. Plain or compressed by gzip, whatever the name.
//   Source: http://yann.lecun.com/exdb/mnist/ ("FILE FORMATS FOR THE MNIST DATABASE").
using System.Buffers.Binary;

namespace FunctionalConv;

/// <summary>Reads IDX files: MNIST and the sets that copied its format.</summary>
public static class Idx
{
    private const uint ImageMagic = 0x00000803;
    private const uint LabelMagic = 0x00000801;

    /// <summary>Reads a file of images and the file of their labels.</summary>
    /// <param name="images">A file of unsigned bytes with three axes; unpacked when it is compressed by gzip.</param>
    /// <param name="labels">A file of unsigned bytes with one axis.</param>
    /// <param name="classes">The number of classes; a label is 0 to classes − 1.</param>
    /// <param name="name">What the set is, for people; by default the images' file name.</param>
    /// <param name="limits">How much is taken from each file; by default <see cref="ReadLimits.Default"/>.</param>
    /// <returns>A set of items [1, H, W]; a byte b means b / 255.</returns>
    /// <exception cref="BadFileException">A file is absent, damaged, not of the format or greater than the limits, or the two do not belong together.</exception>
    public static DataSet Read(string images, string labels, int classes = 10, string? name = null, ReadLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (classes < 1) throw new ArgumentOutOfRangeException(nameof(classes), $"Idx.Read needs at least 1 class; it was given {classes}.");
        (int[] extents, ReadOnlyMemory<byte> pixels) = Open(images, ImageMagic, 3, "images", limits);
        (int[] counts, ReadOnlyMemory<byte> classOf) = Open(labels, LabelMagic, 1, "labels", limits);
        if (counts[0] != extents[0])
            throw new BadFileException(labels, "byte 4", $"{Bytes.Number(extents[0])} labels, as {images} has images", Bytes.Number(counts[0]), "take the two files of one set");
        int[] values = Array.ConvertAll(classOf.ToArray(), b => (int)b);
        var given = new Labels(values.Length, values);
        if (DataSet.WrongLabel(given, classes) is >= 0 and int i)
            throw new BadFileException(labels, $"byte {Bytes.Number(8 + i)}", $"a label from 0 to {classes - 1}", $"{given[i]} for item {Bytes.Number(i)}", "correct the file, or give the number of classes it has");
        return new(name ?? Path.GetFileName(images), (1, extents[1], extents[2]), pixels, given, classes);
    }

    private static (int[] Extents, ReadOnlyMemory<byte> Body) Open(string path, uint magic, int axes, string what, ReadLimits? limits)
    {
        byte[] bytes = Gzip.ReadPlainOrUnpacked(path, limits ?? ReadLimits.Default);
        if (bytes.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(bytes) != magic)
            throw new BadFileException(path, "byte 0", $"the magic number 0x{magic:X8} of IDX {what} (unsigned bytes, {axes} {(axes == 1 ? "axis" : "axes")})", Bytes.Hex(bytes, 4), Cure(bytes, magic, what));
        int head = 4 + (4 * axes);
        if (bytes.Length < head)
            throw new BadFileException(path, $"byte {bytes.Length}", $"a header of {head} bytes", "the end of the file", "copy or download it again");
        uint[] sizes = [.. Enumerable.Range(0, axes).Select(i => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 + (4 * i))))];
        System.Numerics.BigInteger count = sizes.Aggregate(System.Numerics.BigInteger.One, (product, n) => product * n);
        string extents = string.Join(" × ", sizes);
        if (count > Array.MaxLength || sizes.Any(n => n > int.MaxValue) || sizes.Skip(1).Any(n => n == 0))
            throw new BadFileException(path, "byte 4", $"extents of at least 1 that multiply to at most {Bytes.Number(Array.MaxLength)}", extents, "the header is damaged; copy or download it again");
        long end = head + (long)count;
        if (bytes.Length != end)
            throw new BadFileException(path, $"byte {Bytes.Number(Math.Min(bytes.Length, end))}",
                bytes.Length < end ? $"{Bytes.Number((long)count)} bytes of {what} ({extents}) after the header" : $"the end of the file after {extents} bytes of {what}",
                bytes.Length < end ? $"{Bytes.Number(bytes.Length - head)}; the file is cut short" : $"{Bytes.Number(bytes.Length - end)} more bytes", "copy or download it again");
        return (Array.ConvertAll(sizes, n => (int)n), bytes.AsMemory(head));
    }

    private static string Cure(byte[] bytes, uint magic, string what)
    {
        uint found = bytes.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (found is ImageMagic or LabelMagic) return $"give the file of {what}, not of {(magic == ImageMagic ? "labels" : "images")}";
        // Unsigned bytes are type 8; the last byte counts the axes.
        if ((found & 0xFFFF00FF) == (magic & 0xFFFF00FF)) return "give a file of unsigned bytes";
        if (found >> 8 == magic >> 8) return $"give a file with {(magic == ImageMagic ? "one grey map per item" : "one label per item")}";
        return bytes switch
        {
            [] => "the file is empty; copy or download it again",
            [0x1F, 0x8B, ..] => "it is compressed twice; unpack it once",
            [(byte)'P', (byte)'K', ..] => "it is a zip archive; unpack it",
            [(byte)'<', ..] => "it is a web page, such as a server sends in place of a file; download the file itself",
            _ => "give a file in the IDX format",
        };
    }
}
