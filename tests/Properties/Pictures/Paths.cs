// The rectangles of a drawing's paths, read back from its elements.
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FunctionalConv.Properties.Pictures;

internal static partial class Paths
{
    /// <summary>The path of a kind within an element; empty for none.</summary>
    public static string Of(XElement within, string kind) => within.Descendants().FirstOrDefault(e => e.Attribute("class")?.Value == kind)?.Attribute("d")?.Value ?? "";

    /// <summary>The rectangles of a path.</summary>
    public static IEnumerable<(double X, double Y, double Width, double Height)> Boxes(string path) => Box().Matches(path).Select(m =>
    {
        double Number(int group) => double.Parse(m.Groups[group].Value, CultureInfo.InvariantCulture);
        return (Number(1), Number(2), Number(3), Number(4));
    });

    [GeneratedRegex(@"M(\S+) (\S+?)h([^v]+)v([^h]+)h[^z]+z")]
    private static partial Regex Box();
}
