// Thousands of damaged files: bits, bytes, blocks, numbers and lengths changed at random, also inside of what is compressed, whose sums are then made right again. A reader gives a
// whole result or a BadFileException, and allocates less than BoundLaws allows. Every run tries some; a search (FUNCTIONALCONV_SEARCH) 10,000 per reader with three seeds.
using System.Buffers.Binary;

namespace FunctionalConv.Properties.Files;

[Collection(Alone.Name)]
public class MutationLaws
{
    private const int Few = 150, Many = 10_000;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (Format format in Format.All)
                for (int seed = 1; seed <= (Luck.Search > 0 ? 3 : 1); seed++) cases.Add(format.Name, seed);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Damaged_files_give_a_result_or_a_refusal_in_little_memory(string name, int seed)
    {
        Format format = Format.All.Single(f => f.Name == name);
        var random = new Random(Luck.Seed() ^ (seed * 7919));
        using var folder = new TempFolder();
        int refused = 0, count = Luck.Search > 0 ? Many : Few;
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = format.Seal(Mutated(format.Open, random));
            string path = folder.Write("x", bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                format.Read(path);
            }
            catch (BadFileException bad)
            {
                refused++;
                Assert.True(bad.Message.Length < 2000, bad.Message);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{name}, file {i} of seed {seed}, as Base64: {Convert.ToBase64String(bytes)}", e);
            }
            long used = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(used < BoundLaws.Bound(bytes.Length), $"{name}, file {i} of seed {seed}: {used:N0} bytes were allocated for {bytes.Length:N0}");
        }
        Assert.InRange(refused, count / 10, count);
    }

    private static byte[] Mutated(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        for (int changes = random.Next(1, 5); changes > 0 && bytes.Count > 8; changes--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(9))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                case 5: Number(bytes, at, random); break;
                case 6: Digits(bytes, at, random); break;
                case 7: bytes.InsertRange(at, Enumerable.Repeat(bytes[at], random.Next(1, 3000))); break;
                default: (bytes[at], bytes[random.Next(bytes.Count)]) = (bytes[random.Next(bytes.Count)], bytes[at]); break;
            }
        }
        return [.. bytes];
    }

    // A number of four or eight bytes, in either order, that says something great, negative or next to nothing.
    private static void Number(List<byte> bytes, int at, Random random)
    {
        long[] numbers = [0, 1, -1, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, 1L << 31, 1L << 40, bytes.Count, bytes.Count - 1, 100_000_000, 2_000_000_000];
        var number = new byte[8];
        long n = numbers[random.Next(numbers.Length)];
        bool big = random.Next(2) == 0, wide = random.Next(2) == 0;
        if (big) BinaryPrimitives.WriteInt64BigEndian(number, n);
        else BinaryPrimitives.WriteInt64LittleEndian(number, n);
        byte[] part = wide ? number : big ? number[4..] : number[..4];
        for (int i = 0; i < part.Length && at + i < bytes.Count; i++) bytes[at + i] = part[i];
    }

    // The next number in digits becomes another.
    private static void Digits(List<byte> bytes, int at, Random random)
    {
        int from = bytes.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
        if (from < 0) return;
        int to = from;
        while (to < bytes.Count && bytes[to] is >= (byte)'0' and <= (byte)'9') to++;
        bytes.RemoveRange(from, to - from);
        string[] texts = ["0", "1", "-1", "2147483647", "2147483648", "500000000", "99999999999999999999", "1e9", "7", new string('9', 400), ""];
        bytes.InsertRange(from, System.Text.Encoding.ASCII.GetBytes(texts[random.Next(texts.Length)]));
    }
}
