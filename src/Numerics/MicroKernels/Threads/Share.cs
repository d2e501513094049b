// One part's share of the items of a job: as even as they allow, in order.
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

/// <summary>Items From … End − 1 of a job, to be walked with foreach.</summary>
internal readonly struct Share(int items, int parts, int part)
{
    public readonly int From = (int)((long)part * items / parts), End = (int)((long)(part + 1) * items / parts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Walk GetEnumerator() => new(From, End);

    internal struct Walk(int from, int end)
    {
        private readonly int end = end;

        public int Current { get; private set; } = from - 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext() => ++Current < end;
    }
}
