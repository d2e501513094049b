// Element types: each is read exactly, in every order of bytes; numbers that T cannot hold become the nearest, as an exact sum of powers of two says; and what cannot be read
// hides nothing beside it.
using System.Numerics;
using System.Text;

namespace FunctionalConv.Properties.Files;

public class TypeLaws
{
    [Fact]
    public void What_cannot_be_read_hides_nothing_beside_it()
    {
        using var folder = new TempFolder();
        byte[] good = TempFolder.Bytes(s => Npy.Write(s, Tensor.Of<float>(2, 1, 2)));
        byte[] words = NpyFile("<U3", "(2,)", new byte[24]), complex = NpyFile("<c8", "(1, 2)", new byte[16]);
        var npz = Npz.Read(folder.Write("z", TempFolder.Zip(("words.npy", words), ("good.npy", good), ("complex.npy", complex), ("notes.txt", [104, 105]))));
        Assert.Equal(["words", "good", "complex", "notes.txt"], npz.Names);
        Assert.Equal("\"words\" '<U3' [2]\n\"good\" '<f4' [2]\n\"complex\" '<c8' [1, 2]\n\"notes.txt\" unknown", npz.ToString());
        Assert.Equal(("'<c8'", Shape.Of(1, 2), "unknown"), (npz.TypeOf("complex"), npz.ShapeOf("complex"), npz.TypeOf("notes.txt")));
        Assert.Equal(Tensor.Of<float>(2, 1, 2), npz.Get<float>("good"));
        foreach (string name in (string[])["words", "complex", "notes.txt"]) Assert.Throws<BadFileException>(() => npz.Get<float>(name));
        var safe = TensorFile.Parse("t", SafeFile(("f8", "F8_E4M3", 2, [1, 2]), ("x", "U8", 1, [7])));
        Assert.Equal("\"f8\" F8_E4M3 [2]\n\"x\" U8 [1]", safe.ToString());
        Assert.Equal(("F8_E4M3", Shape.Of(2)), (safe.TypeOf("f8"), safe.ShapeOf("f8")));
        Assert.Equal(Tensor.Of<float>(1, 7), safe.Get<float>("x"));
        Assert.Equal("t, tensor \"f8\": expected a dtype among BOOL, U8, I8, U16, I16, U32, I32, U64, I64, F16, BF16, F32, F64, found F8_E4M3; convert the tensor before saving it.",
            Assert.Throws<BadFileException>(() => safe.Get<float>("f8")).Message);
    }

    [Law(60)]
    public void Whole_numbers_of_every_width_are_read_in_every_order_of_bytes(ulong a, ulong b, ulong c)
    {
        foreach (int size in (int[])[1, 2, 4, 8])
        {
            foreach (bool signed in (bool[])[true, false])
            {
                BigInteger[] numbers = [.. new[] { a, b << 31, c << 40 | a, ~a, ulong.MaxValue, 1ul << 63, (1ul << 53) + 1, (1ul << 24) + 1, (1ul << 54) + (1ul << 30) + 1, (1ul << 63) + (1ul << 39) + 1, (1ul << 63) + (1ul << 10) + 1, (1ul << 63) + (1ul << 10) }.Select(n => Cut(n, size, signed))];
                byte[] little = [.. numbers.SelectMany(n => BytesOf(n, size, signed))], big = [.. numbers.SelectMany(n => BytesOf(n, size, signed).Reverse())];
                string type = $"{(signed ? 'i' : 'u')}{size}", name = $"{(signed ? 'I' : 'U')}{8 * size}", shape = $"({numbers.Length},)";
                Tensor<double> wide = Tensor.Make<double>(numbers.Length, i => Nearest(numbers[i], 53));
                Tensor<float> narrow = Tensor.Make<float>(numbers.Length, i => (float)Nearest(numbers[i], 24));
                foreach (byte[] npy in (byte[][])[NpyFile($"<{type}", shape, little), NpyFile($">{type}", shape, big), NpyFile($"={type}", shape, little)])
                {
                    Assert.Equal(wide, Npy.Read<double>(new MemoryStream(npy)));
                    Assert.Equal(narrow, Npy.Read<float>(new MemoryStream(npy)));
                }
                var safe = TensorFile.Parse("t", SafeFile(("x", name, numbers.Length, little)));
                Assert.Equal(wide, safe.Get<double>("x"));
                Assert.Equal(narrow, safe.Get<float>("x"));
                int first = Array.FindIndex(numbers, n => n < int.MinValue || n > int.MaxValue);
                if (first < 0) Assert.Equal(numbers.Select(n => (int)n), safe.GetLabels("x").Values.ToArray());
                else Assert.Equal($"t, tensor \"x\": expected numbers of at most 32 bits, found a greater one at position {first}; read it with Get.", Assert.Throws<BadFileException>(() => safe.GetLabels("x")).Message);
            }
        }
    }

