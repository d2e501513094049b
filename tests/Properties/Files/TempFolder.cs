// A folder of its own for a test's files, deleted with everything in it when the test ends.
using System.IO.Compression;

namespace FunctionalConv.Properties.Files;

internal sealed class TempFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("functionalconv-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var into = new MemoryStream();
        using (var zip = new GZipStream(into, CompressionLevel.Optimal)) zip.Write(bytes);
        return into.ToArray();
    }

    public static byte[] Bytes(Action<Stream> write)
    {
        using var into = new MemoryStream();
        write(into);
        return into.ToArray();
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
