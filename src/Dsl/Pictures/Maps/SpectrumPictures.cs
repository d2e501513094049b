// Spectra and signals as pictures: singular values in falling order, what a circular convolution does to each frequency, transforms by their moduli, functions by their curves.
//   frequencies of images stand with 0 in the middle: a blur is bright there and dark at the corners, a difference the other way round
namespace FunctionalConv;

/// <summary>Spectra and signals as pictures.</summary>
public static class SpectrumPictures
{
    /// <summary>The singular values, largest first.</summary>
    public static Picture Picture(this Spectrum spectrum, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        return Chart.Curves(title ?? "Singular values, largest first", $"{spectrum}.", [new("", [.. spectrum.Values.Select((v, i) => ((double)i + 1, v))])], [$"{spectrum}."], across: "number", whole: true, range: Chart.Round([0, spectrum.Norm]));
    }

    /// <summary>How strongly each frequency passes a circular convolution: the norm of its matrix at that frequency; signals as a curve, images as a map with frequency 0 in the middle.</summary>
    /// <exception cref="ArgumentException">The maps have more than two axes.</exception>
    public static Picture Picture(this FrequencyResponse response, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(response);
        double[] strength = [.. Enumerable.Range(0, response.Count).Select(k => response[k] is { RowCount: 1, ColumnCount: 1 } h ? h[0, 0].Magnitude : response[k].Svd(computeVectors: false).S.Max(s => s.Real))];
        return Frequencies(title ?? "Frequency response", response.Frequencies, strength);
    }

    /// <summary>The moduli of a transform; signals as a curve, images as a map with frequency 0 in the middle.</summary>
    /// <exception cref="ArgumentException">It has more than two axes of more than one cell.</exception>
    public static Picture Picture(this FourierTransform transform, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(transform);
        double[] strength = new double[transform.Shape.Count];
        for (int i = 0; i < strength.Length; i++) strength[i] = transform.Values[i].Magnitude;
        return Frequencies(title ?? $"Transform {transform.Shape}: moduli", transform.Shape, strength);
    }

    /// <summary>A sampled function as a curve.</summary>
    public static Picture Picture(this Signal signal, string title = "A sampled function")
    {
        ArgumentNullException.ThrowIfNull(signal);
        return Chart.Curves(title, $"{signal}.", [Curve("", signal)], [$"{signal}."], across: "t");
    }

    /// <summary>Two functions, the second one flipped where it will be, and the result of sliding it over the first.</summary>
    public static Picture Picture(this Sliding sliding, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(sliding);
        return Chart.Curves(title ?? (sliding.Flips ? "Convolution: flip, slide, area" : "Correlation: slide, area"), $"{sliding.Count} moments.",
            [Curve("f", sliding.F), Curve(sliding.Flips ? "g, flipped" : "g", sliding.Ready), Curve("area at every shift", sliding.Result)], [], across: "t");
    }

    /// <summary>Whether frequencies have one or two axes, those of one cell not counted.</summary>
    internal static bool Draws(Shape frequencies) => frequencies.Count > 0 && frequencies.Sizes.ToArray().Count(n => n > 1) <= 2;

    private static Curve Curve(string name, Signal signal) => new(name, [.. signal.Values.Select((v, i) => (signal.At(i), v))]);

    private static Picture Frequencies(string title, Shape frequencies, double[] strength)
    {
        int[] sizes = [.. frequencies.Sizes.ToArray().Where(n => n > 1)];
        if (!Draws(frequencies)) throw new ArgumentException($"Frequencies of one or two axes are drawn; these have {frequencies}. Take a slice.", nameof(frequencies));
        double most = strength.Max();
        if (sizes.Length < 2)
        {
            int n = strength.Length;
            return Chart.Curves(title, $"{n} frequencies, at most {Mark.Figure(most)}.", [new("", [.. Enumerable.Range(0, n).Select(i => i - (n / 2)).Select(k => ((double)k, strength[((k % n) + n) % n]))])], [], across: "frequency, in turns over the map", whole: true, range: Chart.Round([0, most]));
        }
        var (height, width) = (sizes[0], sizes[1]);
        double[] centred = [.. Enumerable.Range(0, strength.Length).Select(i => strength[((((i / width) + height - (height / 2)) % height) * width) + (((i % width) + width - (width / 2)) % width)])];
        ColourScale scale = ColourScale.Rising(0, most);
        return TileSheet.Of(title, $"{height}×{width} frequencies, at most {Mark.Figure(most)}.", [(Tile.Of(height, width, centred, scale), "")], scale, ["Frequency 0 stands in the middle, the highest at the border."]);
    }
}
