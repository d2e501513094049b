// Cultures that print numbers, sort and change case in their own ways. One is made up, so that there is one where ICU is missing.
using System.Globalization;

namespace FunctionalConv.Properties.Culture;

internal static class Cultures
{
    private const string MadeUp = "made up";
    private static readonly string[] Known = ["sv-SE", "fa-IR", "ar-SA", "de-DE", "tr-TR"];

    public static TheoryData<string> Names => [MadeUp, .. Known.Where(IsThere)];

    /// <summary>What a function gives under a culture.</summary>
    public static T In<T>(string name, Func<T> function)
    {
        (CultureInfo culture, CultureInfo words) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = name == MadeUp ? Other() : CultureInfo.GetCultureInfo(name);
        try
        {
            return function();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, words);
        }
    }

    private static bool IsThere(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name).NumberFormat.NumberDecimalSeparator != "" && CultureInfo.GetCultureInfo(name).Name == name;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    private static CultureInfo Other()
    {
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat = new NumberFormatInfo
        {
            NegativeSign = "−",
            PositiveSign = "＋",
            NumberDecimalSeparator = "·",
            NumberGroupSeparator = "'",
            PercentDecimalSeparator = "·",
            PercentSymbol = "٪",
            NaNSymbol = "none",
            PositiveInfinitySymbol = "endless",
            NegativeInfinitySymbol = "−endless",
        };
        return other;
    }
}