    [Fact]
    public void Numpys_names_of_brain_floats_are_read()
    {
        byte[] little = [.. new[] { 1.5f, -2f, 3e38f }.SelectMany(x => BitConverter.GetBytes(x)[2..])];
        float[] expected = [.. Enumerable.Range(0, 3).Select(i => BitConverter.UInt32BitsToSingle((uint)(little[2 * i] | (little[(2 * i) + 1] << 8)) << 16))];
        foreach (string type in (string[])["<V2", "|V2", "bfloat16"])
            Assert.Equal(Tensor.Of(3, expected), Npy.Read<float>(new MemoryStream(NpyFile(type, "(3,)", little))));
        Assert.Throws<BadFileException>(() => Npy.Read<float>(new MemoryStream(NpyFile(">V2", "(3,)", little))));
    }

    [Fact]
    public void A_double_beyond_float_becomes_infinity_and_bytes_become_numbers()
    {
        byte[] wide = [.. new[] { 1e300, -1e300, 1e-300, double.NaN }.SelectMany(BitConverter.GetBytes)];
        Assert.Equal(Tensor.Of(4, float.PositiveInfinity, float.NegativeInfinity, 0, float.NaN), Npy.Read<float>(new MemoryStream(NpyFile("<f8", "(4,)", wide))));
        Assert.Equal(Tensor.Of<float>(3, 0, 1, 1), Npy.Read<float>(new MemoryStream(NpyFile("|b1", "(3,)", [0, 1, 1]))));
    }

    // The nearest number with so many significant bits, ties to even, by integers alone.
    private static double Nearest(BigInteger n, int bits)
    {
        BigInteger size = BigInteger.Abs(n);
        int over = (int)Math.Max(0, (long)size.GetBitLength() - bits);
        if (over > 0)
        {
            BigInteger unit = BigInteger.One << over, rest = size % unit, half = unit >> 1;
            size -= rest;
            if (rest > half || (rest == half && !(size >> over).IsEven)) size += unit;
        }
        return n.Sign * (double)size;
    }

    private static BigInteger Cut(ulong n, int size, bool signed)
    {
        BigInteger range = BigInteger.One << (8 * size), cut = n % range;
        return signed && cut >= range / 2 ? cut - range : cut;
    }

    private static byte[] BytesOf(BigInteger n, int size, bool signed)
    {
        var bytes = new byte[size];
        if (n < 0) Array.Fill(bytes, (byte)0xFF);
        byte[] given = n.ToByteArray(isUnsigned: !signed);
        given.AsSpan(0, Math.Min(size, given.Length)).CopyTo(bytes);
        return bytes;
    }

    private static byte[] NpyFile(string type, string shape, byte[] data)
    {
        byte[] text = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}");
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)text.Length), .. text, .. data];
    }

    private static byte[] SafeFile(params (string Name, string Type, int Count, byte[] Data)[] tensors)
    {
        int at = 0;
        byte[] json = Encoding.UTF8.GetBytes($"{{{string.Join(',', tensors.Select(t => $"\"{t.Name}\":{{\"dtype\":\"{t.Type}\",\"shape\":[{t.Count}],\"data_offsets\":[{at},{at += t.Data.Length}]}}"))}}}");
        return [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. tensors.SelectMany(t => t.Data)];
    }
}
