// Picture: one self-contained SVG with its title and description (alt text). Needs no network, no script and no other file.
using System.Text;

namespace FunctionalConv;

/// <summary>A picture as SVG text; it stands in a file, a web page or a notebook alike.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Picture : IShown
{
    private readonly string body;

    internal Picture(string title, string description, double width, double height, string body, string css = "", string? name = null, params (string Name, object? Value)[] data)
    {
        (Title, Description, Width, Height, this.body, Css, Data) = (title, description, (int)Math.Ceiling(width), (int)Math.Ceiling(height), body, css, data);
        Name = name ?? "picture";
    }

    /// <summary>What it is called.</summary>
    public string Title { get; }

    /// <summary>What it shows, for those who do not see it.</summary>
    public string Description { get; }

    /// <summary>Pixels from left to right at full size.</summary>
    public int Width { get; }

    /// <summary>Pixels from top to bottom at full size.</summary>
    public int Height { get; }

    internal string Name { get; }

    private string Css { get; }

    private (string Name, object? Value)[] Data { get; }

    /// <summary>How many moments it has: 1 when it does not move.</summary>
    public int Frames { get; internal init; } = 1;

    internal Func<int, Picture>? Moment { get; init; }

    /// <summary>The picture at one moment, without movement; by default one from the middle.</summary>
    /// <param name="frame">From 0 to <see cref="Frames"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such moment.</exception>
    public Picture Still(int? frame = null)
    {
        int at = frame ?? Frames / 2;
        if (at < 0 || at >= Frames) throw new ArgumentOutOfRangeException(nameof(frame), $"This picture has moments 0 to {Frames - 1}; {at} was asked for.");
        return Moment?.Invoke(at) ?? this;
    }

    /// <summary>The picture made taller, with a control, rules of movement and moments.</summary>
    internal Picture Moved(double more, string control, string css, int frames, Func<int?, Picture> make) =>
        new(Title, Description, Width, Height + more, body + control, Css + css, Name, Data) { Frames = frames, Moment = frame => make(frame) };

    /// <summary>Writes the SVG to a file, which appears whole or not at all.</summary>
    /// <exception cref="BadFileException">The place cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Saving.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToString())));
    }

    /// <summary>Shrinks with its surroundings to two thirds of its size; below, type would be too small, and a page scrolls it.</summary>
    private string Style => $"min-width:{Mark.Number(Math.Min(Width, Math.Max(288, Width * 0.66)))}px;{Data.FirstOrDefault(d => d.Name == "style").Value}";

    string IShown.Html() => ToString();

    string IShown.Text() => $"{Title}\n{Description}";

    /// <summary>The SVG.</summary>
    public override string ToString() => Mark.Of("svg",
        [("xmlns", "http://www.w3.org/2000/svg"), ("class", "fc"), ("viewBox", $"0 0 {Width} {Height}"), ("width", Width), ("height", Height), ("role", "img"), ("aria-label", $"{Title}. {Description}"), ("data-picture", Name), .. Data.Where(d => d.Name != "style"), ("style", Style)],
        $"<title>{Mark.Text(Title)}</title><desc>{Mark.Text(Description)}</desc><style>{Theme.Css}{Css}</style>",
        Mark.Of("rect", [("class", "ground"), ("width", Width), ("height", Height)]), "\n", body) + "\n";
}
