// Drawn: an arithmetic animation read back from the geometry of its SVG: no number comes from the code that drew it.
using System.Globalization;
using System.Xml.Linq;
using static FunctionalConv.Properties.Pictures.Paths;

namespace FunctionalConv.Properties.Pictures;

internal sealed class Drawn
{
    private readonly XElement svg;
    private readonly double cell, x0, y0, outX, outY;

    public Drawn(Picture picture)
    {
        svg = XElement.Parse(picture.ToString());
        cell = double.Parse(svg.Attribute("data-cell")!.Value, CultureInfo.InvariantCulture);
        (x0, y0) = Corner("fc-in");
        (outX, outY) = Corner("fc-out");
        Frames = [.. svg.Descendants().Where(e => e.Name.LocalName == "g" && e.Attribute("data-frame") is not null)];
    }

    public IReadOnlyList<XElement> Frames { get; }

    public XElement Svg => svg;

    /// <summary>The number of cells of a kind.</summary>
    public int Count(string kind) => Boxes(Of(svg, kind)).Count();

    /// <summary>Places of cells of a kind, from the input's first cell.</summary>
    public IEnumerable<(int H, int W)> Places(string kind) => Boxes(Of(svg, kind)).Select(b => ((int)Math.Round((b.Y - y0) / cell), (int)Math.Round((b.X - x0) / cell)));

    /// <summary>The places under the window of a frame, from the input's first cell.</summary>
    public HashSet<(int H, int W)> Window(XElement frame) => Cells(Boxes(Of(frame, "fc-w")), x0, y0);

    /// <summary>The output cell of a frame.</summary>
    public (int H, int W) Made(XElement frame) => Assert.Single(Cells(Boxes(Of(frame, "fc-o")), outX, outY));

    private HashSet<(int H, int W)> Cells(IEnumerable<(double X, double Y, double Width, double Height)> boxes, double left, double top) =>
        [.. from b in boxes
            from h in Enumerable.Range((int)Math.Round((b.Y - top) / cell), (int)Math.Round(b.Height / cell))
            from w in Enumerable.Range((int)Math.Round((b.X - left) / cell), (int)Math.Round(b.Width / cell))
            select (h, w)];

    private (double X, double Y) Corner(string kind) => Boxes(Of(svg, kind)).Aggregate((X: double.MaxValue, Y: double.MaxValue), (c, b) => (Math.Min(c.X, b.X), Math.Min(c.Y, b.Y)));
}
