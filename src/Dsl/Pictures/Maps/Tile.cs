// Tile: one map of numbers as an image in a picture: PNG for any size, NaN cells magenta and crossed, a large map as means of squares.
namespace FunctionalConv;

/// <summary>A map [H, W] as an image, in grey, in colours of a scale, or of three maps in red, green and blue.</summary>
internal sealed class Tile
{
    private const int Most = 512, MostCrosses = 400;
    private readonly int height, width, by;
    private readonly string href;
    private readonly List<(int H, int W)> missing = [];

    private Tile(int height, int width, int by, Func<int, int, (int Colour, bool Missing)> pixel)
    {
        (this.by, this.height, this.width) = (by, (height + by - 1) / by, (width + by - 1) / by);
        var pixels = new byte[this.height * this.width * 3];
        for (int h = 0; h < this.height; h++)
            for (int w = 0; w < this.width; w++)
            {
                var (colour, nan) = pixel(h, w);
                int at = ((h * this.width) + w) * 3;
                (pixels[at], pixels[at + 1], pixels[at + 2]) = ((byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);
                if (nan) missing.Add((h, w));
            }
        href = $"data:image/png;base64,{Convert.ToBase64String(Png.Rgb(this.width, this.height, pixels))}";
    }

    /// <summary>Cells that are not numbers.</summary>
    public int Missing => missing.Count;

    /// <summary>Cells per pixel and axis; 1 when every cell is drawn.</summary>
    public int By => by;

    /// <summary>Width over height.</summary>
    public double Aspect => (double)width / height;

    /// <summary>A map by a scale.</summary>
    public static Tile Of(int height, int width, ReadOnlySpan<double> values, ColourScale scale)
    {
        double[] copy = values.ToArray();
        int by = Factor(height, width);
        return new(height, width, by, (h, w) => Mean(copy, height, width, by, h, w) is var v ? (scale.Of(v), double.IsNaN(v)) : default);
    }

    /// <summary>Maps as grey (one) or red, green and blue (three), from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static Tile Image(int channels, int height, int width, ReadOnlySpan<double> values, double low, double high)
    {
        double[][] maps = new double[channels][];
        for (int c = 0; c < channels; c++) maps[c] = values.Slice(c * height * width, height * width).ToArray();
        int by = Factor(height, width);
        int Level(double v) => (int)Math.Round(255 * (high > low ? Math.Clamp((v - low) / (high - low), 0, 1) : 0));
        return new(height, width, by, (h, w) =>
        {
            double[] v = [.. maps.Select(map => Mean(map, height, width, by, h, w))];
            if (System.Array.Exists(v, double.IsNaN)) return (ColourScale.Missing, true);
            return channels == 3 ? ((Level(v[0]) << 16) | (Level(v[1]) << 8) | Level(v[2]), false) : (Level(v[0]) * 0x010101, false);
        });
    }

    /// <summary>The image in a box of the page.</summary>
    public string Draw(double x, double y, double w, double h, string? hover = null)
    {
        string crosses = missing.Count is 0 or > MostCrosses ? "" : Mark.Of("path", [("class", "fc-nan"), ("d", string.Concat(missing.Select(c => Cross(x + (c.W * w / width), y + (c.H * h / height), w / width, h / height))))]);
        string image = Mark.Of("image", [("x", x), ("y", y), ("width", w), ("height", h), ("preserveAspectRatio", "none"), ("href", href), ("data-cells", $"{height}x{width}"), ("data-missing", missing.Count)], hover is null ? [] : [$"<title>{Mark.Text(hover)}</title>"]);
        return image + crosses + Mark.Of("rect", [("class", "frame"), ("x", x - 0.5), ("y", y - 0.5), ("width", w + 1), ("height", h + 1)]);
    }

    private static string Cross(double x, double y, double w, double h) => $"M{Mark.Number(x)} {Mark.Number(y)}l{Mark.Number(w)} {Mark.Number(h)}m{Mark.Number(-w)} 0l{Mark.Number(w)} {Mark.Number(-h)}";

    private static int Factor(int height, int width) => (Math.Max(height, width) + Most - 1) / Most;

    /// <summary>The mean of a square of cells; NaN when one is.</summary>
    private static double Mean(double[] map, int height, int width, int by, int h, int w)
    {
        double sum = 0;
        int count = 0;
        for (int i = h * by; i < Math.Min(height, (h + 1) * by); i++)
            for (int j = w * by; j < Math.Min(width, (w + 1) * by); j++, count++) sum += map[(i * width) + j];
        return sum / count;
    }
}
