// Interpolated strings of this library are culture-free: $"{1.5}" is 1.5 everywhere, $"{-2}" has an ASCII minus.
//
// The compiler turns every $"…" into calls of the type of this name, and takes the one of its own assembly before the framework's. The framework's formats by the
// current culture: a model saved under sv-SE holds Shift((1, −2)) with another minus, and no C# reads it. With this one no call site can forget its culture.
// Each assembly of the library compiles this file (see src/Directory.Build.props), because the type must be its own.
//
// It does not reach text that is made another way: StringBuilder.Append($"…") without a culture (CA1305 refuses it), "…" + number, string.Join of numbers,
// ToString of an object. tests/Properties/Culture looks for these.
using System.Globalization;
using System.Text;

#pragma warning disable IDE0130 // The namespace is the compiler's wish, not the folder's.
namespace System.Runtime.CompilerServices;
#pragma warning restore IDE0130

/// <summary>Builds interpolated strings in the invariant culture. The compiler calls it; nobody else does.</summary>
[InterpolatedStringHandler]
internal ref struct DefaultInterpolatedStringHandler
{
    /// <summary>A longer text's memory is not kept.</summary>
    private const int Kept = 1024;

    // One builder a thread is enough unless a value's ToString interpolates as well: that one finds none and makes its own.
    [ThreadStatic]
    private static StringBuilder? spare;

    private readonly StringBuilder text;
    private StringBuilder.AppendInterpolatedStringHandler into;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        text = spare ?? new StringBuilder(Math.Max(16, literalLength + 11 * formattedCount));
        spare = null;
        into = new(literalLength, formattedCount, text, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string value) => into.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => into.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => into.AppendFormatted(value, format);

    public void AppendFormatted<T>(T value, int alignment) => into.AppendFormatted(value, alignment);

    public void AppendFormatted<T>(T value, int alignment, string? format) => into.AppendFormatted(value, alignment, format);

    public void AppendFormatted(ReadOnlySpan<char> value) => into.AppendFormatted(value);

    public void AppendFormatted(ReadOnlySpan<char> value, int alignment = 0, string? format = null) => into.AppendFormatted(value, alignment, format);

    public void AppendFormatted(string? value) => into.AppendFormatted(value);

    public void AppendFormatted(string? value, int alignment = 0, string? format = null) => into.AppendFormatted(value, alignment, format);

    public void AppendFormatted(object? value, int alignment = 0, string? format = null) => into.AppendFormatted(value, alignment, format);

    public string ToStringAndClear()
    {
        string result = text.ToString();
        if (text.Capacity <= Kept) spare = text.Clear();
        return result;
    }
}
