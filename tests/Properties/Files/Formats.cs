// One small valid file of every format that the library reads, and how it is read: for laws that hold for all formats.
using System.Buffers.Binary;
using FunctionalConv.Plans;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Files;

internal sealed record Format(string Name, byte[] Valid, Action<string> Read)
{
    /// <summary>What mutations change; by default the file.</summary>
    public byte[] Open { get; init; } = Valid;

    /// <summary>A file of what mutations changed: compressed, with right sums.</summary>
    public Func<byte[], byte[]> Seal { get; init; } = bytes => bytes;

    public override string ToString() => Name;

    /// <summary>An IDX file: the magic number, the extents, the bytes.</summary>
    public static byte[] Idx(uint magic, uint[] extents, byte[] body)
    {
        var bytes = new byte[4 + (4 * extents.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, magic);
        for (int i = 0; i < extents.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + (4 * i)), extents[i]);
        return [.. bytes, .. body];
    }

    public static byte[] Images { get; } = Idx(0x803, [3, 2, 4], [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 10))]);

    public static byte[] Labels { get; } = Idx(0x801, [3], [7, 0, 9]);

    // After the files that it is made of: static properties begin in this order.
    public static IReadOnlyList<Format> All { get; } = [.. Make()];

    private static IEnumerable<Format> Make()
    {
        yield return new("IDX images", Images, path => With(path, "labels", Labels, labels => FunctionalConv.Idx.Read(path, labels)));
        yield return new("IDX labels", Labels, path => With(path, "images", Images, images => FunctionalConv.Idx.Read(images, path)));
        yield return new("IDX images.gz", TempFolder.Gzip(Images), path => With(path, "labels", Labels, labels => FunctionalConv.Idx.Read(path, labels)));
        yield return new("IDX images in .gz", TempFolder.Gzip(Images), path => With(path, "labels", Labels, labels => FunctionalConv.Idx.Read(path, labels))) { Open = Images, Seal = TempFolder.Gzip };
        Tensor<float> a = Tensor.Normal<float>((2, 3), 1), b = Tensor.Normal<float>(5, 2), none = Tensor.Normal<float>((0, 4), 3);
        using var folder = new TempFolder();
        TensorFile.Write(folder["t"], [("a", a), ("none", none), ("b", b)], new Dictionary<string, string> { ["by"] = "a test" });
        yield return new("safetensors", File.ReadAllBytes(folder["t"]), path =>
        {
            TensorFile file = TensorFile.Read(path);
            _ = $"{file}";
            foreach (string name in file.Names) file.Get<float>(name);
        });
        yield return new("npy", TempFolder.Bytes(s => Npy.Write(s, a)), path => Npy.Read<double>(path));
        yield return new("npy labels", TempFolder.Bytes(s => Npy.Write(s, FunctionalConv.Labels.Of(1, -2, 3))), path => Npy.ReadLabels(path));
        Npz.Write(folder["z"], [("a", a), ("b", b)]);
        yield return new("npz", File.ReadAllBytes(folder["z"]), ReadNpz);
        byte[] array = TempFolder.Bytes(s => Npy.Write(s, a));
        yield return new("npy in npz", TempFolder.Zip(("a.npy", array)), ReadNpz) { Open = array, Seal = bytes => TempFolder.Zip(("a.npy", bytes)) };
        Choices.None.With("float, maps [1, 4, 8, 8]", ConvolutionAlgorithm.Columns).With("b \"ü\"", ConvolutionAlgorithm.Winograd).Save(folder["c"]);
        yield return new("choices", File.ReadAllBytes(folder["c"]), path => Choices.Load(path));
        Layer layer = Conv(2, 3).Then(BatchNorm()).Then(Flatten).Then(Dense(2));
        layer.Init<float>((1, 4, 4)).Save(folder["m"]);
        yield return new("model", File.ReadAllBytes(folder["m"]), path => Model.Load<float>(path, layer, (1, 4, 4)));
    }

    private static void ReadNpz(string path)
    {
        var file = Npz.Read(path);
        foreach (string name in file.Names)
        {
            try
            {
                file.Get<float>(name);
            }
            catch (BadFileException)
            {
                _ = file.TypeOf(name);
            }
        }
        _ = $"{file}";
        if (file.Names.Count > 0) file.Get<float>(file.Names[0]);
    }

    private static void With(string path, string name, byte[] bytes, Action<string> read)
    {
        string other = path + name;
        File.WriteAllBytes(other, bytes);
        read(other);
    }
}
