// Plain maps copied into rows with a border of zeros, split as many ways as a stride. Every calling thread keeps one job, so that a run allocates nothing.
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.MicroKernels;

internal sealed unsafe class PaddedCopy<T>
    where T : unmanaged
{
    private const MethodImplOptions Hot = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    [ThreadStatic]
    private static PaddedCopy<T>? mine;

    private readonly Action<int> body;
    private Maps maps;
    private RowMaps to;
    private T* plain, own;
    private int parts;

    private PaddedCopy() => body = Part;

    public static void Run(Crew crew, Maps maps, RowMaps to, T* plain, T* own)
    {
        PaddedCopy<T> job = mine ??= new();
        (job.maps, job.to, job.parts) = (maps, to, Math.Clamp(to.Count >> 14, 1, Math.Min(crew.Threads, maps.N * maps.C)));
        job.plain = plain;
        job.own = own;
        crew.Run(job.parts, job.body);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Part(int part)
    {
        int all = maps.N * maps.C;
        for (int map = (int)((long)part * all / parts); map < (int)((long)(part + 1) * all / parts); map++)
            Map(maps, to, plain + ((nint)map * maps.Plane), own + ((nint)map * to.Map), last: map == all - 1);
    }

    /// <summary>Copies one map.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="to">Where their cells go.</param>
    /// <param name="source">The map.</param>
    /// <param name="row">Its first row of padded cells.</param>
    /// <param name="last">Whether nothing may be read after the map; otherwise one number may.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map(in Maps maps, in RowMaps to, T* source, T* row, bool last)
    {
        int lanes = Capabilities.Current == Capability.Avx512 ? Lanes512<T>.Count : LanesAny<T>.Count;
        bool vectors = to.Ways <= 2 && to.Part >= lanes && maps.W / to.Ways >= lanes;
        for (int d = 0; d < to.Depths; d++)
        {
            int rows = d < to.Halo.D0 || d >= to.Halo.D0 + maps.D ? 0 : maps.H, above = rows == 0 ? to.Heights : to.Halo.H0;
            int apart = last && to.Ways == 2 && d == to.Halo.D0 + maps.D - 1 ? 1 : 0, most = vectors ? rows - apart : 0;
            new Span<T>(row, above * to.Row).Clear();
            row += (nint)above * to.Row;
            if (Capabilities.Current == Capability.Avx512) Vectors<Lanes512<T>>(maps.W, most, to.Halo.W0, to.Ways, to.Part, source, row);
            else Vectors<LanesAny<T>>(maps.W, most, to.Halo.W0, to.Ways, to.Part, source, row);
            Numbers(maps.W, rows - most, to.Halo.W0, to.Ways, to.Part, source + ((nint)most * maps.W), row + ((nint)most * to.Row));
            row += (nint)rows * to.Row;
            source += (nint)rows * maps.W;
            if (rows == 0) continue;
            new Span<T>(row, to.Halo.H1 * to.Row).Clear();
            row += (nint)to.Halo.H1 * to.Row;
        }
    }

    /// <summary>Rows in pieces of vectors; zeros first, then the cells, the last vector moved back over its neighbour.</summary>
    [MethodImpl(Hot)]
    private static void Vectors<V>(int width, int rows, int before, int ways, int part, T* from, T* row)
        where V : unmanaged, ILanes<V, T>
    {
        V zero = V.Of(default);
        for (int h = 0; h < rows; h++, from += width)
            for (int r = 0; r < ways; r++, row += part)
            {
                var (first, end) = Cells(r, width, before, ways, part);
                for (int i = 0; i < first; i += V.Count) V.Store(zero, row + Math.Min(i, part - V.Count));
                for (int i = end; i < part; i += V.Count) V.Store(zero, row + Math.Min(i, part - V.Count));
                T* source = from + (first * ways) + r - before, target = row + first;
                int count = end - first;
                if (ways == 1)
                    for (int i = 0; i < count; i += V.Count)
                    {
                        int at = Math.Min(i, count - V.Count);
                        V.Store(V.Load(source + at), target + at);
                    }
                else
                    for (int i = 0; i < count; i += V.Count)
                    {
                        int at = Math.Min(i, count - V.Count);
                        V.Store(V.Even(source + (2 * at)), target + at);
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
                for (int i = 0; i < part; i++) row[i] = i < first || i >= end ? default : from[(i * ways) + r - before];
            }
    }

    /// <summary>Cells r, r + ways, … of a padded row: the first of them that lies on the map, and the first after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int First, int End) Cells(int r, int width, int before, int ways, int part)
    {
        int first = Math.Max(0, (before - r + ways - 1) / ways);
        return (first, Math.Clamp((before + width - r + ways - 1) / ways, first, part));
    }
}
