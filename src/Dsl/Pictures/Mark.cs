// Mark: SVG and HTML as text. Elements with escaped attributes and numbers in the invariant culture, to two decimals: enough for a pixel.
using System.Globalization;
using System.Net;
using System.Text;

namespace FunctionalConv;

/// <summary>Elements of SVG and HTML.</summary>
internal static class Mark
{
    /// <summary>An element; attributes that are null are left out, and content must be marked up already (see <see cref="Text"/>).</summary>
    public static string Of(string tag, (string Name, object? Value)[] attributes, params string[] content)
    {
        var text = new StringBuilder("<").Append(tag);
        foreach (var (name, value) in attributes)
            if (value is not null) text.Append(' ').Append(name).Append("=\"").Append(Text(Value(value))).Append('"');
        if (content.Length == 0) return text.Append("/>").ToString();
        text.Append('>');
        foreach (string part in content) text.Append(part);
        return text.Append("</").Append(tag).Append('>').ToString();
    }

    /// <summary>Plain text as content or attribute. Characters that no XML may hold become �.</summary>
    public static string Text(string plain) => WebUtility.HtmlEncode(string.Concat(plain.Select(c => c < ' ' && c is not ('\n' or '\t' or '\r') ? '�' : c)));

    /// <summary>A line of text at a place.</summary>
    public static string Label(double x, double y, string plain, string kind = "") =>
        Of("text", [("class", kind.Length > 0 ? kind : null), ("x", x), ("y", y)], Text(plain));

    /// <summary>A number of pixels: at most two decimals.</summary>
    public static string Number(double n) => (Math.Round(n, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A value for people: four figures at most; NaN and the infinities by their names.</summary>
    public static string Figure(double n) => double.IsNaN(n) ? "NaN" : double.IsInfinity(n) ? (n > 0 ? "∞" : "−∞")
        : n < 0 ? $"−{Figure(-n)}"
        : n == 0 ? "0" : Math.Abs(n) is >= 1e5 or < 1e-3 ? n.ToString("0.##e0", CultureInfo.InvariantCulture)
        : n.ToString(Math.Abs(n) >= 100 ? "0.#" : Math.Abs(n) >= 1 ? "0.##" : "0.###", CultureInfo.InvariantCulture);

    /// <summary>Text in lines of at most so many characters, broken at blanks and before the dots of a chain of calls where there are any.</summary>
    public static IReadOnlyList<string> Wrap(string plain, int widest)
    {
        var lines = new List<string>();
        while (plain.Length > widest)
        {
            int cut = -1;
            for (int i = 1; i < widest; i++)
                if (plain[i] == ' ' || (plain[i] == '.' && char.IsLetter(plain[i + 1]))) cut = i;
            if (cut < widest / 3) cut = widest;
            lines.Add(plain[..cut].TrimEnd());
            plain = plain[cut..].TrimStart();
        }
        lines.Add(plain);
        return lines;
    }

    private static string Value(object value) => value switch
    {
        double d => Number(d),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}
