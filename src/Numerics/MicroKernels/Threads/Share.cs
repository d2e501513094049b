// One part's share of the items of a job: as even as they allow, in order.
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

/// <summary>Items From … End − 1 of a job, to be walked with foreach.</summary>
internal readonly struct Share(int items, int parts, int part)
{
    public readonly int From = (int)((long)part * items / parts), End = (int)((long)(part + 1) * items / parts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Walk GetEnumerator() => new(From, End);

    /// <summary>Where items are runs of rows, image after image: for each image every pair of filter blocks over its runs, so that a pair's weights stay near.</summary>
    public RunWalk ByPairs(int runs, int pairs) => new(this, runs, pairs);

    internal struct Walk(int from, int end)
    {
        private readonly int end = end;

        public int Current { get; private set; } = from - 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext() => ++Current < end;
    }

    internal struct RunWalk(Share share, int runs, int pairs)
    {
        private int image = share.From / runs, pair, run = (share.From % runs) - 1;

        public readonly (int Image, int Pair, int Run) Current => (image, pair, run);

        public readonly RunWalk GetEnumerator() => this;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (++run < Math.Min(runs, share.End - (image * runs))) return true;
            if (++pair == pairs) (image, pair) = (image + 1, 0);
            run = Math.Max(0, share.From - (image * runs));
            return (image * runs) + run < share.End;
        }
    }
}
