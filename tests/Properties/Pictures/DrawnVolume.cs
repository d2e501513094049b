// DrawnVolume: an animation over a map of one to three axes read back from the geometry of its SVG, slice by slice. Slices are found where cells are, not by a formula of the code
// that drew them: cells of the map, of its padding and of the zeros between them, in reading order of the page.
using System.Globalization;
using System.Xml.Linq;
using static FunctionalConv.Properties.Pictures.Paths;

namespace FunctionalConv.Properties.Pictures;

internal sealed class DrawnVolume
{
    private const double SliceGap = 14;
    private readonly double cell;
    private readonly (double X, double Y)[] input, output;
    private readonly XElement svg;

    public DrawnVolume(Picture picture, int[] sizes)
    {
        svg = XElement.Parse(picture.ToString());
        cell = double.Parse(svg.Attribute("data-cell")!.Value, CultureInfo.InvariantCulture);
        Frames = [.. svg.Descendants().Where(e => e.Name.LocalName == "g" && e.Attribute("data-frame") is not null)];
        // The input's own cells in the order in which they were drawn are row-major: slices, rows, columns.
        input = [.. Boxes(Of(svg, "fc-in")).Select(b => (b.X, b.Y))];
        output = [.. Boxes(Of(svg, "fc-out")).Select(b => (b.X, b.Y))];
        Assert.Equal(sizes.Aggregate(1, (a, b) => a * b), input.Length);
        Assert.True(Ordered(input, sizes) && Ordered(output, null), "cells stand in reading order within a slice, and slices in reading order on the page");
    }

    public IReadOnlyList<XElement> Frames { get; }

    /// <summary>The flat output cell of a frame.</summary>
    public int Made(XElement frame, Shape shape)
    {
        Assert.Equal(shape.Count, output.Length);
        var (x, y, _, _) = Assert.Single(Boxes(Of(frame, "fc-o")));
        return Array.FindIndex(output, c => Math.Abs(c.X - x) < 0.6 && Math.Abs(c.Y - y) < 0.6);
    }

    /// <summary>The flat cells of the input that lie under the window of a frame.</summary>
    public HashSet<int> Window(XElement frame, Shape shape, int step)
    {
        Assert.True(step >= 1 && shape.Count == input.Length);
        var boxes = Boxes(Of(frame, "fc-w")).ToArray();
        double half = cell / 2;
        return [.. Enumerable.Range(0, input.Length).Where(i => boxes.Any(b => input[i].X + half > b.X && input[i].X + half < b.X + b.Width && input[i].Y + half > b.Y && input[i].Y + half < b.Y + b.Height))];
    }

    /// <summary>Whether neighbours in memory are neighbours to the right, or begin a row or a slice further down or right.</summary>
    private bool Ordered((double X, double Y)[] cells, int[]? sizes)
    {
        for (int i = 1; i < cells.Length; i++)
        {
            bool right = cells[i].X > cells[i - 1].X && Math.Abs(cells[i].Y - cells[i - 1].Y) < 0.6, down = cells[i].Y > cells[i - 1].Y + (cell / 2), slice = cells[i].X > cells[i - 1].X + (SliceGap / 2);
            if (!right && !down && !slice) return false;
            if (sizes is not null && i % sizes[^1] != 0 && !right) return false;
        }
        return true;
    }
}
