// Files beside: TARGET.32 hexadecimal digits.tmp, into which a save writes before it moves them into place. Whoever writes one holds a lock on it. The system lets go of the lock
// when the process ends, however it ends, so a file that can be locked is what a killed save left (or one that is moved in this moment, which Saving sees and writes again). No process number is needed, which another process could have meanwhile,
// or which means nothing in another container; locks are seen by all that share the file system.
namespace FunctionalConv;

internal static class Beside
{
    private const string Suffix = ".tmp";
    private const int Digits = 32;
    private const int Tries = 8;
    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");

    /// <summary>A new, locked file beside a target, to be read and written.</summary>
    public static FileStream Open(string target, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 << 16 };
        if (mode is { } given && !OperatingSystem.IsWindows()) options.UnixCreateMode = given;
        for (int left = Tries; ; left--)
        {
            try
            {
                var stream = new FileStream($"{target}.{Guid.NewGuid():N}{Suffix}", options);
                if (File.Exists(stream.Name)) return stream;
                stream.Dispose();
            }
            catch (IOException e) when (left > 0 && e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
            {
                // Another save took it for a leftover between its making and its locking. Whatever else it is, the last try reports.
            }
        }
    }

    /// <summary>Deletes what killed saves to the same target left.</summary>
    /// <param name="target">The file that is saved.</param>
    /// <param name="mine">This save's own file, which is locked.</param>
    public static void ClearOthers(string target, string mine)
    {
        try
        {
            // Where the file system knows no locks, nobody can say whose save still lives.
            if (Locked(mine) is { } free)
            {
                free.Dispose();
                return;
            }
            string own = Path.GetFileName(mine);
            foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(target))!))
                if (IsBeside(Path.GetFileName(file), Path.GetFileName(target)) && Path.GetFileName(file) != own && Plain(file)) Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that may be written but not listed; saving goes on.
        }
    }

    private static bool IsBeside(string file, string target) =>
        file.Length == target.Length + 1 + Digits + Suffix.Length && file.StartsWith(target + '.', StringComparison.Ordinal) && file.EndsWith(Suffix, StringComparison.Ordinal)
        && !file.AsSpan(target.Length + 1, Digits).ContainsAnyExcept(HexDigits);

    // Pipes would be waited for, and links lead elsewhere.
    private static bool Plain(string file) => new FileInfo(file).LinkTarget is null && FileStatus.Of(file) is { Plain: true };

    // Under the lock, so that whoever made the file in this moment sees that it is gone.
    private static void Delete(string file)
    {
        using FileStream? locked = Locked(file);
        if (locked is not null) File.Delete(file);
    }

    /// <summary>The file, locked; null when another holds it, or when it may not be read.</summary>
    private static FileStream? Locked(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Delete, 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
