// Amounts in sentences: the one owner of plurals.
using System.Globalization;

namespace FunctionalConv;

internal static class Amount
{
    /// <summary>A number with its noun: <c>1 row</c>, <c>2 rows</c>, <c>1,024 batches</c>.</summary>
    public static string Of(long n, string plural) => string.Create(CultureInfo.InvariantCulture, $"{n:N0} {Noun(n, plural)}");

    /// <summary>The noun alone, in the number that n asks for.</summary>
    public static string Noun(long n, string plural) => n != 1 ? plural
        : plural switch
        {
            "axes" => "axis",
            "batches" => "batch",
            "branches" => "branch",
            "classes" => "class",
            "guesses" => "guess",
            "losses" => "loss",
            _ => plural[..^1],
        };
}
