// IDX and MNIST: the bytes come through, plain or compressed; every wrong file has its sentence; the real set, when it is beside the repository.
using FunctionalConv.Properties.Files;
using Xunit.Abstractions;

namespace FunctionalConv.Properties.Data;

public class MnistLaws(ITestOutputHelper output)
{
    [Fact]
    public void Images_and_labels_come_through_plain_and_compressed()
    {
        using var folder = new TempFolder();
        DataSet plain = Idx.Read(folder.Write("i", Format.Images), folder.Write("l", Format.Labels));
        DataSet zipped = Idx.Read(folder.Write("i.gz", TempFolder.Gzip(Format.Images)), folder.Write("l.GZ", TempFolder.Gzip(Format.Labels)));
        Tensor<double> expected = Tensor.Make<double>((3, 1, 2, 4), i => i * 10 / 255.0);
        foreach (DataSet set in new[] { plain, zipped })
        {
            Assert.Equal(expected, set.Images<double>([0, 1, 2]));
            Assert.Equal(Labels.Of(7, 0, 9), set.Labels);
        }
    }

    [Fact]
    public void Every_wrong_file_has_its_sentence()
    {
        using var folder = new TempFolder();
        string images = folder["i"], labels = folder["l"];
        byte[] head = Format.Images[..16];
        Assert.Equal($"{images}, on disk: expected a file, found none; check the path.", Message(images, labels));
        folder.Write("l", Format.Labels);
        string Wrong(byte[] bytes) => Message(folder.Write("i", bytes), labels);
        Assert.Equal($"{images}, byte 0: expected the magic number 0x00000803 of IDX images (unsigned bytes, 3 axes), found 0x00000801; give the file of images, not of labels.", Wrong(Format.Labels));
        string Magic(byte[] bytes) => Wrong(bytes).Split("expected the magic number 0x00000803 of IDX images (unsigned bytes, 3 axes), found ")[1];
        Assert.Equal("0x1F8B0800; it is compressed twice; unpack it once.", Magic(TempFolder.Gzip(TempFolder.Gzip(Format.Images))));
        Assert.Equal("nothing; the file is empty; copy or download it again.", Magic([]));
        Assert.Equal("0x3C21444F; it is a web page, such as a server sends in place of a file; download the file itself.", Magic([.. "<!DOCTYPE html>"u8]));
        Assert.Equal("0x504B0304; it is a zip archive; unpack it.", Magic([(byte)'P', (byte)'K', 3, 4]));
        Assert.Equal("0x00000D03; give a file of unsigned bytes.", Magic([0, 0, 0xD, 3]));
        Assert.Equal("0x00000804; give a file with one grey map per item.", Magic([0, 0, 8, 4]));
        Assert.Equal("0x63617400; give a file in the IDX format.", Magic([.. "cat"u8, 0]));
        Assert.Equal($"{images}, byte 9: expected a header of 16 bytes, found the end of the file; copy or download it again.", Wrong(head[..9]));
        Assert.Equal($"{images}, byte 4: expected extents of at least 1 that multiply to at most 2,147,483,591, found 4294967295 × 28 × 28; the header is damaged; copy or download it again.", Wrong(Format.Idx(0x803, [uint.MaxValue, 28, 28], [])));
        Assert.Equal($"{images}, byte 36: expected 24 bytes of images (3 × 2 × 4) after the header, found 20; the file is cut short; copy or download it again.", Wrong(Format.Images[..36]));
        Assert.Equal($"{images}, byte 40: expected the end of the file after 3 × 2 × 4 bytes of images, found 2 more bytes; copy or download it again.", Wrong([.. Format.Images, 0, 0]));
        folder.Write("i", Format.Images);
        Assert.Equal($"{labels}, byte 4: expected 3 labels, as {images} has images, found 2; take the two files of one set.", Message(images, folder.Write("l", Format.Idx(0x801, [2], [1, 2]))));
        Assert.Equal($"{labels}, byte 9: expected a label from 0 to 9, found 10 for item 1; correct the file, or give the number of classes it has.", Message(images, folder.Write("l", Format.Idx(0x801, [3], [9, 10, 2]))));
        string zipped = folder.Write("i.gz", TempFolder.Gzip(Format.Images)[..^3]);
        Assert.StartsWith($"{zipped}, its compressed bytes: expected gzip data, found \"", Message(zipped, labels), StringComparison.Ordinal);
        Assert.EndsWith("; the file is cut short or damaged; copy or download it again.", Message(zipped, labels), StringComparison.Ordinal);
        byte[] whole = TempFolder.Gzip(Format.Images);
        zipped = folder.Write("i.gz", [.. whole, 7]);
        Assert.Equal($"{zipped}, byte {whole.Length + 1}: expected the end of the compressed bytes, found an end after 40 unpacked bytes and something else; the file is cut short or damaged; copy or download it again.", Message(zipped, labels));
    }

