// One small valid file of every format that the library reads, and how it is read: for laws that hold for all formats.
using System.Buffers.Binary;

namespace FunctionalConv.Properties.Files;

internal sealed record Format(string Name, byte[] Valid, Action<string> Read)
{
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
        Tensor<float> a = Tensor.Normal<float>((2, 3), 1), b = Tensor.Normal<float>(5, 2), none = Tensor.Normal<float>((0, 4), 3);
        using var folder = new TempFolder();
        TensorFile.Write(folder["t"], [("a", a), ("none", none), ("b", b)], new Dictionary<string, string> { ["by"] = "a test" });
        yield return new("safetensors", File.ReadAllBytes(folder["t"]), path =>
        {
            TensorFile file = TensorFile.Read(path);
            foreach (string name in file.Names) file.Get<float>(name);
        });
        yield return new("npy", TempFolder.Bytes(s => Npy.Write(s, a)), path => Npy.Read<double>(path));
        yield return new("npy labels", TempFolder.Bytes(s => Npy.Write(s, FunctionalConv.Labels.Of(1, -2, 3))), path => Npy.ReadLabels(path));
        Npz.Write(folder["z"], [("a", a), ("b", b)]);
        yield return new("npz", File.ReadAllBytes(folder["z"]), path =>
        {
            var file = Npz.Read(path);
            foreach (string name in file.Names) file.Get<float>(name);
        });
    }

    private static void With(string path, string name, byte[] bytes, Action<string> read)
    {
        string other = path + name;
        File.WriteAllBytes(other, bytes);
        read(other);
    }
}
