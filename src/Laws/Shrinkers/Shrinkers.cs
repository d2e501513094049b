// Shrinkers: for a value, simpler ones to try when a law fails on it. Generators written with LINQ do not shrink by themselves.
namespace FunctionalConv;

/// <summary>Simpler values of the same kind, the simplest first.</summary>
public static partial class Shrinkers
{
    /// <summary>Shapes with one axis smaller; the rank stays.</summary>
    public static IEnumerable<Shape> Smaller(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        for (int axis = 0; axis < shape.Rank; axis++)
            foreach (int n in Below(shape[axis], 1)) yield return shape.With(axis, n);
    }

    /// <summary>One number for all axes, or extents with smaller numbers, each at least <paramref name="least"/>.</summary>
    public static IEnumerable<Extent> Smaller(Extent extent, int least = 1)
    {
        if (extent.Axes > 0) yield return extent.Least;
        for (int i = 3 - Math.Max(1, extent.Axes); i < 3; i++)
            foreach (int n in Below(extent.On(i, 3, least), least))
            {
                int axis = i;
                int Of(int a) => a == axis ? n : extent.On(a, 3, least);
                yield return extent.Axes switch { 0 => n, 2 => (Of(1), Of(2)), _ => (Of(0), Of(1), Of(2)) };
            }
    }

    /// <summary>No padding, the same amounts filled with zeros, or a simpler case.</summary>
    public static IEnumerable<Padding> Smaller(Padding padding)
    {
        ArgumentNullException.ThrowIfNull(padding);
        if (padding != Padding.Valid) yield return Padding.Valid;
        if (padding.Fill != Fill.Zeros) yield return padding.Filled(Fill.Zeros);
        if (padding is not SamePadding && padding.Filled(Fill.Zeros) is var bare && bare != Padding.Valid && bare != Padding.By(1)) yield return Padding.By(1);
    }

    /// <summary>Windows with fewer taps, shorter strides, less padding.</summary>
    public static IEnumerable<Window> Smaller(Window window)
    {
        ArgumentNullException.ThrowIfNull(window);
        foreach (Padding padding in Smaller(window.Padding)) yield return window with { Padding = padding };
        foreach (Extent dilation in Smaller(window.Dilation)) yield return window with { Dilation = dilation };
        foreach (Extent stride in Smaller(window.Stride)) yield return window with { Stride = stride };
        foreach (Extent extent in Smaller(window.Extent)) yield return window with { Extent = extent };
    }

    /// <summary>Tensors with one axis cut, or with numbers rounded or replaced by 0; one number below zero stays.</summary>
    public static IEnumerable<Tensor<double>> Smaller(Tensor<double> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        static bool Negative(Tensor<double> t) => t.Values.ToArray().Any(n => n < 0);
        foreach (Shape shape in Smaller(tensor.Shape))
            if (Tensor.Make(shape, i => tensor.Values[i]) is var cut && Negative(cut)) yield return cut;
        Tensor<double> rounded = Tensor.Make(tensor.Shape, i => Math.Round(tensor.Values[i]));
        if (!rounded.Equals(tensor) && Negative(rounded)) yield return rounded;
        for (int one = 0; one < Math.Min(tensor.Count, 64); one++)
            if (tensor.Values[one] != 0 && Tensor.Make(tensor.Shape, i => i == one ? 0 : tensor.Values[i]) is var without && Negative(without)) yield return without;
    }

    /// <summary>Smaller whole numbers, not below <paramref name="least"/>: the least, the half of the way, one less.</summary>
    internal static IEnumerable<int> Below(int n, int least)
    {
        if (n > least) yield return least;
        if (n - ((n - least) / 2) is var half && half < n && half > least) yield return half;
        if (n - 1 > least && n - 1 != n - ((n - least) / 2)) yield return n - 1;
    }
}
