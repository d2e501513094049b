// Tensors as pictures, by their rank, channels first:
//   [n] bars      [C, W] signals, a curve per channel      [1, H, W] grey      [3, H, W] colours      [C, H, W] a sheet of maps      [C, D, H, W] slices, a row per channel
using System.Numerics;

namespace FunctionalConv;

/// <summary>Tensors as pictures.</summary>
public static class TensorPictures
{
    private const int MostTiles = 100;

    /// <summary>
    /// The tensor as its rank says: [n] as bars, [C, W] as signals, [1, H, W] as a grey and [3, H, W] as a colour image, other [C, H, W] as a sheet of maps, [C, D, H, W] as
    /// slices. Images outside 0 … 1 are stretched from their least to their largest value, and the picture says so; NaN is shown as such.
    /// </summary>
    /// <exception cref="ArgumentException">Another rank, or no element.</exception>
    public static Picture Picture<T>(this Tensor<T> tensor, string? title = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Shape shape = tensor.Shape;
        if (shape.Rank is < 1 or > 4 || tensor.Count == 0)
            throw new ArgumentException($"A picture of a tensor needs elements and 1 to 4 axes: [n] is drawn as bars, [C, W] as signals, [C, H, W] as images, [C, D, H, W] as slices; it was given {shape}. Pick an item of a batch.", nameof(tensor));
        double[] values = Doubles(tensor);
        title ??= $"Tensor {shape}";
        return shape.Rank switch
        {
            1 => Chart.Bars(title, values),
            2 => Chart.Signals(title, values, shape[0], shape[1]),
            3 when shape[0] is 1 or 3 => Image(title, values, shape),
            3 => Maps(title, values, shape[0], shape[1], shape[2], c => $"{c + 1}"),
            _ => Slices(title, values, shape),
        };
    }

    /// <summary>The channels of [C, H, W] as a sheet of maps in colours, signed values blue below 0 and orange above.</summary>
    /// <exception cref="ArgumentException">Another rank, or no element.</exception>
    public static Picture Maps<T>(this Tensor<T> tensor, string? title = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Shape.Rank != 3 || tensor.Count == 0) throw new ArgumentException($"Maps draws feature maps [C, H, W]; it was given {tensor.Shape}.", nameof(tensor));
        return Maps(title ?? $"Feature maps {tensor.Shape}", Doubles(tensor), tensor.Shape[0], tensor.Shape[1], tensor.Shape[2], c => $"{c + 1}");
    }

    /// <summary>The filters [M, C, h, w] of a convolution as tiles: a row per filter and a column per channel, or colour tiles when there are three channels. [M, C, w] are rows of one cell.</summary>
    /// <exception cref="ArgumentException">Another rank, or no element.</exception>
    public static Picture Filters<T>(this Tensor<T> weight, string? title = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(weight);
        Shape s = weight.Shape.Rank == 3 ? Shape.Of(weight.Shape[0], weight.Shape[1], 1, weight.Shape[2]) : weight.Shape;
        if (s.Rank != 4 || weight.Count == 0) throw new ArgumentException($"Filters draws the weights of a convolution, [M, C, h, w] or [M, C, w]; it was given {weight.Shape}.", nameof(weight));
        double[] values = Doubles(weight);
        int size = s[2] * s[3], filters = Math.Min(s[0], s[1] == 1 ? MostTiles : 12), channels = Math.Min(s[1], 12);
        ColourScale scale = ColourScale.For(values);
        (Tile, string)[] tiles = [.. from m in Enumerable.Range(0, filters) from c in Enumerable.Range(0, channels) select (Tile.Of(s[2], s[3], values.AsSpan(((m * s[1]) + c) * size, size), scale), s[1] == 1 ? $"{m + 1}" : $"{m + 1}, {c + 1}")];
        string[] notes = filters < s[0] || channels < s[1] ? [$"The first {filters} of {s[0]} filters and {channels} of {s[1]} channels are shown."] : [];
        return TileSheet.Of(title ?? $"Filters {weight.Shape}", $"{s[0]} filters over {s[1]} channels; blue is negative, orange positive.", tiles, scale, notes, s[1] == 1 ? 0 : channels);
    }

    /// <summary>A matrix [rows, columns] as coloured structure: Toeplitz and circulant matrices show their diagonals.</summary>
    /// <exception cref="ArgumentException">Another rank, or no element.</exception>
    public static Picture Structure<T>(this Tensor<T> matrix, string? title = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Shape.Rank != 2 || matrix.Count == 0) throw new ArgumentException($"Structure draws a matrix [rows, columns]; it was given {matrix.Shape}.", nameof(matrix));
        double[] values = Doubles(matrix);
        ColourScale scale = ColourScale.For(values);
        return TileSheet.Of(title ?? $"Matrix {matrix.Shape[0]}×{matrix.Shape[1]}", $"A matrix of {matrix.Shape[0]} rows and {matrix.Shape[1]} columns, a cell of the picture for each number.", [(Tile.Of(matrix.Shape[0], matrix.Shape[1], values, scale), "")], scale, []);
    }

    internal static double[] Doubles<T>(Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => tensor.To<double>().Values.ToArray();

    /// <summary>The range of an image: 0 to 1 when it lies there, else from its least to its largest value.</summary>
    internal static (double Low, double High, string[] Notes) Range(double[] values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double low = finite.Length == 0 ? 0 : finite.Min(), high = finite.Length == 0 ? 1 : finite.Max();
        return low >= 0 && high <= 1 ? (0, 1, []) : (low, high, [$"Black is {Mark.Figure(low)}, white {Mark.Figure(high)}."]);
    }

    private static Picture Image(string title, double[] values, Shape shape)
    {
        var (low, high, notes) = Range(values);
        return TileSheet.Of(title, $"An image of {shape[1]} rows and {shape[2]} columns.", [(Tile.Image(shape[0], shape[1], shape[2], values, low, high), "")], null, notes);
    }

    private static Picture Maps(string title, double[] values, int maps, int height, int width, Func<int, string> caption)
    {
        int shown = Math.Min(maps, MostTiles), size = height * width;
        ColourScale scale = ColourScale.For(values);
        string[] notes = shown < maps ? [$"The first {shown} of {maps} are shown."] : [];
        return TileSheet.Of(title, $"{maps} maps of {height} rows and {width} columns.", [.. Enumerable.Range(0, shown).Select(c => (Tile.Of(height, width, values.AsSpan(c * size, size), scale), caption(c)))], scale, notes);
    }

    private static Picture Slices(string title, double[] values, Shape shape)
    {
        int channels = Math.Min(shape[0], 6), depth = shape[1], size = shape[2] * shape[3], shown = Math.Min(depth, 64);
        var (low, high, notes) = Range(values);
        IEnumerable<(Tile, string)> tiles = from c in Enumerable.Range(0, channels)
                                            from d in Enumerable.Range(0, shown)
                                            select (Tile.Image(1, shape[2], shape[3], values.AsSpan(((c * depth) + d) * size, size), low, high), shape[0] == 1 ? $"{d + 1}" : $"{c + 1}, {d + 1}");
        if (channels < shape[0] || shown < depth) notes = [.. notes, $"The first {channels} of {shape[0]} channels and {shown} of {depth} slices are shown."];
        return TileSheet.Of(title, $"A volume of {depth} slices of {shape[2]} rows and {shape[3]} columns, {shape[0]} channels.", [.. tiles], null, notes);
    }
}
