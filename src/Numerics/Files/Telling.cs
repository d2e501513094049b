// Words of others in messages: cut to what a person reads, and without characters that move the cursor, turn the text around or end the line.
using System.Globalization;
using System.Text;

namespace FunctionalConv;

internal static class Telling
{
    private const int NameMost = 60;

    /// <summary>A name between quotes, fit for a message.</summary>
    public static string Name(string name) => $"\"{Clean(name, NameMost)}\"";

    /// <summary>Names between commas: the first eight.</summary>
    public static string Names(IReadOnlyList<string> names) => string.Join(", ", names.Take(8).Select(n => Clean(n, NameMost))) + (names.Count > 8 ? " …" : "");

    /// <summary>A text of at most so many characters; what does not print stands as \n, \r, \t or \uXXXX.</summary>
    public static string Clean(string text, int most)
    {
        var clean = new StringBuilder();
        foreach (Rune rune in text.AsSpan(0, Math.Min(text.Length, most + 1)).EnumerateRunes())
        {
            string letter = rune.Value switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                    ? $"\\u{rune.Value:X4}" : char.ConvertFromUtf32(rune.Value),
            };
            if (clean.Length + letter.Length > most) return clean.Append('…').ToString();
            clean.Append(letter);
        }
        return clean.ToString();
    }
}
