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

    public static byte[] Zip(params (string Name, byte[] Bytes)[] members) => Zip(seeking: true, members);

    /// <summary>An archive as .NET writes it; into what cannot seek back, with sums and sizes behind the members.</summary>
    public static byte[] Zip(bool seeking, params (string Name, byte[] Bytes)[] members) => Bytes(into =>
    {
        using var zip = new ZipArchive(seeking ? into : new GoingOn(into), ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, bytes) in members)
        {
            using Stream member = zip.CreateEntry(name).Open();
            member.Write(bytes);
        }
    });

    public static byte[] Bytes(Action<Stream> write)
    {
        using var into = new MemoryStream();
        write(into);
        return into.ToArray();
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private sealed class GoingOn(Stream into) : MemoryStream
    {
        public override bool CanSeek => false;

        public override void Write(byte[] buffer, int offset, int count) => into.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => into.Write(buffer);

        public override void WriteByte(byte value) => into.WriteByte(value);
    }
}
