// The one way in which the library writes files. A plain file is replaced whole: a new file beside it, flushed to the disk, takes its mode and owner and is then moved into its
// place, so that a killed run leaves the old file or the new one, never half of one. A link leads to the file that is replaced. A pipe or a device is written into.
namespace FunctionalConv;

internal static class Saving
{
    private const int Buffer = 1 << 16;
    private const int Tries = 8;

    /// <summary>Writes a file whole or not at all; what is no plain file is written into.</summary>
    /// <exception cref="BadFileException">The place cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            FileStatus? there = FileStatus.Of(path);
            if (there is { Folder: true }) throw new BadFileException(path, "on disk", "a place for a file", "a folder", "give the name of a file in it");
            if (there is { Plain: false }) Into(path, FileMode.Open, write);
            else Replace(new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName, there, write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadFileException(path, "on disk", "a place that can be written", Bytes.Sentence(e), "check that the folder exists, may be written and has room", e);
        }
    }

    private static void Into(string path, FileMode mode, Action<Stream> write)
    {
        // Shared: a device may be open elsewhere, and cannot be locked.
        using var stream = new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite, Buffer);
        write(stream);
    }

    private static void Replace(string target, FileStatus? there, Action<Stream> write)
    {
        // Who may not write a file may not replace it either, though the folder would allow it.
        if (there is not null) File.OpenHandle(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        for (int left = Tries; !Replaced(target, there, write, last: left == 0); left--)
        {
        }
    }

    // False when another save took the new file for a leftover between its unlocking and its moving. It is unlocked first, because whoever reads the target would meet the lock.
    private static bool Replaced(string target, FileStatus? there, Action<Stream> write, bool last)
    {
        UnixFileMode? mode = there is null || OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(target);
        using FileStream stream = Beside.Open(target, mode);
        string beside = stream.Name;
        try
        {
            Beside.ClearOthers(target, beside);
            write(stream);
            bool ours = there?.PassOwnerTo(beside) ?? true;
            if (mode is { } same && !OperatingSystem.IsWindows()) File.SetUnixFileMode(stream.SafeFileHandle, same); // after the owner, whose change takes bits away
            stream.Flush(flushToDisk: true);
            if (!ours) Copy(stream, target);
            stream.Dispose();
            if (ours) File.Move(beside, target, overwrite: true);
            return true;
        }
        catch (FileNotFoundException) when (!last)
        {
            return false;
        }
        finally
        {
            Discard(beside);
        }
    }

    // A file of another owner that may be written but not given away keeps its owner only when it is written into.
    private static void Copy(FileStream stream, string target)
    {
        stream.Position = 0;
        Into(target, FileMode.Truncate, into =>
        {
            stream.CopyTo(into);
            into.Flush();
        });
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report, and a leftover is cleared by the next save.
        }
    }
}
