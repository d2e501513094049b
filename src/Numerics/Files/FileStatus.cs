// What stands at a path, links followed: a plain file, a folder or something else, and whose it is. The framework does not say, so Linux is asked by statx, whose answer
// looks the same on every processor (https://man7.org/linux/man-pages/man2/statx.2.html). Elsewhere everything that is no folder counts as plain, its owner as one's own.
using System.Runtime.InteropServices;
using System.Text;

namespace FunctionalConv;

internal sealed record FileStatus(bool Plain, bool Folder, uint Owner, uint Group)
{
    private const int ThisFolder = -100; // AT_FDCWD
    private const uint Asked = 0x1F;     // STATX_TYPE, MODE, NLINK, UID, GID
    private const int KindBits = 0xF000, PlainKind = 0x8000, FolderKind = 0x4000;
    private const int OwnerAt = 20, GroupAt = 24, ModeAt = 28, Size = 256;

    private static readonly nint Ask = Function("statx"), ChangeOwner = Function("chown");

    /// <summary>What stands at a path; null where nothing does.</summary>
    public static unsafe FileStatus? Of(string path)
    {
        if (Ask == 0) return Directory.Exists(path) ? new(false, true, 0, 0) : File.Exists(path) ? new(true, false, 0, 0) : null;
        Span<byte> answer = stackalloc byte[Size];
        fixed (byte* name = Text(path), to = answer)
            if (((delegate* unmanaged<int, byte*, int, uint, byte*, int>)Ask)(ThisFolder, name, 0, Asked, to) != 0) return null;
        int kind = BitConverter.ToUInt16(answer[ModeAt..]) & KindBits;
        return new(kind == PlainKind, kind == FolderKind, BitConverter.ToUInt32(answer[OwnerAt..]), BitConverter.ToUInt32(answer[GroupAt..]));
    }

    /// <summary>Makes a file belong to this owner and group; false where that is not allowed.</summary>
    public unsafe bool PassOwnerTo(string path)
    {
        if (ChangeOwner == 0 || Of(path) is not { } now || (now.Owner, now.Group) == (Owner, Group)) return true;
        fixed (byte* name = Text(path)) return ((delegate* unmanaged<byte*, uint, uint, int>)ChangeOwner)(name, Owner, Group) == 0;
    }

    private static byte[] Text(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static nint Function(string name) =>
        OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), name, out nint function) ? function : 0;
}
