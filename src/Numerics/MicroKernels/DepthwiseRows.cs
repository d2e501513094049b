// Depthwise convolution: every channel has its own kernel. Four vectors of outputs at once.
//   on plain maps    a vector is neighbouring pixels of one channel; the taps' weights are one number each
//   in blocks        a vector is one block of channels of a pixel; the taps' weights are vectors
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

internal static unsafe class DepthwiseRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Hot = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>One plain map, a vector of outputs at each of some places: y[to] = bias + Σ over t of weights[t] · x[from + table[t]].</summary>
    /// <param name="table">Where each tap stands.</param>
    /// <param name="weights">One number per tap.</param>
    /// <param name="places">Pairs (from, to), as many as <see cref="Places"/> gives.</param>
    /// <param name="bias">Added to every sum.</param>
    /// <param name="x">The input's first cell.</param>
    /// <param name="y">The output's first cell.</param>
    /// <param name="low">Least of the result.</param>
    /// <param name="high">Most of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Plain(ReadOnlySpan<int> table, T* weights, ReadOnlySpan<int> places, T bias, T* x, T* y, T low, T high)
    {
        fixed (int* entries = table, pairs = places)
            if (Capabilities.Current == Capability.Avx512) Plain<Lanes512<T>>(entries, table.Length, weights, pairs, places.Length / 2, bias, x, y, low, high);
            else Plain<LanesAny<T>>(entries, table.Length, weights, pairs, places.Length / 2, bias, x, y, low, high);
    }

    /// <summary>
    /// One plain map under a kernel of three rows, as far apart as the rows of outputs: a column of four outputs reads six rows, each once per tap along the row.
    /// </summary>
    /// <param name="across">Where each tap along a row stands.</param>
    /// <param name="weights">One number per tap, row by row.</param>
    /// <param name="bias">Added to every sum.</param>
    /// <param name="x">The first output's first row of input.</param>
    /// <param name="row">From a row of inputs to the next.</param>
    /// <param name="y">The output's first cell.</param>
    /// <param name="width">Outputs of a row, at least <see cref="Least"/>; they follow each other.</param>
    /// <param name="height">Rows of outputs, at least four.</param>
    /// <param name="low">Least of the result.</param>
    /// <param name="high">Most of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns(ReadOnlySpan<int> across, T* weights, T bias, T* x, int row, T* y, int width, int height, T low, T high)
    {
        fixed (int* taps = across)
            if (Capabilities.Current == Capability.Avx512) Columns<Lanes512<T>>(taps, across.Length, weights, bias, x, row, y, width, height, low, high);
            else Columns<LanesAny<T>>(taps, across.Length, weights, bias, x, row, y, width, height, low, high);
    }

    /// <summary>The narrowest row that whole vectors cover.</summary>
    public static int Least => Capabilities.Current == Capability.Avx512 ? Lanes512<T>.Count : LanesAny<T>.Count;

    /// <summary>Where vectors stand that cover rows: the last of a row is moved back over its neighbour, the last of all repeated to fill a group of four.</summary>
    /// <param name="width">Outputs of a row, at least <see cref="Least"/>.</param>
    /// <param name="rows">Where each row starts in the input and in the output.</param>
    public static int[] Places(int width, IEnumerable<(int From, int To)> rows)
    {
        var places = new List<int>();
        foreach (var (from, to) in rows)
            for (int i = 0; i < width; i += Least)
            {
                int at = Math.Min(i, width - Least);
                places.AddRange([from + at, to + at]);
            }
        while (places.Count % 8 != 0) places.AddRange([places[^2], places[^1]]);
        return [.. places];
    }

    /// <summary>One row of outputs of a block of channels: y[i] = bias + Σ over t of weights[t] · x[table[t] + i · step], vectors of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Blocks(ReadOnlySpan<int> table, T* weights, T* bias, T* x, int step, T* y, int width, int block, T low, T high)
    {
        fixed (int* entries = table)
            if (Capabilities.Current == Capability.Avx512) Blocks<Lanes512<T>>(entries, table.Length, weights, bias, x, step, y, width, block, low, high);
            else Blocks<LanesAny<T>>(entries, table.Length, weights, bias, x, step, y, width, block, low, high);
    }

    [MethodImpl(Hot)]
    private static void Plain<V>(int* table, int taps, T* weights, int* places, int count, T bias, T* x, T* y, T low, T high)
        where V : unmanaged, ILanes<V, T>
    {
        V start = V.Of(bias), least = V.Of(low), most = V.Of(high);
        for (int i = 0; i < count; i += 4, places += 8)
        {
            T* p = x + places[0], q = x + places[2], r = x + places[4], s = x + places[6];
            V a = start, b = start, c = start, d = start;
            for (int t = 0; t < taps; t++)
            {
                V w = V.Of(weights[t]);
                nint tap = table[t];
                a = V.Fma(w, V.Load(p + tap), a);
                b = V.Fma(w, V.Load(q + tap), b);
                c = V.Fma(w, V.Load(r + tap), c);
                d = V.Fma(w, V.Load(s + tap), d);
            }
            V.Store(V.Clip(a, least, most), y + places[1]);
            V.Store(V.Clip(b, least, most), y + places[3]);
            V.Store(V.Clip(c, least, most), y + places[5]);
            V.Store(V.Clip(d, least, most), y + places[7]);
        }
    }

    [MethodImpl(Hot)]
    private static void Columns<V>(int* across, int taps, T* weights, T bias, T* x, int row, T* y, int width, int height, T low, T high)
        where V : unmanaged, ILanes<V, T>
    {
        V start = V.Of(bias), least = V.Of(low), most = V.Of(high);
        for (int top = 0; top < height; top += 4)
            for (int left = 0; left < width; left += V.Count)
            {
                int h = Math.Min(top, height - 4), w = Math.Min(left, width - V.Count);
                T* from = x + ((nint)h * row) + w, to = y + ((nint)h * width) + w;
                V a = start, b = start, c = start, d = start;
                for (int t = 0; t < taps; t++)
                {
                    T* p = from + across[t];
                    V w0 = V.Of(weights[t]), w1 = V.Of(weights[taps + t]), w2 = V.Of(weights[(2 * taps) + t]);
                    V x1 = V.Load(p + row), x2 = V.Load(p + (2 * row)), x3 = V.Load(p + (3 * row)), x4 = V.Load(p + (4 * row));
                    a = V.Fma(w2, x2, V.Fma(w1, x1, V.Fma(w0, V.Load(p), a)));
                    b = V.Fma(w2, x3, V.Fma(w1, x2, V.Fma(w0, x1, b)));
                    c = V.Fma(w2, x4, V.Fma(w1, x3, V.Fma(w0, x2, c)));
                    d = V.Fma(w2, V.Load(p + (5 * row)), V.Fma(w1, x4, V.Fma(w0, x3, d)));
                }
                V.Store(V.Clip(a, least, most), to);
                V.Store(V.Clip(b, least, most), to + width);
                V.Store(V.Clip(c, least, most), to + (2 * width));
                V.Store(V.Clip(d, least, most), to + (3 * width));
            }
    }

    // The last four pixels are moved back over their neighbours; a row of fewer than four is done one by one.
    [MethodImpl(Hot)]
    private static void Blocks<V>(int* table, int taps, T* weights, T* bias, T* x, int step, T* y, int width, int block, T low, T high)
        where V : unmanaged, ILanes<V, T>
    {
        V least = V.Of(low), most = V.Of(high);
        bool threes = InThrees(table, taps, step);
        for (int v = 0; v < block; v += V.Count)
        {
            V start = bias == null ? V.Of(T.Zero) : V.Load(bias + v);
            for (int i = 0; width >= 4 && i < width; i += 4)
            {
                int o = Math.Min(i, width - 4);
                V a = start, b = start, c = start, d = start;
                T* w = weights + v, from = x + (o * step) + v;
                if (threes)
                    for (int t = 0; t < taps; t += 3, w += 3 * block)
                    {
                        // Neighbouring pixels read neighbouring cells: six cells serve three taps of four pixels.
                        T* p = from + table[t];
                        V w0 = V.Load(w), w1 = V.Load(w + block), w2 = V.Load(w + (2 * block)), x1 = V.Load(p + step), x2 = V.Load(p + (2 * step)), x3 = V.Load(p + (3 * step)), x4 = V.Load(p + (4 * step));
                        a = V.Fma(w2, x2, V.Fma(w1, x1, V.Fma(w0, V.Load(p), a)));
                        b = V.Fma(w2, x3, V.Fma(w1, x2, V.Fma(w0, x1, b)));
                        c = V.Fma(w2, x4, V.Fma(w1, x3, V.Fma(w0, x2, c)));
                        d = V.Fma(w2, V.Load(p + (5 * step)), V.Fma(w1, x4, V.Fma(w0, x3, d)));
                    }
                else
                    for (int t = 0; t < taps; t++, w += block)
                    {
                        T* p = from + table[t];
                        V weight = V.Load(w);
                        a = V.Fma(weight, V.Load(p), a);
                        b = V.Fma(weight, V.Load(p + step), b);
                        c = V.Fma(weight, V.Load(p + (2 * step)), c);
                        d = V.Fma(weight, V.Load(p + (3 * step)), d);
                    }
                T* to = y + (o * block) + v;
                V.Store(V.Clip(a, least, most), to);
                V.Store(V.Clip(b, least, most), to + block);
                V.Store(V.Clip(c, least, most), to + (2 * block));
                V.Store(V.Clip(d, least, most), to + (3 * block));
            }
            for (int o = 0; width < 4 && o < width; o++)
            {
                V sum = start;
                for (int t = 0; t < taps; t++) sum = V.Fma(V.Load(weights + v + (t * block)), V.Load(x + (o * step) + table[t] + v), sum);
                V.Store(V.Clip(sum, least, most), y + (o * block) + v);
            }
        }
    }

    /// <summary>Whether the taps come in threes that are as far apart as pixels: a kernel of three along the row, stride equal to dilation.</summary>
    private static bool InThrees(int* table, int taps, int step)
    {
        bool threes = taps % 3 == 0;
        for (int t = 0; threes && t < taps; t += 3) threes = table[t + 1] - table[t] == step && table[t + 2] - table[t + 1] == step;
        return threes;
    }
}
