// What Fourier transforms may not mix: an image whose numbers are not finite or lie too far apart is added up directly, by plain loops over rows.
//   A transform's error is a share of about 1e-15 of all that an image holds; each window of its outputs must see a good part of that. Energies, sums of squares over the
//   channels of a group, are added up over windows an axis at a time, as differences of running sums: what they lose in rounding lies far below the bound.
using System.Numerics;
using System.Numerics.Tensors;
using FunctionalConv.Graphs;

namespace FunctionalConv.Plans;

/// <param name="frame">The window.</param>
/// <param name="groups">Groups of channels.</param>
/// <param name="x">The input.</param>
/// <param name="y">The output.</param>
internal sealed unsafe class SpectralImage<T>(Frame frame, int groups, Maps x, Maps y)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many times the norm of a group's image may be that of what a window sees.</summary>
    internal const double MostImage = 1e6;

    private readonly double[] cells = new double[x.Plane], along = new double[x.D * x.H * y.W], across = new double[x.D * y.H * y.W], windows = new double[y.Plane], running = new double[Math.Max(x.D, Math.Max(x.H, x.W))];

    /// <summary>Whether transforms keep the digits of every window of an image.</summary>
    public bool IsEven(T* maps, int image)
    {
        for (int group = 0; group < groups; group++)
            if (!IsEven(maps + x.Start(image, group * (x.C / groups)))) return false;
        return true;
    }

    /// <summary>The outputs of one filter.</summary>
    public void Add(T* maps, T* weights, T* outputs, int image, int m, T bias, Epilogue found)
    {
        int perGroup = x.C / groups, first = m / (y.C / groups) * perGroup;
        T* map = outputs + y.Start(image, m);
        for (int row = 0; row < y.D * y.H; row++)
        {
            var to = new Span<T>(map + ((nint)row * y.W), y.W);
            to.Clear();
            for (int c = 0; c < perGroup; c++) AddRow(maps + x.Start(image, first + c), weights + ((((nint)m * perGroup) + c) * frame.Taps), row / y.H, row % y.H, to);
            found.Row(to, bias);
        }
    }

    private void AddRow(T* map, T* kernel, int d, int h, Span<T> to)
    {
        for (int tap = 0; tap < frame.Taps; tap++)
        {
            int w = tap % frame.W.Extent, atD = frame.D.At(d, tap / frame.W.Extent / frame.H.Extent), atH = frame.H.At(h, tap / frame.W.Extent % frame.H.Extent);
            if (atD < 0 || atD >= x.D || atH < 0 || atH >= x.H) continue;
            int stride = frame.W.Stride;
            var (from, end) = frame.W.On(w, x.W, to.Length);
            T* row = map + x.Cell(atD, atH, 0) + frame.W.At(0, w);
            if (stride == 1 && end > from) TensorPrimitives.MultiplyAdd(new ReadOnlySpan<T>(row + from, end - from), kernel[tap], to[from..end], to[from..end]);
            else
                for (int o = from; o < end; o++) to[o] += kernel[tap] * row[o * stride];
        }
    }

    private bool IsEven(T* maps)
    {
        Array.Clear(cells);
        for (int c = 0; c < x.C / groups; c++)
            for (int i = 0; i < cells.Length; i++)
            {
                double value = double.CreateTruncating(maps[((nint)c * x.Plane) + i]);
                cells[i] += value * value;
            }
        double whole = TensorPrimitives.Sum<double>(cells);
        if (whole == 0) return true;
        Windows(cells, along, frame.W, x.D * x.H, x.W, y.W, 1);
        Windows(along, across, frame.H, x.D, x.H, y.H, y.W);
        Windows(across, windows, frame.D, 1, x.D, y.D, y.H * y.W);
        return double.IsFinite(whole) && whole <= MostImage * MostImage * TensorPrimitives.Min<double>(windows);
    }

    /// <summary>Sums over the taps of the middle axis of [outer, n, inner].</summary>
    private void Windows(double[] from, double[] to, Reach reach, int outer, int n, int outputs, int inner)
    {
        for (int line = 0; line < outer * inner; line++)
        {
            int first = (line / inner * n * inner) + (line % inner), target = (line / inner * outputs * inner) + (line % inner), step = reach.Dilation;
            for (int i = 0; i < n; i++) running[i] = from[first + (i * inner)] + (i >= step ? running[i - step] : 0);
            for (int o = 0; o < outputs; o++)
            {
                int begin = reach.At(o, 0), end = reach.At(o, reach.Extent - 1);
                if (begin < 0) begin += (step - 1 - begin) / step * step;
                if (end >= n) end -= (end - n + step) / step * step;
                to[target + (o * inner)] = end < begin ? 0 : running[end] - (begin >= step ? running[begin - step] : 0);
            }
        }
    }
}
