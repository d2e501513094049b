// What a convolution layer means, without any size formula: pad by the fill's definition, try every position as a stop, add up products.
//   Shares nothing with src but Tensor and Shape.
namespace FunctionalConv.Properties.Convolution;

internal static class PlainConvolution
{
    public static Tensor<double> Of(ConvCase c, Tensor<double> x, Tensor<double> w, Tensor<double>? bias)
    {
        int[][] stops = [.. c.Axes.Select(Stops)];
        Shape shape = Shape.Of([c.Batch, c.Filters, .. stops.Select(s => s.Length)]);
        int perGroup = c.Filters / c.Groups;
        return Tensor.Make(shape, i =>
        {
            int[] at = Vectors.Position(shape, i);
            double sum = bias?.Values[at[1]] ?? 0;
            for (int t = 0; t < w.Count; t++)
            {
                int[] tap = Vectors.Position(w.Shape, t);
                if (tap[0] != at[1]) continue;
                int[] cell = [.. stops.Select((s, axis) => s[at[axis + 2]] + (tap[axis + 2] * c.Axes[axis].Dilation))];
                sum += w.Values[t] * Value(c, x, at[0], (at[1] / perGroup * w.Shape[1]) + tap[1], cell);
            }
            return sum;
        });
    }

    /// <summary>The first cells, counted from the map, of every window that lies inside the padded map: found by trying.</summary>
    private static int[] Stops(AxisCase axis)
    {
        var stops = new List<int>();
        for (int first = -axis.Before; ; first += axis.Stride)
        {
            int last = first;
            for (int t = 1; t < axis.Taps; t++) last += axis.Dilation;
            if (last >= axis.Cells + axis.After) return [.. stops];
            stops.Add(first);
        }
    }

    private static double Value(ConvCase c, Tensor<double> x, int n, int channel, int[] cell)
    {
        var at = new int[cell.Length];
        for (int i = 0; i < cell.Length; i++)
            if (Inside(c.Fill.Mode, cell[i], c.Axes[i].Cells) is { } inside) at[i] = inside;
            else return c.Fill.Value;
        return x[[n, channel, .. at]];
    }

    /// <summary>The cell of the map whose value stands at a position, by walking there from the border; none where the constant stands.</summary>
    private static int? Inside(FillMode mode, int position, int cells)
    {
        if (position >= 0 && position < cells) return position;
        if (mode == FillMode.Constant) return null;
        int at = position < 0 ? 0 : cells - 1, outward = position < 0 ? -1 : 1, direction = -outward;
        for (int p = at; p != position; p += outward)
        {
            at = mode switch
            {
                FillMode.Reflect => at + direction,
                FillMode.Circular => at == (outward < 0 ? 0 : cells - 1) ? (outward < 0 ? cells - 1 : 0) : at + outward,
                _ => at,
            };
        }
        return at;
    }
}
