// What a file says of itself takes no memory before the bytes are there: every reader allocates less than 64 MB and 4 times the file. What is allocated while one thread reads is
// counted, dead or alive, which is never less than the peak. Names out of a file come back in messages short and without control characters.
using System.IO.Compression;
using System.Text;

namespace FunctionalConv.Properties.Files;

[Collection(Alone.Name)]
public class BoundLaws
{
    private const int Zeros = 300_000_000;

    /// <summary>What reading a file of so many bytes may allocate.</summary>
    public static long Bound(long file) => (64L << 20) + (4 * file);

    [Fact]
    public void A_trailer_that_lies_takes_no_memory()
    {
        var random = new byte[3_000_000];
        new Random(1).NextBytes(random);
        byte[] zipped = TempFolder.Gzip([.. Format.Idx(0x803, [2_000_000, 32, 32], []), .. random]);
        BitConverter.GetBytes(2_000_000_000).CopyTo(zipped, zipped.Length - 4);
        Refuses("x.gz", zipped, path => Idx.Read(path, path));
    }

    [Fact]
    public void Zeros_that_unpack_to_a_hundred_times_the_file_take_no_memory()
    {
        byte[] images = Format.Idx(0x803, [Zeros / 1024, 32, 32], []), header = NpyHeader.Print("<f4", Zeros / 4);
        Refuses("x.gz", TempFolder.Bytes(into =>
        {
            using var packed = new GZipStream(into, CompressionLevel.Optimal, leaveOpen: true);
            Fill(packed, images);
        }), path => Idx.Read(path, path));
        Refuses("x.npz", TempFolder.Bytes(into =>
        {
            using var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true);
            using Stream packed = zip.CreateEntry("x.npy", CompressionLevel.Optimal).Open();
            Fill(packed, header);
        }), path => Npz.Read(path).Get<float>("x"));
        Refuses("x.npy", header, path => Npy.Read<float>(path));
    }

    [Fact]
    public void Names_come_back_short_and_without_control_characters()
    {
        string name = "\u001b[2J\r\n\u202e\ud83d\ude00" + new string('x', 5_000_000);
        byte[] json = Encoding.UTF8.GetBytes($"{{\"{name.Replace("\u001b", "\\u001b", StringComparison.Ordinal).Replace("\r\n", "\\r\\n", StringComparison.Ordinal)}\":{{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}}}");
        using var folder = new TempFolder();
        string path = folder.Write("t", [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. new byte[8]]), archive = folder.Write("z", TempFolder.Zip((name[..60_000] + ".txt", [1])));
        string choices = folder.Write("c", [.. "{"u8, .. json.AsSpan(1, json.AsSpan().IndexOf((byte)':')), .. "1}"u8]);
        Action[] refused =
        [
            () => TensorFile.Read(path).Get<float>("y"),
            () => TensorFile.Read(path).GetLabels(TensorFile.Read(path).Names[0]),
            () => Npz.Read(archive).Get<float>(Npz.Read(archive).Names[0]),
            () => Npz.Read(archive).Get<float>("y"),
            () => FunctionalConv.Plans.Choices.Load(choices),
        ];
        foreach (Action act in refused)
        {
            string message = Assert.Throws<BadFileException>(act).Message;
            Assert.True(message.Length < 1000, $"a message of {message.Length} characters");
            Assert.DoesNotContain(message, c => char.IsControl(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format);
        }
    }

    private static void Refuses(string name, byte[] bytes, Action<string> read)
    {
        using var folder = new TempFolder();
        string path = folder.Write(name, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<BadFileException>(() => read(path));
        long used = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(used < Bound(bytes.Length), $"{name}: {used:N0} bytes were allocated for a file of {bytes.Length:N0}");
    }

    // A beginning and then zeros, in pieces.
    private static void Fill(Stream into, byte[] start)
    {
        into.Write(start);
        var zeros = new byte[1_000_000];
        for (int i = 0; i < Zeros / zeros.Length; i++) into.Write(zeros);
    }
}