    [Fact]
    public void A_set_is_read_under_either_spelling_and_however_it_was_compressed()
    {
        byte[] images = Format.Idx(0x803, [2, 3, 4], [.. Enumerable.Range(0, 24).Select(i => (byte)i)]), labels = Format.Idx(0x801, [2], [4, 2]);
        byte[][] forms = [images, TempFolder.Gzip(images), [.. TempFolder.Gzip(images[..9]), .. TempFolder.Gzip([]), .. TempFolder.Gzip(images[9..])]];
        foreach (string spelling in (string[])["-images-idx3-ubyte", "-images.idx3-ubyte", "-images-idx3-ubyte.gz", "-images.idx3-ubyte.gz"])
        {
            foreach (byte[] form in forms)
            {
                using var folder = new TempFolder();
                foreach (string part in (string[])["train", "t10k"])
                {
                    folder.Write(part + spelling, form);
                    folder.Write(part + spelling.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal), labels);
                }
                (DataSet train, DataSet test) = Mnist.Load(folder.Root);
                Assert.Equal(Labels.Of(4, 2), train.Labels);
                Assert.Equal(Tensor.Make<double>((2, 1, 3, 4), i => i / 255.0), test.Images<double>([0, 1]));
            }
        }
    }

    [Fact]
    public void An_absent_folder_or_file_is_named_with_what_was_looked_for()
    {
        using var folder = new TempFolder();
        Assert.Equal($"{folder["none"]}, on disk: expected a folder with the four MNIST files (train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte; plain or .gz), found none; check the path.",
            Assert.Throws<BadFileException>(() => Mnist.Load(folder["none"])).Message);
        folder.Write("train-images-idx3-ubyte", Format.Images);
        Assert.Equal($"{folder.Root}, on disk: expected train-labels-idx1-ubyte or train-labels.idx1-ubyte, with or without .gz, found none of them; put the four MNIST files there, or rename what is there.",
            Assert.Throws<BadFileException>(() => Mnist.Load(folder.Root)).Message);
    }

    [Fact]
    public void The_real_set_is_read_in_little_memory()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "FunctionalConv.sln"))) root = Path.GetDirectoryName(root);
        string folder = Path.Combine(root ?? ".", "..", "shared", "data", "mnist");
        if (!Directory.Exists(folder))
        {
            output.WriteLine($"skipped: there is no {folder}");
            return;
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        (DataSet train, DataSet test) = Mnist.Load(folder);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 55_000_000, 80_000_000); // 55 MB of pixels, 11 MB of compressed files
        Assert.Equal((60_000, 10_000), (train.Count, test.Count));
        Assert.Equal((1, 28, 28), train.Item);
        Assert.Equal([5, 0, 4, 1, 9], train.Labels.Values[..5].ToArray());
        Assert.Equal([7, 2, 1, 0, 4], test.Labels.Values[..5].ToArray());
        Assert.Equal(0.1307, train.Images<double>([.. Enumerable.Range(0, 60_000)]).Values.ToArray().Average(), 4); // the mean that everyone quotes
    }

    private static string Message(string images, string labels) => Assert.Throws<BadFileException>(() => Idx.Read(images, labels)).Message;
}
