// What a record prints when its ToString is not written out: Affine { A = -1, B = 0.5 }, in the invariant culture.
// The compiler's own PrintMembers asks each number for its ToString(), which follows the current culture; no other text can be put in its place, so the culture is.
using System.Globalization;
using System.Text;

namespace FunctionalConv;

internal static class RecordText
{
    /// <summary>The text that the compiler would write, with numbers as in code.</summary>
    /// <param name="name">The record's name.</param>
    /// <param name="members">Its <c>PrintMembers</c>.</param>
    public static string Of(string name, Func<StringBuilder, bool> members)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            StringBuilder text = new StringBuilder(name).Append(" { ");
            if (members(text)) text.Append(' ');
            return text.Append('}').ToString();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
