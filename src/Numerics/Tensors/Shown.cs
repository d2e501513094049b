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

/// <summary>Formats what shows itself: as HTML, and as plain text.</summary>
internal sealed class ShownSource
{
    /// <summary>The formatters, one per kind of output.</summary>
#pragma warning disable CA1822 // found by its form: an instance method
    public IEnumerable<object> CreateTypeFormatters() => [new ShownHtml(), new ShownText()];
#pragma warning restore CA1822
}

internal sealed class ShownHtml
{
    public string MimeType { get; } = "text/html";

#pragma warning disable CA1822 // found by its form: an instance method
    public bool Format(object instance, TextWriter writer)
#pragma warning restore CA1822
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Shown.Html(instance));
        return true;
    }
}

internal sealed class ShownText
{
    public string MimeType { get; } = "text/plain";

#pragma warning disable CA1822 // found by its form: an instance method
    public bool Format(object instance, TextWriter writer)
#pragma warning restore CA1822
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(instance is IShown shown ? shown.Text() : $"{instance}");
        return true;
    }
}

/// <summary>Any value as HTML.</summary>
internal static class Shown
{
    /// <summary>How values of this room are drawn by the room above, which knows pictures; null for those that it does not draw.</summary>
    public static Func<object, string?>? Painter { get; set; }

    public static string Html(object instance) => instance is IShown shown ? shown.Html() : Painter?.Invoke(instance) ?? Code($"{instance}");

    public static string Code(string plain) => $"<pre><code>{WebUtility.HtmlEncode(plain)}</code></pre>";
}
