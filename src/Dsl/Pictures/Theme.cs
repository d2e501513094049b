// Theme: the colours and type of all pictures, on light and on dark ground and on paper.
//   Colours are Okabe and Ito's (2008), which people with any colour vision tell apart; what matters is also said by form, place or number.
namespace FunctionalConv;

internal static class Theme
{
    /// <summary>The width of a character of the fixed-width type, as a share of its size.</summary>
    public const double Advance = 0.602;

    /// <summary>Colours of series, in order: blue, orange, green, vermilion, purple, sky.</summary>
    public static string[] Series { get; } = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9"];

    private const string Light = "--paper:#fff;--ink:#1b1f24;--soft:#59636e;--line:#8b949e;--edge:#fff;--in:#a9cfea;--out:#f2cd7c;--way:#bfe3d0;--box:#eef3f8;--mark:#0072b2;--hot:#d55e00";
    private const string Dark = "--paper:#14171a;--ink:#e8eaed;--soft:#a8b1ba;--line:#6b7580;--edge:#14171a;--in:#1d4f75;--out:#6d5214;--way:#17553f;--box:#20262c;--mark:#56b4e9;--hot:#ff9a4d";

    /// <summary>
    /// The rules by which a picture is light or dark: as the page around it says (<c>color-scheme</c>, and the marks by which JupyterLab, VS Code, Sphinx, Bootstrap and GitHub name
    /// their theme), as the system says where the picture is the page, and light on paper.
    /// </summary>
    /// <param name="root">The class of the picture's root.</param>
    private static string Ground(string root) =>
        $"svg.{root}:root{{color-scheme:light dark}}"
        + string.Concat(new[] { ("dark", DarkPages), ("light", LightPages) }.Select(ground => $":is({ground.Item2}) svg.{root}{{color-scheme:{ground.Item1}}}"))
        + $":host-context(.vscode-dark) svg.{root}{{color-scheme:dark}}:host-context(.vscode-light) svg.{root}{{color-scheme:light}}"
        + $"@media print{{svg.{root}{{color-scheme:light!important}}}}";

    private const string DarkPages = ".vscode-dark,.vscode-high-contrast:not(.vscode-high-contrast-light),[data-jp-theme-light=false],[data-theme=dark],[data-bs-theme=dark],[data-color-mode=dark],[theme=dark]";
    private const string LightPages = ".vscode-light,.vscode-high-contrast-light,[data-jp-theme-light=true],[data-theme=light],[data-bs-theme=light],[data-color-mode=light],[theme=light]";

    /// <summary>Every name with its light and its dark colour; browsers without <c>light-dark()</c> go by the system.</summary>
    private static string Colours(string root) =>
        $"svg.{root}{{{Light}}}@supports not (color:light-dark(red,red)){{@media screen and (prefers-color-scheme:dark){{svg.{root}{{{Dark}}}}}}}@supports (color:light-dark(red,red)){{svg.{root}{{"
        + string.Join(';', Light.Split(';').Zip(Dark.Split(';'), (light, dark) => $"{light[..light.IndexOf(':', StringComparison.Ordinal)]}:light-dark({light[(light.IndexOf(':', StringComparison.Ordinal) + 1)..]},{dark[(dark.IndexOf(':', StringComparison.Ordinal) + 1)..]})")) + "}}";

    /// <summary>Light or dark ground, and the colours on it.</summary>
    public static string Scheme(string root) => Colours(root) + Ground(root);

    /// <summary>The rules that every picture carries; the same in each, so that many in one page do not disturb one another.</summary>
    public static string Css { get; } = Scheme("fc")
        + "svg.fc{font:13px system-ui,sans-serif;max-width:100%;height:auto;color:var(--ink)}"
        + "svg.fc text{fill:var(--ink);font-variant-numeric:tabular-nums}svg.fc .code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}"
        + "svg.fc .h{font-weight:600}svg.fc .s{fill:var(--soft);font-size:12px}svg.fc .m{text-anchor:middle}svg.fc .e{text-anchor:end}svg.fc .ground{fill:var(--paper)}"
        + "svg.fc image{image-rendering:pixelated}svg.fc .frame{fill:none;stroke:var(--line)}";

    /// <summary>The rules of a page.</summary>
    public const string Page =
        ":root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#59636e;--line:#d0d7de;--box:#f3f6f9}"
        + "@media screen and (prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e8eaed;--soft:#a8b1ba;--line:#353c44;--box:#1c2126}}"
        + "*{box-sizing:border-box}body{margin:0 auto;padding:20px 16px 48px;max-width:1180px;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}"
        + "h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.3rem;margin-top:2.2em;border-bottom:1px solid var(--line);padding-bottom:.2em}p{max-width:72ch}"
        + "figure{margin:1.2em 0;max-width:100%;overflow-x:auto}figcaption{color:var(--soft);font-size:.9rem;max-width:72ch}.row{display:flex;flex-wrap:wrap;gap:8px 28px;align-items:flex-start}.row figure{margin:.4em 0;min-width:0}"
        + "pre{overflow-x:auto;background:var(--box);padding:10px 12px;border-radius:6px;font-size:.85rem;line-height:1.4}code{font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}"
        + ".wide{overflow-x:auto}" + Table;

    /// <summary>The rules of a table.</summary>
    public const string Table =
        ".fc-table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums}.fc-table th,.fc-table td{padding:3px 10px;text-align:left;border-bottom:1px solid #8886;white-space:nowrap}"
        + ".fc-table .n{text-align:right}.fc-table caption{text-align:left;padding:4px 0}";
}
