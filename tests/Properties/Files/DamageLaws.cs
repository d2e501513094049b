// Files from outside: whatever happened to the bytes, a reader gives a whole result or a BadFileException, never another exception.
using FsCheck;

namespace FunctionalConv.Properties.Files;

public class DamageLaws
{
    public static TheoryData<string> Formats => [.. Format.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_whole_file_is_read_and_none_of_its_beginnings_is(string name)
    {
        Format format = Format.All.Single(f => f.Name == name);
        using var folder = new TempFolder();
        string suffix = name.EndsWith(".gz", StringComparison.Ordinal) ? ".gz" : "";
        format.Read(folder.Write("whole" + suffix, format.Valid));
        for (int length = 0; length < format.Valid.Length; length++)
        {
            string path = folder.Write("cut" + suffix, format.Valid[..length]);
            BadFileException bad = Assert.Throws<BadFileException>(() => format.Read(path));
            Assert.StartsWith(path, bad.File, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_with_a_byte_too_many_is_refused(string name)
    {
        Format format = Format.All.Single(f => f.Name == name);
        using var folder = new TempFolder();
        string path = folder.Write(name.EndsWith(".gz", StringComparison.Ordinal) ? "long.gz" : "long", [.. format.Valid, 0]);
        Assert.Throws<BadFileException>(() => format.Read(path));
    }

    [Law(400)]
    public void Flipped_bytes_give_a_result_or_a_clear_refusal(NonNegativeInt seed, PositiveInt flips)
    {
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentNullException.ThrowIfNull(flips);
        using var folder = new TempFolder();
        foreach (Format format in Format.All)
        {
            var random = new RandomStream((ulong)seed.Get, RandomStream.Hash(format.Name));
            byte[] bytes = [.. format.Valid];
            for (int i = 0; i < Math.Min(flips.Get, 6); i++) bytes[random.Below(2 * i, bytes.Length)] = (byte)random.Below((2 * i) + 1, 256);
            string path = folder.Write(format.Name.EndsWith(".gz", StringComparison.Ordinal) ? "x.gz" : "x", bytes);
            try
            {
                format.Read(path);
            }
            catch (BadFileException e)
            {
                Assert.Equal($"{e.File}, {e.Place}: expected {e.Expected}, found {e.Found}; {e.Cure}.", e.Message);
            }
        }
    }
}
