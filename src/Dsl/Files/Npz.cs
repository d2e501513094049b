// NumPy's .npz: a zip archive of .npy files; an array's name is its entry's without ".npy". Written uncompressed with a fixed date: same arrays, same bytes.
//   Damage is looked for in all members at once, by their sums; whether a member is an array that can be read is asked when it is asked for.
using System.IO.Compression;
using System.Numerics;

namespace FunctionalConv;

/// <summary>The named arrays of a NumPy .npz file.</summary>
public sealed class Npz
{
    private const string Suffix = ".npy";
    private readonly string file;
    private readonly Dictionary<string, (ZipMember Member, NpyHeader? Header)> arrays = new(StringComparer.Ordinal);

    private Npz(string file, IReadOnlyList<ZipMember> members)
    {
        this.file = file;
        var names = new List<string>();
        foreach (ZipMember member in members)
        {
            string name = member.Name.EndsWith(Suffix, StringComparison.Ordinal) ? member.Name[..^Suffix.Length] : member.Name;
            if (!arrays.TryAdd(name, (member, Header(member)))) throw new BadFileException(file, $"entry {Telling.Name(member.Name)}", "every name once", "it again", "save arrays with numpy.savez");
            names.Add(name);
        }
        Names = names;
    }

    /// <summary>The arrays' names, in the file's order; a member that is no array of .npy is among them by its whole name.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>An array of b1, u1 … u8, i1 … i8, f2, f4, f8 or bfloat16 as a tensor; a number that T cannot hold becomes the nearest that it can.</summary>
    /// <exception cref="BadFileException">There is no array of this name, or its numbers cannot be read.</exception>
    public Tensor<T> Get<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Open(name, NpyArray.Tensor<T>);

    /// <summary>An array of whole numbers as labels.</summary>
    /// <exception cref="BadFileException">There is no array of this name, its numbers are not whole, or one needs more than 32 bits.</exception>
    public Labels GetLabels(string name) => Open(name, NpyArray.Labels);

    /// <summary>The type of an array's numbers as the file names it, <c>'&lt;f4'</c>, whether it can be read or not; <c>unknown</c> for what is no array of .npy.</summary>
    /// <exception cref="BadFileException">There is no array of this name.</exception>
    public string TypeOf(string name) => Find(name).Header?.Type ?? "unknown";

    /// <summary>The shape of an array, whether its numbers can be read or not.</summary>
    /// <exception cref="BadFileException">There is no array of this name, or it is no array of .npy.</exception>
    public Shape ShapeOf(string name) => Find(name).Header?.Shape ?? Open(name, (stream, place, _) => NpyHeader.Read(stream, place)).Shape;

    /// <summary>Reads a file and checks every member's sum.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">How much is taken from it; by default <see cref="ReadLimits.Default"/>.</param>
    /// <exception cref="BadFileException">The file is absent, cut short, damaged, no zip archive, or greater than the limits.</exception>
    public static Npz Read(string path, ReadLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Parse(path, Bytes.Read(path, limits), limits);
    }

    /// <summary>Writes tensors in the order given. A plain file appears whole or not at all.</summary>
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

    /// <summary>One line per array: name, type and shape.</summary>
    public override string ToString() => string.Join('\n', Names.Select(n => arrays[n].Header is { } header ? $"{Telling.Name(n)} {header.Type} {header.Shape}" : $"{Telling.Name(n)} unknown"));

    /// <summary>A file's bytes, checked; <paramref name="file"/> names it in messages.</summary>
    internal static Npz Parse(string file, byte[] bytes, ReadLimits? limits = null)
    {
        limits ??= ReadLimits.Default;
        ZipMember[] members = [.. ZipMember.All(file, bytes, limits).Where(m => !m.Name.EndsWith('/'))];
        long most = limits.UnpackedOf(bytes.Length), unpacked = members.Where(m => m.Method != 0).Sum(m => (long)m.Length);
        if (unpacked > most)
            throw new BadFileException(file, "its directory", $"members that unpack to at most {Bytes.Number(most)} bytes", Bytes.Number(unpacked), "if the file is to be trusted, give ReadLimits with a greater Unpacked");
        foreach (ZipMember member in members.Where(m => m.Readable)) member.Check(file);
        return new(file, members);
    }

    private static NpyHeader? Header(ZipMember member)
    {
        if (!member.Readable) return null;
        try
        {
            using Stream stream = member.Open();
            return NpyHeader.Read(stream, member.Name);
        }
        catch (BadFileException)
        {
            return null; // said again, with its place, to whoever asks for the array
        }
    }

    private TArray Open<TArray>(string name, Func<Stream, string, bool, TArray> read)
    {
        ZipMember member = Find(name).Member;
        string place = $"{file}({Telling.Clean(member.Name, 60)})";
        if (!member.Readable) throw new BadFileException(place, "its entry", "bytes that are stored or deflated", member.Locked ? "bytes under a password" : $"method {member.Method}", "save arrays with numpy.savez");
        using Stream stream = member.Open();
        return NpyArray.Only(stream, place, known: true, read);
    }

    private (ZipMember Member, NpyHeader? Header) Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return arrays.TryGetValue(name, out var array) ? array
            : throw new BadFileException(file, $"array {Telling.Name(name)}", "it in the file", Names.Count == 0 ? "no array" : $"only {Telling.Names(Names)}", "check the name");
    }
}
