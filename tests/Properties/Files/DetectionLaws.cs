// What a format can detect, its reader refuses: a flipped bit in an archive never gives other numbers; no name counts twice; texts that are no Unicode are damage.
using System.Text;
using FsCheck;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Files;

public class DetectionLaws
{
    private static readonly Tensor<float> First = Tensor.Make<float>((2, 3), i => i), Second = Tensor.Normal<float>(5, 2);

    public static TheoryData<string> Archives => ["stored", "deflated", "to a pipe", "by numpy"];

    [Theory]
    [MemberData(nameof(Archives))]
    public void Any_flipped_bit_of_an_archive_is_refused_or_changes_nothing(string archive) => Flip(Archive(archive), path =>
    {
        var read = Npz.Read(path);
        return read.Names.SequenceEqual(["first", "second"]) && read.Get<float>("first").Equals(First) && read.Get<float>("second").Equals(Second);
    });

    [Fact]
    public void Any_flipped_bit_of_compressed_images_is_refused_or_changes_nothing()
    {
        using var folder = new TempFolder();
        string labels = folder.Write("l", Format.Labels);
        Tensor<double> expected = Idx.Read(folder.Write("i", Format.Images), labels).Images<double>([0, 1, 2]);
        Flip([.. TempFolder.Gzip(Format.Images[..20]), .. TempFolder.Gzip(Format.Images[20..])], path => Idx.Read(path, labels).Images<double>([0, 1, 2]).Equals(expected));
    }

    [Law(100)]
    public void Members_of_any_lengths_are_read_as_one_and_none_of_their_beginnings_is(NonNegativeInt seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        var random = new Random(seed.Get);
        byte[] body = new byte[random.Next(1, 60_000)];
        random.NextBytes(body);
        byte[] images = Format.Idx(0x803, [1, 1, (uint)body.Length], body), labels = Format.Idx(0x801, [1], [0]);
        var members = new List<byte[]>();
        for (int at = 0, next; at < images.Length; at = next)
        {
            next = Math.Min(images.Length, at + random.Next(1, 30_000));
            members.Add(TempFolder.Gzip(images[at..next]));
        }
        byte[] zipped = [.. members.SelectMany(m => m)];
        using var folder = new TempFolder();
        Assert.Equal(body.Select(b => (float)b / 255), Idx.Read(folder.Write("i", zipped), folder.Write("l", labels)).Images<float>([0]).Values.ToArray());
        string cut = folder.Write("cut", zipped[..random.Next(1, zipped.Length)]);
        Assert.Throws<BadFileException>(() => Idx.Read(cut, folder["l"]));
    }

    private static byte[] Archive(string kind)
    {
        using var folder = new TempFolder();
        Npz.Write(folder["z"], [("first", First), ("second", Second)]);
        byte[] first = TempFolder.Bytes(s => Npy.Write(s, First)), second = TempFolder.Bytes(s => Npy.Write(s, Second));
        return kind switch
        {
            "stored" => File.ReadAllBytes(folder["z"]),
            "deflated" => TempFolder.Zip(("first.npy", first), ("second.npy", second)),
            "to a pipe" => TempFolder.Zip(seeking: false, ("first.npy", first), ("second.npy", second)),
            _ => NumpysArchive(first, second),
        };
    }

    // numpy.savez asks zipfile for headers of 64 bits: the member's own sizes are all ones, and the true ones stand in an extra field; the directory has the true ones.
    private static byte[] NumpysArchive(params byte[][] arrays)
    {
        var into = new List<byte>();
        var directory = new List<byte>();
        string[] names = ["first.npy", "second.npy"];
        for (int i = 0; i < arrays.Length; i++)
        {
            byte[] name = Encoding.ASCII.GetBytes(names[i]), size = BitConverter.GetBytes(arrays[i].Length), sum = BitConverter.GetBytes(System.IO.Hashing.Crc32.HashToUInt32(arrays[i])), at = BitConverter.GetBytes(into.Count);
            byte[] common = [45, 0, 0, 0, 0, 0, 0, 0, 33, 0, .. sum];
            into.AddRange([0x50, 0x4B, 3, 4, .. common, 255, 255, 255, 255, 255, 255, 255, 255, (byte)name.Length, 0, 20, 0, .. name, 1, 0, 16, 0, .. size, 0, 0, 0, 0, .. size, 0, 0, 0, 0, .. arrays[i]]);
            directory.AddRange([0x50, 0x4B, 1, 2, 45, 3, .. common, .. size, .. size, (byte)name.Length, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128, 1, .. at, .. name]);
        }
        return [.. into, .. directory, 0x50, 0x4B, 5, 6, 0, 0, 0, 0, 2, 0, 2, 0, .. BitConverter.GetBytes(directory.Count), .. BitConverter.GetBytes(into.Count), 0, 0];
    }

    private static void Flip(byte[] whole, Func<string, bool> same)
    {
        using var folder = new TempFolder();
        Assert.True(same(folder.Write("whole", whole)), "the whole file");
        var wrong = new List<int>();
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                if (!same(folder.Write("flipped", flipped))) wrong.Add(bit);
            }
            catch (BadFileException)
            {
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {8 * whole.Length} bits: {string.Join(", ", wrong.Take(8))} …");
    }

    [Theory]
    [InlineData("{\"a\u00FF\": \"Blocks\"}")]
    [InlineData("{\"a\": \"\u00FF\"}")]
    [InlineData("{\"a\\ud800\": \"Blocks\"}")]
    [InlineData("{\"a\": \"\\udc00\"}")]
    [InlineData("{\"a\": {\"b\": 1, \"b\": 2}}")]
    public void Choices_with_a_text_that_is_no_Unicode_are_refused(string latin)
    {
        using var folder = new TempFolder();
        string path = folder.Write("choices", Encoding.Latin1.GetBytes(latin));
        Assert.Throws<BadFileException>(() => Choices.Load(path));
    }

    [Theory]
    [InlineData("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}")]
    [InlineData("{\"__metadata__\":{\"a\":\"1\"},\"__metadata__\":{\"b\":\"2\"}}")]
    [InlineData("{\"x\":{\"dtype\":\"U8\",\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"shape\":[0,0],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0],\"\\u0064type\":\"I8\"}}")]
    [InlineData("{\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0],\"more\":{\"a\":1,\"a\":1}}}")]
    [InlineData("{\"__metadata__\":{\"a\":\"\\ud800\"}}")]
    [InlineData(" {}")]
    public void A_header_that_says_something_twice_or_in_no_Unicode_is_refused(string header)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        Assert.Throws<BadFileException>(() => TensorFile.Parse("t", [.. BitConverter.GetBytes((ulong)json.Length), .. json]));
    }

    [Fact]
    public void An_archive_that_has_a_name_twice_is_refused()
    {
        using var folder = new TempFolder();
        byte[] array = TempFolder.Bytes(s => Npy.Write(s, Labels.Of(1)));
        Assert.Throws<BadFileException>(() => Npz.Read(folder.Write("z", TempFolder.Zip(("a.npy", array), ("a.npy", array)))));
        Assert.Throws<BadFileException>(() => Npz.Read(folder.Write("z", TempFolder.Zip(("a.npy", array), ("a", array))))); // both are asked for as "a"
    }
}
