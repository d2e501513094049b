// Plain maps copied into rows with a border of zeros, split as many ways as a stride.
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.MicroKernels;

internal static unsafe class PaddedCopy<T>
    where T : unmanaged
{
    private const MethodImplOptions Hot = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    public static void Run(Crew crew, Maps maps, RowMaps to, T* plain, T* own)
    {
        int rows = maps.N * maps.C * to.Depths * to.Heights, parts = (int)Math.Clamp(to.Count >> 14, 1, Math.Min(crew.Threads, rows));
        Held<Copies>.Run(crew, parts, new(maps, to, plain, own, rows, parts));
    }

    /// <summary>Copies one map.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="to">Where their cells go.</param>
    /// <param name="source">The map.</param>
    /// <param name="own">Its first row of padded cells.</param>
    /// <param name="last">Whether nothing may be read after the map; otherwise one number may.</param>
    /// <param name="bordered">Whether the border is there already, from another map.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map(in Maps maps, in RowMaps to, T* source, T* own, bool last, bool bordered)
    {
        for (int d = 0; d < to.Depths; d++) Rows(maps, to, source, own, d, 0, to.Heights, last, bordered);
    }

    /// <summary>Copies padded rows from … end − 1 of a plane of a map.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(in Maps maps, in RowMaps to, T* source, T* own, int depth, int from, int end, bool last, bool bordered)
    {
        int lanes = Capabilities.Current == Capability.Avx512 ? Lanes512<T>.Count : LanesAny<T>.Count, plane = depth - to.Halo.D0, top = to.Halo.H0;
        T* rows = own + ((nint)depth * to.Plane);
        bool inside = plane >= 0 && plane < maps.D;
        int first = inside ? Math.Clamp(top, from, end) : end, stop = inside ? Math.Clamp(top + maps.H, from, end) : end;
        if (!bordered) Clear(rows, to.Row, from, first);
        if (!bordered) Clear(rows, to.Row, stop, end);
        if (first == stop) return;
        bool vectors = to.Ways <= 2 && to.Part >= lanes && maps.W / to.Ways >= lanes, reachesOver = last && to.Ways == 2 && plane == maps.D - 1 && stop == top + maps.H;
        int whole = vectors ? stop - (reachesOver ? 1 : 0) : first;
        source += (nint)plane * maps.H * maps.W;
        if (Capabilities.Current == Capability.Avx512) Vectors<Lanes512<T>>(maps.W, whole - first, to.Halo.W0, to.Ways, to.Part, bordered, source + ((nint)(first - top) * maps.W), rows + ((nint)first * to.Row));
        else Vectors<LanesAny<T>>(maps.W, whole - first, to.Halo.W0, to.Ways, to.Part, bordered, source + ((nint)(first - top) * maps.W), rows + ((nint)first * to.Row));
        Numbers(maps.W, stop - whole, to.Halo.W0, to.Ways, to.Part, source + ((nint)(whole - top) * maps.W), rows + ((nint)whole * to.Row));
    }

    private static void Clear(T* rows, int row, int from, int end) => new Span<T>(rows + ((nint)from * row), (end - from) * row).Clear();

    /// <summary>Rows in pieces of vectors; zeros first, then the cells, the last vector moved back over its neighbour.</summary>
    [MethodImpl(Hot)]
    private static void Vectors<V>(int width, int rows, int before, int ways, int part, bool bordered, T* from, T* row)
        where V : unmanaged, ILanes<V, T>
    {
        V zero = V.Of(default);
        for (int r = 0; r < ways; r++)
        {
            var (first, end) = Cells(r, width, before, ways, part);
            int count = end - first;
            T* source = from + (first * ways) + r - before, target = row + (r * part);
            for (int h = 0; h < rows; h++, source += width, target += ways * part)
            {
                for (int i = bordered ? first : 0; i < first; i += V.Count) V.Store(zero, target + Math.Min(i, part - V.Count));
                for (int i = bordered ? part : end; i < part; i += V.Count) V.Store(zero, target + Math.Min(i, part - V.Count));
                if (ways == 1)
                    for (int i = 0; i < count; i += V.Count)
                    {
                        int at = Math.Min(i, count - V.Count);
                        V.Store(V.Load(source + at), target + first + at);
                    }
                else
                    for (int i = 0; i < count; i += V.Count)
                    {
                        int at = Math.Min(i, count - V.Count);
                        V.Store(V.Even(source + (2 * at)), target + first + at);
                    }
            }
        }
    }

    [MethodImpl(Hot)]
    private static void Numbers(int width, int rows, int before, int ways, int part, T* from, T* row)
    {
        for (int h = 0; h < rows; h++, from += width)
            for (int r = 0; r < ways; r++, row += part)
            {
                var (first, end) = Cells(r, width, before, ways, part);
                if (ways == 1) new ReadOnlySpan<T>(from, width).CopyTo(new Span<T>(row + before, width));
                for (int i = 0; i < part; i++)
                    if (ways > 1 || i < first || i >= end) row[i] = i < first || i >= end ? default : from[(i * ways) + r - before];
            }
    }

    /// <summary>Cells r, r + ways, … of a padded row: the first of them that lies on the map, and the first after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int First, int End) Cells(int r, int width, int before, int ways, int part)
    {
        int first = Math.Max(0, (before - r + ways - 1) / ways);
        return (first, Math.Clamp((before + width - r + ways - 1) / ways, first, part));
    }

    private readonly struct Copies(Maps maps, RowMaps to, T* plain, T* own, int rows, int parts) : IWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Do(int part)
        {
            var share = new Share(rows, parts, part);
            for (int row = share.From; row < share.End;)
            {
                int plane = row / to.Heights, first = row - (plane * to.Heights), end = Math.Min(to.Heights, first + share.End - row), map = plane / to.Depths;
                Rows(maps, to, plain + ((nint)map * maps.Plane), own + ((nint)map * to.Map), plane - (map * to.Depths), first, end, last: map == (maps.N * maps.C) - 1, bordered: false);
                row += end - first;
            }
        }
    }
}
