// Plane: one map on the page with the cells that are seen: a strip for signals and vectors, a plane that lies in space for images, slices side by side for volumes.
//   cell (d, h, w) stands at  x = X + w·Cell + (H − h)·Lean,  y = Y + h·Rise;  maps too large for cells are an outline with the seen part filled
namespace FunctionalConv;

internal sealed class Plane
{
    public const double Room = 300;
    private const double Slant = 0.4, Flat = 0.5, SliceGap = 12, LeastCell = 4;
    private readonly ConeLayer layer;
    private readonly int depth, height, width;
    private readonly double cell, lean, rise, slice;
    private readonly int perRow;

    private Plane(ConeLayer layer, double share)
    {
        this.layer = layer;
        int[] n = layer.Map.Sizes.ToArray();
        (depth, height, width) = n.Length switch { 1 => (1, 1, n[0]), 2 => (1, n[0], n[1]), _ => (n[0], n[1], n[2]) };
        bool lies = n.Length == 2;
        double room = Room * share;
        if (n.Length == 3)
        {
            perRow = Math.Min(depth, Math.Clamp((int)(Room / ((width * 9) + SliceGap)), 1, 8));
            cell = Math.Min(16, ((Room - ((perRow - 1) * SliceGap)) / perRow / Math.Max(width, height)));
        }
        else cell = Math.Min(lies ? 30 : 24, room / (width + (lies ? Slant * height : 0)));
        (lean, rise) = lies ? (Slant * cell, Flat * cell) : (0, n.Length == 1 ? Math.Clamp(cell, 10, 20) : cell);
        perRow = Math.Max(1, perRow);
        slice = (width * cell) + SliceGap;
    }

    public double Width => Slices ? (Math.Min(perRow, depth) * slice) - SliceGap : (width * cell) + (height * lean);

    public double Height => (((depth + perRow - 1) / perRow) * ((height * rise) + SliceGap)) - SliceGap;

    /// <summary>Whether cells are drawn one by one.</summary>
    public bool Scaled => cell < LeastCell;

    private bool Slices => layer.Map.Rank == 3;

    /// <summary>The planes of a cone: images get smaller with their maps, by less than their size, so that the last ones stay readable.</summary>
    public static Plane[] Of(IReadOnlyList<ConeLayer> layers)
    {
        double most = layers.Where(l => l.Map.Rank == 2).Select(l => (double)l.Map.Sizes.ToArray().Max()).DefaultIfEmpty(1).Max();
        return [.. layers.Select(l => new Plane(l, l.Map.Rank == 2 ? Math.Pow(l.Map.Sizes.ToArray().Max() / most, 0.6) : 1))];
    }

    /// <summary>The map with its left upper corner at a place.</summary>
    public string Draw(double x, double y)
    {
        string marks = "";
        for (int d = 0; d < depth; d++) marks += Mark.Of("path", [("class", "fc-map"), ("d", Box(x, y, d, 0, height, 0, width))]);
        string seen = "", grid = "";
        for (int d = 0; d < depth; d++)
        {
            for (int h = 0; h < height; h++)
                foreach (var (from, count) in Runs(d, h)) seen += Box(x, y, d, h, h + 1, from, from + count);
            if (Scaled) continue;
            for (int h = 1; h < height; h++) grid += Stroke(At(x, y, d, h, 0), At(x, y, d, h, width));
            for (int w = 1; w < width; w++) grid += Stroke(At(x, y, d, 0, w), At(x, y, d, height, w));
        }
        if (seen.Length > 0) marks += Mark.Of("path", [("class", "fc-seen"), ("d", seen)]);
        if (grid.Length > 0) marks += Mark.Of("path", [("class", "fc-lines"), ("d", grid)]);
        return Mark.Of("g", [("data-layer", layer.Number.Length > 0 ? layer.Number : "input"), ("data-map", string.Join("x", layer.Map.Sizes.ToArray().Select(n => $"{n}"))), ("data-seen", layer.Count), ("data-x", x), ("data-y", y), ("data-cell", cell), ("data-lean", lean), ("data-rise", rise)], marks) + "\n";
    }

    /// <summary>The corners of what is seen, left then right, at its upper or lower edge; null when nothing is, or when the map is slices.</summary>
    public ((double X, double Y) Left, (double X, double Y) Right)? Edge(double x, double y, bool lower)
    {
        if (Slices || layer.Count == 0) return null;
        int[] at = [.. Enumerable.Range(0, layer.Seen.Length).Where(i => layer.Seen[i])];
        int left = at.Min(i => i % width), right = at.Max(i => i % width) + 1, h = lower ? (at[^1] / width) + 1 : at[0] / width;
        return (At(x, y, 0, h, left), At(x, y, 0, h, right));
    }

    private IEnumerable<(int From, int Count)> Runs(int d, int h)
    {
        int start = ((d * height) + h) * width;
        for (int w = 0, from = -1; w <= width; w++)
        {
            bool on = w < width && layer.Seen[start + w];
            if (on && from < 0) from = w;
            if (!on && from >= 0) yield return (from, w - from);
            if (!on) from = -1;
        }
    }

    private (double X, double Y) At(double x, double y, int d, double h, double w) =>
        (x + (d % perRow * slice) + (w * cell) + ((height - h) * lean), y + (d / perRow * ((height * rise) + SliceGap)) + (h * rise));

    private string Box(double x, double y, int d, int top, int low, int left, int right)
    {
        var (a, b, c, e) = (At(x, y, d, top, left), At(x, y, d, top, right), At(x, y, d, low, right), At(x, y, d, low, left));
        return $"M{Point(a)}L{Point(b)}L{Point(c)}L{Point(e)}z";
    }

    private static string Stroke((double, double) a, (double, double) b) => $"M{Point(a)}L{Point(b)}";

    private static string Point((double X, double Y) p) => $"{Mark.Number(p.X)} {Mark.Number(p.Y)}";
}
