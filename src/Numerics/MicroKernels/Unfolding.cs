// Unfolding: rows of the im2col matrix of one image, and their way back.
//   columns[(c, t), o] = x[c, o·stride + t·dilation − before], 0 outside;  folding adds up where windows overlap
//   A run of output rows (od, oh) from..to is done at a time, so that the matrix stays in the cache.
using System.Numerics;
using FunctionalConv.Graphs;

namespace FunctionalConv.MicroKernels;

/// <summary>im2col and col2im over a run of output rows.</summary>
internal static unsafe class Unfolding
{
    /// <summary>Writes the columns of output rows from..to for the given number of channels.</summary>
    public static void Unfold<T>(T* x, Maps map, int channels, Frame frame, Maps y, int from, int to, T* columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int c = 0; c < channels; c++, x += map.Plane)
            for (int td = 0; td < frame.D.Extent; td++)
                for (int th = 0; th < frame.H.Extent; th++)
                    for (int tw = 0; tw < frame.W.Extent; tw++)
                        for (int row = from; row < to; row++, columns += y.W)
                        {
                            int d = frame.D.At(row / y.H, td), h = frame.H.At(row % y.H, th);
                            if ((uint)d >= (uint)map.D || (uint)h >= (uint)map.H) new Span<T>(columns, y.W).Clear();
                            else Row(x + (((d * map.H) + h) * map.W), map.W, frame.W, tw, columns, y.W);
                        }
    }

    /// <summary>Adds the columns of output rows from..to to the maps.</summary>
    public static void Fold<T>(T* columns, Maps map, int channels, Frame frame, Maps y, int from, int to, T* x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int c = 0; c < channels; c++, x += map.Plane)
            for (int td = 0; td < frame.D.Extent; td++)
                for (int th = 0; th < frame.H.Extent; th++)
                    for (int tw = 0; tw < frame.W.Extent; tw++)
                        for (int row = from; row < to; row++, columns += y.W)
                        {
                            int d = frame.D.At(row / y.H, td), h = frame.H.At(row % y.H, th);
                            if ((uint)d < (uint)map.D && (uint)h < (uint)map.H) AddRow(columns, y.W, frame.W, tw, x + (((d * map.H) + h) * map.W), map.W);
                        }
    }

    private static void Row<T>(T* x, int n, Reach reach, int tap, T* columns, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (first, end) = Inside(reach, tap, n, width);
        for (int o = 0; o < first; o++) columns[o] = T.Zero;
        T* source = x + reach.At(first, tap);
        if (reach.Stride == 1) new ReadOnlySpan<T>(source, end - first).CopyTo(new Span<T>(columns + first, end - first));
        else
            for (int o = first; o < end; o++, source += reach.Stride) columns[o] = *source;
        for (int o = end; o < width; o++) columns[o] = T.Zero;
    }

    private static void AddRow<T>(T* columns, int width, Reach reach, int tap, T* x, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (first, end) = Inside(reach, tap, n, width);
        T* target = x + reach.At(first, tap);
        if (reach.Stride == 1)
        {
            var row = new Span<T>(target, end - first);
            System.Numerics.Tensors.TensorPrimitives.Add(row, new ReadOnlySpan<T>(columns + first, end - first), row);
        }
        else
            for (int o = first; o < end; o++, target += reach.Stride) *target += columns[o];
    }

    /// <summary>The outputs whose tap stands inside a row of n cells.</summary>
    private static (int First, int End) Inside(Reach reach, int tap, int n, int width)
    {
        int first = 0, end = width;
        while (first < end && reach.At(first, tap) < 0) first++;
        while (end > first && reach.At(end - 1, tap) >= n) end--;
        return (first, end);
    }
}
