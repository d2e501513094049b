// Memory a thread keeps for packing: aligned to cache lines, grown when needed, freed with the thread.
using System.Runtime.InteropServices;

namespace FunctionalConv.MicroKernels;

internal sealed unsafe class Scratch
{
    private const nuint Alignment = 4096;

    [ThreadStatic]
    private static Scratch? mine;

    private void* memory;
    private nuint size;

    ~Scratch() => NativeMemory.AlignedFree(memory);

    /// <summary>At least this many elements, with any content; valid until this thread asks again.</summary>
    internal static T* Take<T>(long count)
        where T : unmanaged
    {
        Scratch scratch = mine ??= new Scratch();
        nuint bytes = checked((nuint)count * (nuint)sizeof(T));
        if (bytes > scratch.size) scratch.Grow(bytes);
        return (T*)scratch.memory;
    }

    private void Grow(nuint bytes)
    {
        NativeMemory.AlignedFree(memory);
        memory = null;
        size = 0;
        bytes = (bytes + Alignment - 1) & ~(Alignment - 1);
        memory = NativeMemory.AlignedAlloc(bytes, Alignment);
        size = bytes;
    }
}
