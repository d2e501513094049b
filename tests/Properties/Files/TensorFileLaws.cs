// safetensors: what is written is read back bit for bit; every way a file can be wrong has its sentence.
using System.Text;
using FsCheck;

namespace FunctionalConv.Properties.Files;

public class TensorFileLaws
{
    [Law(50)]
    public void Tensors_are_read_back_as_they_were_written(NonNegativeInt seed, byte h, byte w, string? text)
    {
        ArgumentNullException.ThrowIfNull(seed);
        using var folder = new TempFolder();
        Shape shape = (h % 5, w % 7);
        Tensor<double> wide = Tensor.Normal<double>(shape, seed.Get);
        Tensor<double> odd = Tensor.Of<double>(5, double.NaN, double.PositiveInfinity, -0.0, double.Epsilon, double.MaxValue);
        Tensor<double> number = Tensor.Normal<double>(Shape.Scalar, seed.Get);
        string words = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? "")); // halves of surrogate pairs cannot be written in UTF-8
        TensorFile.Write(folder["t"], [("b", wide), ("a \"quoted\" ü", odd), ("", number)], new Dictionary<string, string> { ["note"] = words });
        var read = TensorFile.Read(folder["t"]);
        Assert.Equal(["b", "a \"quoted\" ü", ""], read.Names);
        Assert.Equal(wide, read.Get<double>("b"));
        Assert.Equal(odd.Values.ToArray().Select(BitConverter.DoubleToInt64Bits), read.Get<double>("a \"quoted\" ü").Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(number, read.Get<double>(""));
        Assert.Equal(words, read.Metadata["note"]);
        Assert.Equal(wide.To<float>(), read.Get<float>("b"));
        Assert.Equal(shape, read.ShapeOf("b"));
    }

    [Fact]
    public void The_numbers_begin_at_a_multiple_of_8_and_the_same_tensors_give_the_same_bytes()
    {
        using var folder = new TempFolder();
        for (int n = 0; n < 9; n++)
        {
            (string, Tensor<float>)[] one = [(new string('x', n + 1), Tensor.Normal<float>(3, n))];
            TensorFile.Write(folder["a"], one);
            TensorFile.Write(folder["b"], one);
            byte[] bytes = System.IO.File.ReadAllBytes(folder["a"]);
            Assert.Equal(0UL, BitConverter.ToUInt64(bytes) % 8);
            Assert.Equal(bytes, System.IO.File.ReadAllBytes(folder["b"]));
        }
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_beside_it()
    {
        using var folder = new TempFolder();
        Tensor<float> old = Tensor.Normal<float>(3, 1);
        TensorFile.Write(folder["t"], [("x", old)]);
        Assert.Throws<InvalidOperationException>(() => Saving.Write(folder["t"], stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("killed");
        }));
        Assert.Equal(old, TensorFile.Read(folder["t"]).Get<float>("x"));
        Assert.Equal([folder["t"]], Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void Other_precisions_and_whole_numbers_convert()
    {
        byte[] halves = [.. new[] { 1.5, -2, 65504 }.SelectMany(x => BitConverter.GetBytes((Half)x))];
        byte[] brains = [.. new[] { 1.5f, -2, 3e38f }.SelectMany(x => BitConverter.GetBytes(x)[2..])];
        Assert.Equal(Tensor.Of<float>(3, 1.5f, -2, 65504), Only("F16", 3, halves).Get<float>("x"));
        Assert.Equal(Tensor.Of<double>(2, 1.5, -2), Only("BF16", 2, brains[..4]).Get<double>("x"));
        Assert.Equal(Labels.Of(7, -1), Only("I64", 2, [.. BitConverter.GetBytes(7L), .. BitConverter.GetBytes(-1L)]).GetLabels("x"));
        Assert.Equal(Labels.Of(200, 1), Only("U8", 2, [200, 1]).GetLabels("x"));
        Assert.Equal(Tensor.Of<float>(2, -3, 4), Only("I16", 2, [0xFD, 0xFF, 4, 0]).Get<float>("x"));
    }

    [Theory]
    [InlineData("{", 0, "byte 8: expected a header in JSON, found \"*\"; the file is damaged or its writer is wrong.")]
    [InlineData("[1]", 0, "byte 8: expected a header that begins with {, found 0x5B; the file is damaged or not safetensors.")]
    [InlineData("{\"a\\ud800\":{}}", 0, "byte 8: expected a header in JSON, found \"*\"; the file is damaged or its writer is wrong.")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, "tensor \"x\": expected dtype, shape and data_offsets, found {\"dtype\":\"F32\",\"shape\":[2]}; the file is damaged or its writer is wrong.")]
    [InlineData("{\"x\":{\"dtype\":7,\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "tensor \"x\": expected a dtype by name, found 7; the file is damaged or its writer is wrong.")]
    [InlineData("{\"x\":{\"dtype\":\"F4\",\"shape\":[18],\"data_offsets\":[0,8]}}", 8, "tensor \"x\": expected at least 9 bytes for F4 [18], found 8 (data_offsets 0 to 8); the file is damaged or its writer is wrong.")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8, "tensor \"x\": expected a shape of whole numbers from 0 to 2,147,483,647, found [-2]; the file is damaged or its writer is wrong.")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8, "tensor \"x\": expected data_offsets [begin, end], found [8,0]; the file is damaged or its writer is wrong.")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8, "tensor \"x\": expected 12 bytes for F32 [3], found 8 (data_offsets 0 to 8); the file is damaged or its writer is wrong.")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2000000000,2000000000,2000000000,2000000000,2000000000],\"data_offsets\":[0,8]}}", 8, "tensor \"x\": expected more than 9 · 10¹⁸ bytes for F32 [2000000000, 2000000000, 2000000000, 2000000000, 2000000000], found 8 (data_offsets 0 to 8); the file is damaged or its writer is wrong.")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 7, "tensor \"x\": expected data up to byte 8 after the header, found 7 bytes; the file is cut short; copy or write it again.")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 9, "byte 8 after the header: expected the end of the file, found 1 more bytes; the file is damaged or its writer is wrong.")]
    [InlineData("{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"y\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", 3, "tensor \"y\": expected data from byte 2 after the header, without overlap or gap, found from byte 1; the file is damaged or its writer is wrong.")]
    [InlineData("{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", 2, "tensor \"x\": expected every name once, found it again; the file is damaged or its writer is wrong.")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", 0, "__metadata__: expected texts by name, found {\"a\":1}; the file is damaged or its writer is wrong.")]
    public void Every_wrong_header_has_its_sentence(string header, int data, string sentence)
    {
        BadFileException bad = Assert.Throws<BadFileException>(() => TensorFile.Parse("t.safetensors", Made(header, new byte[data])));
        string found = sentence.Contains("\"*\"", StringComparison.Ordinal) ? sentence.Replace("\"*\"", bad.Found, StringComparison.Ordinal) : sentence; // the framework's words
        Assert.Equal($"t.safetensors, {found}", bad.Message);
    }

    [Fact]
    public void A_header_longer_than_the_file_an_absent_file_and_an_absent_tensor_have_their_sentences()
    {
        using var folder = new TempFolder();
        Assert.Equal("t, byte 0: expected 8 bytes of header length, found 3 bytes; the file is cut short or not safetensors.", Message(() => TensorFile.Parse("t", [1, 2, 3])));
        Assert.Equal("t, byte 0: expected a header of at most the 2 bytes that follow, found a length of 18,446,744,073,709,551,615; the file is cut short or not safetensors.", Message(() => TensorFile.Parse("t", [255, 255, 255, 255, 255, 255, 255, 255, 1, 2])));
        Assert.Equal($"{folder["none"]}, on disk: expected a file, found none; check the path.", Message(() => TensorFile.Read(folder["none"])));
        TensorFile file = Only("F32", 1, [0, 0, 0, 0]);
        Assert.Equal("t, tensor \"y\": expected it in the file, found only x; check that the file belongs to this model.", Message(() => file.Get<float>("y")));
        Assert.Equal("t, tensor \"x\": expected whole numbers (BOOL, U8, I8, U16, I16, U32, I32, U64, I64), found F32; read it with Get.", Message(() => file.GetLabels("x")));
        Assert.Equal("t, tensor \"x\": expected numbers of at most 32 bits, found a greater one at position 0; read it with Get.", Message(() => Only("I64", 1, [0, 0, 0, 0, 1, 0, 0, 0]).GetLabels("x")));
        Assert.Contains("expected a place that can be written", Message(() => TensorFile.Write(folder["no/t"], [("x", Tensor.Normal<float>(3, 1))])), StringComparison.Ordinal);
        ArgumentException twice = Assert.Throws<ArgumentException>(() => TensorFile.Write(folder["t"], [("x", Tensor.Normal<float>(1, 1)), ("x", Tensor.Normal<float>(1, 1))]));
        Assert.StartsWith("A tensor file holds every name once and none called __metadata__; \"x\" was given again.", twice.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Root));
    }

    private static string Message(Action act) => Assert.Throws<BadFileException>(act).Message;

    private static TensorFile Only(string dtype, int n, byte[] data) =>
        TensorFile.Parse("t", Made($"{{\"x\":{{\"dtype\":\"{dtype}\",\"shape\":[{n}],\"data_offsets\":[0,{data.Length}]}}}}", data));

    private static byte[] Made(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data];
    }
}
