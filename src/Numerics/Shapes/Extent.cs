// One number for every spatial axis of the data, or one per axis.
using System.Globalization;

namespace FunctionalConv;

/// <summary>
/// A size, stride, dilation or amount over the spatial axes: a single number serves data of any rank, (h, w) serves 2-D data, (d, h, w) 3-D data.
/// Converts from <c>int</c> and from tuples.
/// </summary>
[TypeFormatterSource(typeof(ShownSource))]
public readonly record struct Extent
{
    private readonly int d, h, w, axes;

    private Extent(int axes, int d, int h, int w) => (this.axes, this.d, this.h, this.w) = (axes, d, h, w);

    /// <summary>The same number on every axis.</summary>
    public static implicit operator Extent(int each) => new(0, each, each, each);

    /// <summary>Height and width, for 2-D data.</summary>
    public static implicit operator Extent((int H, int W) e) => new(2, 1, e.H, e.W);

    /// <summary>Depth, height and width, for 3-D data.</summary>
    public static implicit operator Extent((int D, int H, int W) e) => new(3, e.D, e.H, e.W);

    /// <summary>How many axes it fixes: 2 or 3; 0 for a number that spreads over all.</summary>
    public int Axes => axes;

    /// <summary>Whether data of this many spatial axes can take it.</summary>
    public bool Fits(int rank) => axes == 0 || axes == rank;

    /// <summary>The number on an axis (0 depth, 1 height, 2 width) of data with <paramref name="rank"/> spatial axes; <paramref name="neutral"/> where the data has no such axis.</summary>
    public int On(int axis, int rank, int neutral) => axis < 3 - rank ? neutral : axis switch { 0 => d, 1 => h, _ => w };

    /// <summary>The smallest of its numbers.</summary>
    public int Least => axes switch { 0 => w, 2 => Math.Min(h, w), _ => Math.Min(d, Math.Min(h, w)) };

    /// <summary>A function of each number.</summary>
    public Extent Each(Func<int, int> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return new(axes, axes == 2 ? 1 : f(d), f(h), f(w));
    }

    /// <summary>Its numbers as C#: <c>3</c>, <c>(3, 5)</c>.</summary>
    public override string ToString() => axes switch
    {
        0 => w.ToString(CultureInfo.InvariantCulture),
        2 => $"({h}, {w})",
        _ => $"({d}, {h}, {w})",
    };

    /// <summary>Throws unless every number is at least <paramref name="least"/>.</summary>
    internal Extent AtLeast(int least, string owner, string what) => Least >= least
        ? this
        : throw new ArgumentException($"{owner} needs {what} of at least {least}; it was given {this}.");

    /// <summary>Throws unless every number is from <paramref name="least"/> to <paramref name="most"/>.</summary>
    internal Extent Within(int least, int most, string owner, string what) => AtLeast(least, owner, what).Each(n => n <= most
        ? n
        : throw new ArgumentException($"{owner} needs {what} of at most {most.ToString("N0", CultureInfo.InvariantCulture)}; it was given {n}."));
}
