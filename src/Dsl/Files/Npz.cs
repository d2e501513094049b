// NumPy's .npz: a zip archive of .npy files; an array's name is its entry's without ".npy". Written uncompressed with a fixed date: same arrays, same bytes.
using System.IO.Compression;
using System.Numerics;

namespace FunctionalConv;

/// <summary>The named arrays of a NumPy .npz file.</summary>
public sealed class Npz
{
    private const string Suffix = ".npy";
    private readonly string file;
    private readonly Dictionary<string, NpyArray> arrays;

    private Npz(string file, List<(string Name, NpyArray Array)> all)
    {
        this.file = file;
        Names = [.. all.Select(a => a.Name)];
        arrays = all.ToDictionary(a => a.Name, a => a.Array, StringComparer.Ordinal);
    }

    /// <summary>The arrays' names, in the file's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>An array as a tensor; whole numbers and other precisions are converted.</summary>
    /// <exception cref="BadFileException">There is no array of this name.</exception>
    public Tensor<T> Get<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Find(name).ToTensor<T>();

    /// <summary>An array of whole numbers as labels.</summary>
    /// <exception cref="BadFileException">There is no array of this name, its numbers are not whole, or one needs more than 32 bits.</exception>
    public Labels GetLabels(string name) => Find(name).ToLabels();

    /// <summary>Reads every array of a file.</summary>
    /// <exception cref="BadFileException">The file is absent, cut short, damaged or no archive of .npy files.</exception>
    public static Npz Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Parse(path, Bytes.Read(path));
    }

    /// <summary>Writes tensors in the order given, to a new file that is then moved into place.</summary>
    /// <exception cref="ArgumentException">A name comes twice.</exception>
    /// <exception cref="BadFileException">The place cannot be written.</exception>
    public static void Write<T>(string path, IEnumerable<(string Name, Tensor<T> Value)> tensors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensors);
        (string Name, Tensor<T> Value)[] all = [.. tensors];
        if (all.GroupBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"An .npz file holds every name once; \"{twice.Key}\" was given again.", nameof(tensors));
        Saving.Write(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, Tensor<T> value) in all)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name + Suffix, CompressionLevel.NoCompression);
                entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream into = entry.Open();
                Npy.Write(into, value);
            }
        });
    }

    /// <summary>A file's bytes, checked; <paramref name="file"/> names it in messages.</summary>
    internal static Npz Parse(string file, byte[] bytes)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            var all = new List<(string Name, NpyArray Array)>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                if (!entry.FullName.EndsWith(Suffix, StringComparison.Ordinal) || !seen.Add(entry.FullName))
                    throw new BadFileException(file, $"entry \"{entry.FullName}\"", "entries that end with .npy, every name once", "this one", "save arrays with numpy.savez");
                using Stream stream = entry.Open();
                all.Add((entry.FullName[..^Suffix.Length], NpyArray.Only(stream, $"{file}({entry.FullName})")));
            }
            return new(file, all);
        }
        catch (Exception e) when (e is not (BadFileException or OutOfMemoryException))
        {
            // A damaged archive makes the framework's reader throw many kinds: InvalidData, EndOfStream, NotSupported, ArgumentOutOfRange …
            throw new BadFileException(file, "its archive", "a zip archive of .npy files", Bytes.Sentence(e), "copy or save it again", e);
        }
    }

    private NpyArray Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return arrays.TryGetValue(name, out NpyArray? array) ? array
            : throw new BadFileException(file, $"array \"{name}\"", "it in the file", Names.Count == 0 ? "no array" : $"only {string.Join(", ", Names)}", "check the name");
    }
}
