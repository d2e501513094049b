// Colour scales, read by people with any colour vision and in grey print.
//   rising    dark blue to yellow, lightness grows with the value: cividis (Nuñez, Anderton and Renslow 2018), nine of its colours, linear between
//   signed    blue below 0, white at 0, orange above: PuOr/RdBu of Brewer, by way of its five colours
using System.Globalization;

namespace FunctionalConv;

/// <summary>Colours of numbers.</summary>
internal sealed class ColourScale
{
    private static readonly int[] Cividis = [0x00224e, 0x123570, 0x3b496c, 0x575d6d, 0x707173, 0x8a8678, 0xa59c74, 0xc3b369, 0xe1cc55, 0xfee838];
    private static readonly int[] Signs = [0x08519c, 0x6baed6, 0xf7f7f7, 0xfdae61, 0xb35806];
    private readonly int[] colours;
    private readonly double low, high;

    private ColourScale(int[] colours, double low, double high) => (this.colours, this.low, this.high) = (colours, low, high);

    /// <summary>The colour of what is not a number; no scale has it.</summary>
    public static int Missing => 0xcc00aa;

    public double Low => low;

    public double High => high;

    /// <summary>From the least value to the largest.</summary>
    public static ColourScale Rising(double low, double high) => new(Cividis, low, high);

    /// <summary>The same strength for −x and x.</summary>
    public static ColourScale Signed(double most) => new(Signs, -most, most);

    /// <summary>The scale that fits numbers: signed when some are negative.</summary>
    public static ColourScale For(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double v in values)
            if (double.IsFinite(v)) (low, high) = (Math.Min(low, v), Math.Max(high, v));
        if (low > high) return Rising(0, 1);
        return low < 0 ? Signed(Math.Max(-low, high)) : Rising(low, high);
    }

    /// <summary>Red, green and blue in one number.</summary>
    public int Of(double value)
    {
        if (double.IsNaN(value)) return Missing;
        double at = high > low ? Math.Clamp((value - low) / (high - low), 0, 1) * (colours.Length - 1) : low < 0 ? (colours.Length - 1) / 2.0 : 0;
        int below = Math.Min((int)at, colours.Length - 2);
        int Between(int shift)
        {
            int a = (colours[below] >> shift) & 255, b = (colours[below + 1] >> shift) & 255;
            return (int)Math.Round(a + ((at - below) * (b - a))) << shift;
        }
        return Between(16) | Between(8) | Between(0);
    }

    /// <summary>The colour for CSS.</summary>
    public string Css(double value) => $"#{Of(value).ToString("x6", CultureInfo.InvariantCulture)}";

    /// <summary>A legend: a bar with the least and the largest value.</summary>
    public string Legend(double x, double y, double width)
    {
        string bars = string.Concat(Enumerable.Range(0, 24).Select(i => Mark.Of("rect",
            [("x", x + (i * width / 24)), ("y", y), ("width", (width / 24) + 0.5), ("height", 10), ("fill", Css(low + ((i + 0.5) * (high - low) / 24)))])));
        return bars + Mark.Label(x, y + 24, Mark.Figure(low), "s") + Mark.Label(x + width, y + 24, Mark.Figure(high), "s e");
    }
}
