// Scale: output cells per input cell, for every spatial axis or per axis.      m = ⌊n · scale⌋
using System.Globalization;

namespace FunctionalConv;

/// <summary>
/// A factor over the spatial axes: a single number serves data of any rank, (h, w) serves 2-D data, (d, h, w) 3-D data. Converts from <c>double</c> and from tuples.
/// </summary>
[TypeFormatterSource(typeof(ShownSource))]
public readonly record struct Scale
{
    private readonly double d, h, w;

    private Scale(int axes, double d, double h, double w) => (Axes, this.d, this.h, this.w) = (axes, d, h, w);

    /// <summary>The same factor on every axis.</summary>
    public static implicit operator Scale(double each) => new(0, each, each, each);

    /// <summary>The factors of an extent.</summary>
    public static implicit operator Scale(Extent e) => new(e.Axes, e.On(0, 3, 1), e.On(1, 3, 1), e.On(2, 3, 1));

    /// <summary>Factors of height and width, for 2-D data.</summary>
    public static implicit operator Scale((double H, double W) s) => new(2, 1, s.H, s.W);

    /// <summary>Factors of depth, height and width, for 3-D data.</summary>
    public static implicit operator Scale((double D, double H, double W) s) => new(3, s.D, s.H, s.W);

    /// <summary>How many axes it fixes: 2 or 3; 0 for a number that spreads over all.</summary>
    public int Axes { get; }

    /// <summary>Whether data of this many spatial axes can take it.</summary>
    public bool Fits(int rank) => Axes == 0 || Axes == rank;

    /// <summary>The factor on an axis (0 depth, 1 height, 2 width) of data with <paramref name="rank"/> spatial axes; 1 where the data has no such axis.</summary>
    public double On(int axis, int rank) => axis < 3 - rank ? 1 : axis switch { 0 => d, 1 => h, _ => w };

    /// <summary>⌊n · scale⌋ on an axis, in double as written.</summary>
    public int Out(int axis, int rank, int n) => (int)Math.Min(int.MaxValue, Math.Floor(n * On(axis, rank)));

    /// <summary>Whether every factor is a positive, finite number.</summary>
    internal bool IsPositive => d > 0 && h > 0 && w > 0 && double.IsFinite(d) && double.IsFinite(h) && double.IsFinite(w);

    /// <summary>Its factors as C#: <c>2</c>, <c>(0.5, 2)</c>.</summary>
    public override string ToString() => Axes switch
    {
        0 => Text(w),
        2 => $"({Text(h)}, {Text(w)})",
        _ => $"({Text(d)}, {Text(h)}, {Text(w)})",
    };

    private static string Text(double x) => x.ToString("R", CultureInfo.InvariantCulture);
}
