// Memory between two pages that nobody may touch: a read or a write of one byte outside it ends the process at once. Linux and macOS.
using System.Runtime.InteropServices;

namespace FunctionalConv.Properties.Running;

/// <summary>Numbers that end where the page behind them begins, or begin where the page before them ends.</summary>
internal sealed unsafe class GuardedPages<T> : IDisposable
    where T : unmanaged
{
    private const int None = 0, ReadWrite = 3, Private = 2;
    private readonly nint region;
    private readonly nuint bytes;
    private readonly int count;
    private readonly T* first;

    public GuardedPages(int count, bool atEnd)
    {
        nuint page = (nuint)Environment.SystemPageSize, needed = (nuint)count * (nuint)sizeof(T), inner = (needed + page - 1) / page * page;
        (this.count, bytes) = (count, inner + (2 * page));
        region = Pages.Map(0, bytes, None, Private | (OperatingSystem.IsMacOS() ? 0x1000 : 0x20), -1, 0);
        if (region == -1 || Pages.Protect(region + (nint)page, inner, ReadWrite) != 0) throw new InvalidOperationException($"The system gives no guarded memory: error {Marshal.GetLastPInvokeError()}.");
        first = (T*)(region + (nint)page + (atEnd ? (nint)(inner - needed) : 0));
    }

    public static bool Available => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    public Span<T> Numbers => new(first, count);

    public void Dispose() => _ = Pages.Unmap(region, bytes);
}

/// <summary>The calls of the system that give memory and forbid it.</summary>
internal static partial class Pages
{
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    internal static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Unmap(nint address, nuint length);
}
