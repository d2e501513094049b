// Tensors as pictures, by their rank, channels first:
//   [n] bars      [C, W] signals, a curve per channel      [1, H, W] grey      [3, H, W] colours      [C, H, W] a sheet of maps      [C, D, H, W] slices, a row per channel
//   A model's kernels [M, C, …] say that they are kernels, and are drawn as a bank of filters.
using System.Numerics;

namespace FunctionalConv;

/// <summary>Tensors as pictures.</summary>
public static class TensorPictures
{
    private const int MostTiles = 100;

    /// <summary>
    /// The tensor as its rank says: [n] as bars, [C, W] as signals, [1, H, W] as a grey and [3, H, W] as a colour image, other [C, H, W] as a sheet of maps, [C, D, H, W] as
    /// slices; a kernel that a model or its gradients gave as a bank of filters. Images outside 0 … 1 are stretched from their least to their largest value, and the picture says so; NaN is shown as such.
    /// </summary>
    /// <exception cref="ArgumentException">Another rank, or no element.</exception>
    public static Picture Picture<T>(this Tensor<T> tensor, string? title = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Shape shape = tensor.Shape;
        if (tensor.Bank && shape.Rank is >= 3 and <= 5 && tensor.Count > 0) return tensor.Filters(title);
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
            _ => Slices(title, values, shape, null),
        };
    }

    /// <summary>The channels of [C, H, W] as a sheet of maps in colours, signed values blue below 0 and orange above; those of [C, W] as small charts on one scale, and those of [C, D, H, W] as rows of slices.</summary>
    /// <exception cref="ArgumentException">Another rank, or no element.</exception>
    public static Picture Maps<T>(this Tensor<T> tensor, string? title = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Shape.Rank is < 2 or > 4 || tensor.Count == 0) throw new ArgumentException($"Maps draws feature maps [C, W], [C, H, W] or [C, D, H, W]; it was given {tensor.Shape}.", nameof(tensor));
        if (tensor.Shape.Rank == 2) return Multiples.Of(title ?? $"Feature maps {tensor.Shape}", Doubles(tensor), tensor.Shape[0], tensor.Shape[1]);
        if (tensor.Shape.Rank == 4) return Slices(title ?? $"Feature maps {tensor.Shape}", Doubles(tensor), tensor.Shape, ColourScale.For(Doubles(tensor)));
        return Maps(title ?? $"Feature maps {tensor.Shape}", Doubles(tensor), tensor.Shape[0], tensor.Shape[1], tensor.Shape[2], c => $"{c + 1}");
    }

    /// <summary>
    /// The filters of a convolution's kernel: [M, C, h, w] as tiles, a row per filter and a column per channel; [M, C, w] as small charts of the taps; [M, C, d, h, w] as rows of slices.
    /// </summary>
    /// <exception cref="ArgumentException">Another rank, or no element.</exception>
    public static Picture Filters<T>(this Tensor<T> weight, string? title = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Shape.Rank is < 3 or > 5 || weight.Count == 0) throw new ArgumentException($"Filters draws the kernel of a convolution, [M, C, w], [M, C, h, w] or [M, C, d, h, w]; it was given {weight.Shape}.", nameof(weight));
        return FilterPictures.Of(title, Doubles(weight), weight.Shape);
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

    private static Picture Slices(string title, double[] values, Shape shape, ColourScale? scale)
    {
        int channels = Math.Min(shape[0], 12), depth = shape[1], size = shape[2] * shape[3], shown = Math.Min(depth, 12);
        var (low, high, notes) = scale is null ? Range(values) : (0, 1, []);
        Tile Slice(int c, int d) => values.AsSpan(((c * depth) + d) * size, size) is var slice && scale is not null ? Tile.Of(shape[2], shape[3], slice, scale) : Tile.Image(1, shape[2], shape[3], slice, low, high);
        IEnumerable<(Tile, string)> tiles = from c in Enumerable.Range(0, channels)
                                            from d in Enumerable.Range(0, shown)
                                            select (Slice(c, d), shape[0] == 1 ? $"{d + 1}" : $"{c + 1}, {d + 1}");
        if (channels < shape[0] || shown < depth) notes = [.. notes, $"The first {channels} of {shape[0]} channels and {shown} of {depth} slices are shown."];
        return TileSheet.Of(title, $"A volume of {depth} slices of {shape[2]} rows and {shape[3]} columns, {shape[0]} channels.", [.. tiles], scale, notes, shape[0] == 1 ? 0 : shown);
    }
}
