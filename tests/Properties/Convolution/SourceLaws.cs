// Two promises about the source itself: only Shapes/ computes an output size, and no layer is copied per rank.
//   A search over text can be fooled; it catches the formula and the names as people write them.
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FunctionalConv.Properties.Convolution;

public partial class SourceLaws
{
    [Fact]
    public void Only_shapes_divide_by_a_stride()
    {
        string[] found = [.. Lines().Where(l => !l.Place.StartsWith("Numerics/Shapes/", StringComparison.Ordinal) && SizeFormula().IsMatch(l.Code)).Select(l => $"{l.Place}: {l.Code.Trim()}")];
        Assert.True(found.Length == 0, "An output size is computed outside Shapes/:\n" + string.Join('\n', found));
        Assert.Matches(SizeFormula(), "int o = ((n + (2 * p) - k) / stride) + 1;");
        Assert.Contains(Lines(), l => l.Place == "Numerics/Shapes/Reach.cs" && SizeFormula().IsMatch(l.Code));
    }

    [Fact]
    public void No_layer_is_copied_per_rank()
    {
        string[] found = [.. Lines().Where(l => PerRank().IsMatch(l.Code)).Select(l => $"{l.Place}: {l.Code.Trim()}")];
        Assert.True(found.Length == 0, "A name ends in its rank:\n" + string.Join('\n', found));
        Assert.Matches(PerRank(), "public static Layer Conv2d(int filters)");
    }

    /// <summary>A division by a stride, or by a member called Stride, of something added up.</summary>
    [GeneratedRegex(@"[-+][^;]*/\s*\(?\w*\.?\w*[sS]tride\b|\b(room|rest|free)\s*/\s*\w*[sS]tride\b")]
    private static partial Regex SizeFormula();

    /// <summary>An identifier that ends in a number of dimensions: Conv2d, MaxPool3D.</summary>
    [GeneratedRegex(@"\b[A-Za-z_]{2,}[123][dD]\b")]
    private static partial Regex PerRank();

    /// <summary>Every line of src, without its comment.</summary>
    private static IEnumerable<(string Place, string Code)> Lines([CallerFilePath] string here = "")
    {
        string src = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src"));
        foreach (string file in Directory.EnumerateFiles(src, "*.cs", SearchOption.AllDirectories))
        {
            string place = Path.GetRelativePath(src, file).Replace('\\', '/');
            if (place.Contains("/obj/", StringComparison.Ordinal) || place.EndsWith(".Generated.cs", StringComparison.Ordinal)) continue;
            foreach (string line in File.ReadLines(file))
                if (line.Split("//")[0] is { Length: > 0 } code) yield return (place, code);
        }
    }
}
