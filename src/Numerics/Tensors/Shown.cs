// Shown: the edge to notebooks. .NET Interactive finds formatters by the name of an attribute and the form of a class, so nothing here depends on a notebook package.
//   [TypeFormatterSource(typeof(S))] on a type; S has CreateTypeFormatters(), a sequence of objects with MimeType and Format(instance, writer), which says whether it wrote.
using System.Net;

namespace FunctionalConv;

/// <summary>Says which class formats a type in notebooks.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[]? PreferredMimeTypes { get; set; } = ["text/html"];
}

/// <summary>A value that shows itself as HTML.</summary>
internal interface IShown
{
    /// <summary>HTML that stands within a page.</summary>
    string Html();

    /// <summary>What it says as plain text.</summary>
    string Text() => ToString() ?? "";
}

/// <summary>A value that shows itself as a table.</summary>
internal interface ITabled : IShown
{
    /// <summary>Its table.</summary>
    TableOfValues Table();

    string IShown.Html() => Shown.Painted(Table());

    string IShown.Text() => Table().ToString();
}

/// <summary>Draws values of this room as HTML; the room above, which knows pictures, has one.</summary>
internal interface IPainter
{
    /// <summary>The value as HTML; null when it is not drawn.</summary>
    string? Html(object value);

    /// <summary>The value as plain text; null when its own text will do.</summary>
    string? Text(object value);
}

/// <summary>Formats what shows itself: as HTML, and as plain text.</summary>
internal sealed class ShownSource
{
    private readonly object[] formatters = [new ShownAs("text/html", Shown.Html), new ShownAs("text/plain", Shown.Text)];

    /// <summary>The formatters, one per kind of output.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;
}

/// <summary>A formatter of one kind of output.</summary>
internal sealed class ShownAs(string mimeType, Func<object, string> words)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object instance, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(words(instance));
        return true;
    }
}

/// <summary>Any value as HTML and as text.</summary>
internal static class Shown
{
    /// <summary>The painter of the room above, asked for by name because nothing points up; null where only this room is loaded.</summary>
    private static readonly Lazy<IPainter?> Painter = new(() => Type.GetType("FunctionalConv.Painter, FunctionalConv") is { } type ? (IPainter?)Activator.CreateInstance(type) : null);

    public static string Html(object instance) => instance is IShown shown ? shown.Html() : Painted(instance);

    /// <summary>As the painter draws it; its text where there is no painter, or the painter does not know it.</summary>
    public static string Painted(object instance) => Painter.Value?.Html(instance) ?? Code($"{instance}");

    public static string Text(object instance) => instance is IShown shown ? shown.Text() : Painter.Value?.Text(instance) ?? $"{instance}";

    public static string Code(string plain) => $"<pre><code>{WebUtility.HtmlEncode(plain)}</code></pre>";
}
