// The peer's cases: torch.zip beside the tests, or another zip of the same form named by FUNCTIONALCONV_CASES. One folder a case.
using System.IO.Compression;

namespace FunctionalConv.Properties.Peers;

internal static class PeerZip
{
    private static readonly Lazy<SortedDictionary<string, PeerCase>> Read = new(ReadAll);

    public static IReadOnlyDictionary<string, PeerCase> Cases => Read.Value;

    private static SortedDictionary<string, PeerCase> ReadAll()
    {
        string path = Environment.GetEnvironmentVariable("FUNCTIONALCONV_CASES") is { Length: > 0 } other ? other : Path.Combine(AppContext.BaseDirectory, "Peers", "torch.zip");
        using ZipArchive zip = ZipFile.OpenRead(path);
        var files = zip.Entries.ToDictionary(e => e.FullName, Bytes, StringComparer.Ordinal);
        const string description = "/case.json";
        var cases = new SortedDictionary<string, PeerCase>(StringComparer.Ordinal);
        foreach (string name in files.Keys.Where(name => name.EndsWith(description, StringComparison.Ordinal)))
        {
            string folder = name[..^description.Length];
            cases[folder] = PeerCase.Read(folder, file => files[$"{folder}/{file}"]);
        }
        return cases;
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
