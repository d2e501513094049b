// .npy and .npz: what is written is read back; every order of axes and bytes that numpy writes is read; every wrong file has its sentence.
using System.Text;
using FsCheck;

namespace FunctionalConv.Properties.Files;

public class NpyLaws
{
    [Law(50)]
    public void Arrays_are_read_back_as_they_were_written(NonNegativeInt seed, byte c, byte h, byte w)
    {
        ArgumentNullException.ThrowIfNull(seed);
        using var folder = new TempFolder();
        foreach (Shape shape in new Shape[] { Shape.Scalar, h % 4, (c % 3, h % 5, w % 7) })
        {
            Tensor<double> values = Tensor.Normal<double>(shape, seed.Get);
            Npy.Write(folder["d"], values);
            Npy.Write(folder["f"], values.To<float>());
            Assert.Equal(values, Npy.Read<double>(folder["d"]));
            Assert.Equal(values.To<float>(), Npy.Read<float>(folder["f"]));
            Npz.Write(folder["z"], [("d", values), ("a/b", values)]);
            var archive = Npz.Read(folder["z"]);
            Assert.Equal(["d", "a/b"], archive.Names);
            Assert.Equal(values, archive.Get<double>("a/b"));
        }
        Labels labels = Labels.Of((2, 2), seed.Get, -1, c, int.MinValue);
        Npy.Write(folder["l"], labels);
        Assert.Equal(labels, Npy.ReadLabels(folder["l"]));
    }

    [Fact]
    public void Two_arrays_in_one_stream_are_read_one_after_the_other()
    {
        Tensor<float> a = Tensor.Normal<float>((2, 3), 1), b = Tensor.Normal<float>(4, 2);
        using var stream = new MemoryStream();
        Npy.Write(stream, a);
        Npy.Write(stream, b);
        stream.Position = 0;
        Assert.Equal(a, Npy.Read<float>(stream));
        Assert.Equal(b, Npy.Read<float>(stream));
    }

    [Fact]
    public void Every_order_of_axes_and_bytes_and_every_version_is_read()
    {
        byte[] big = [.. Enumerable.Range(0, 6).SelectMany(i => BitConverter.GetBytes((float)i).Reverse())];
        byte[] little = [.. Enumerable.Range(0, 6).SelectMany(i => BitConverter.GetBytes((long)i))];
        Tensor<float> rows = Tensor.Of<float>(Shape.Of(2, 3), 0, 1, 2, 3, 4, 5), columns = Tensor.Of<float>(Shape.Of(2, 3), 0, 2, 4, 1, 3, 5);
        Assert.Equal(rows, Read("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }", big));
        Assert.Equal(columns, Read("{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3), }\n", big));
        Assert.Equal(rows, Read("{'shape': (2L, 3L), 'fortran_order': False, 'descr': '<i8'}", little, 2));
        Assert.Equal(Tensor.Of<float>(2, 1, 0), Read("{'descr':'|b1','fortran_order':False,'shape':(2,)}", [1, 0], 3));
        Assert.Equal(Labels.Of((2, 3), 0, 2, 4, 1, 3, 5), Npy.ReadLabels(new MemoryStream(Made("{'descr': '<i8', 'fortran_order': True, 'shape': (2, 3), }", little))));
    }

    [Theory]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "its header: expected a type among f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1, V2 after <, >, = or |, found [('a', '<f4')]; convert the array with astype before saving it.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': 1, }", "byte 10: expected a dictionary of descr, fortran_order and shape, found {'descr': '<f4', 'fortran_order': False, 'shape': 1, }; save a plain array of numbers with numpy.save.")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "its header: expected a type among f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1, V2 after <, >, = or |, found '<c8'; convert the array with astype before saving it.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999), }", "byte 10: expected a shape of at most 2,147,483,591 bytes and 64 axes, found (99999, 99999) of <f4; save the array in parts.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,), }", "after the header: expected 2,000,000,000 bytes of numbers for [500000000], found 4; the file is cut short; copy or save it again.")]
    public void Every_wrong_header_has_its_sentence(string header, string sentence) =>
        Assert.Equal($"stream, {sentence}", Assert.Throws<BadFileException>(() => Read(header, [0, 0, 0, 0])).Message);

    [Fact]
    public void Other_wrong_files_have_their_sentences()
    {
        using var folder = new TempFolder();
        byte[] valid = Made("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", [0, 0, 0, 0]);
        string path = folder["x.npy"];
        string Message(byte[] bytes) => Assert.Throws<BadFileException>(() => Npy.Read<float>(folder.Write("x.npy", bytes))).Message;
        Assert.Equal($"{path}, byte 0: expected the magic number 0x934E554D5059 of .npy, found 0x504B03040506; it is an archive: read it with Npz.Read.", Message([0x50, 0x4B, 3, 4, 5, 6, 7, 8]));
        Assert.Equal($"{path}, byte 6: expected version 1, 2 or 3, found 9.0; save a plain array of numbers with numpy.save.", Message([.. valid[..6], 9, 0]));
        Assert.Equal($"{path}, byte 8: expected a header of at most 1,048,576 bytes, found a length of 4,294,967,295; save a plain array of numbers with numpy.save.", Message([.. valid[..6], 2, 0, 255, 255, 255, 255]));
        Assert.Equal($"{path}, byte 0: expected 8 bytes of the .npy header, found 5; the file is cut short; copy or save it again.", Message(valid[..5]));
        Assert.Equal($"{path}, after the array: expected the end of the file, found more bytes; copy or save it again.", Message([.. valid, 0]));
        Assert.Equal($"{path}, its header: expected a type of whole numbers (b1, u1, i1, u2, i2, u4, i4, u8, i8), found F32; read it as a tensor, or convert it with astype('i4') before saving it.", Assert.Throws<BadFileException>(() => Npy.ReadLabels(folder.Write("x.npy", valid))).Message);
        Npz.Write(folder["z"], [("a", Tensor.Normal<float>(1, 1)), ("b", Tensor.Normal<float>(1, 1))]);
        Assert.Equal($"{folder["z"]}, array \"c\": expected it in the file, found only a, b; check the name.", Assert.Throws<BadFileException>(() => Npz.Read(folder["z"]).Get<float>("c")).Message);
        Assert.Equal($"{path}, its archive: expected a zip archive of .npy files, found 0x934E554D … without the end of an archive; it is a single array: read it with Npy.Read.", Assert.Throws<BadFileException>(() => Npz.Read(folder.Write("x.npy", valid))).Message);
    }

    private static Tensor<float> Read(string header, byte[] data, byte version = 1) => Npy.Read<float>(new MemoryStream(Made(header, data, version)));

    private static byte[] Made(string header, byte[] data, byte version = 1)
    {
        byte[] text = Encoding.ASCII.GetBytes(header), length = BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. version == 1 ? length[..2] : length, .. text, .. data];
    }
}
