// Page: headings, words, code, pictures and tables as one self-contained HTML page. Immutable: every step gives a longer page.
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace FunctionalConv;

/// <summary>One HTML page that needs no network, no script and no other file.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed partial class Page : IShown
{
    private readonly ImmutableList<string> parts;
    private string renewal = "";

    private Page(string title, ImmutableList<string> parts) => (Title, this.parts) = (title, parts);

    /// <summary>What it is called.</summary>
    public string Title { get; }

    /// <summary>An empty page under a title.</summary>
    public static Page Of(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        return new(title, [$"<h1>{Mark.Text(title)}</h1>"]);
    }

    /// <summary>The page with a heading.</summary>
    public Page Heading(string words) => With($"<h2>{Said(words)}</h2>");

    /// <summary>The page with a paragraph; words between backticks are set as code.</summary>
    public Page Text(string words) => With($"<p>{Ticked().Replace(Said(words), "<code>$1</code>")}</p>");

    /// <summary>The page with code or plain output in lines.</summary>
    public Page Code(string lines) => With($"<pre><code>{Said(lines)}</code></pre>");

    /// <summary>The page with a picture and words below it.</summary>
    public Page Show(Picture picture, string caption = "") => With(Figure(picture, caption));

    /// <summary>The page with a sheet of images and words below it.</summary>
    public Page Show(ImageSheet sheet, string caption = "") => With($"<figure><div class=\"wide\">{sheet}</div>{Caption(caption)}</figure>");

    /// <summary>The page with pictures side by side, as many in a row as there is room for.</summary>
    public Page Row(params Picture[] pictures) => With($"<div class=\"row\">{string.Concat((pictures ?? []).Select(p => Figure(p, "")))}</div>");

    /// <summary>The page with a table.</summary>
    public Page Show(Summary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return With(summary.ToHtml());
    }

    /// <summary>The page, which a browser loads again after some seconds.</summary>
    internal Page Renewing(int seconds) => new(Title, parts) { renewal = $"<meta http-equiv=\"refresh\" content=\"{seconds}\">" };

    /// <summary>The page with a value as a notebook shows it: layers, networks, tensors, epochs and pictures draw themselves, anything else is its text.</summary>
    public Page Show(object value) => With($"<div class=\"wide\">{Html(value)}</div>");

    /// <summary>What a notebook shows for a value.</summary>
    public static string Html(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Shown.Html(value);
    }

    /// <summary>What a notebook without pictures shows for a value.</summary>
    public static string Plain(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Shown.Text(value);
    }

    /// <summary>Writes the page to a file, which appears whole or not at all.</summary>
    /// <exception cref="BadFileException">The place cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Saving.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToString())));
    }

    /// <summary>The HTML.</summary>
    public override string ToString() =>
        $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">{renewal}<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{Mark.Text(Title)}</title>"
        + $"<link rel=\"icon\" href=\"data:,\"><style>{Theme.Page}</style></head>\n<body>\n{string.Join('\n', parts)}\n</body>\n</html>\n";

    string IShown.Text() => Title;

    string IShown.Html() => $"<div>{string.Join('\n', parts)}</div>";

    private static string Figure(Picture picture, string caption) => $"<figure>{picture}{Caption(caption)}</figure>";

    private static string Caption(string words) => words.Length > 0 ? $"<figcaption>{Mark.Text(words)}</figcaption>" : "";

    private static string Said(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Mark.Text(words);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Ticked();

    private Page With(string part) => new(Title, parts.Add(part));
}
