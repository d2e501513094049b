// UBlock: a network of bridges within bridges drawn as a U: down the left, across the bottom, up the right, with every bridge across from left to right.
//   A level is what stands before a bridge (it flows down), and what stands after it (it flows up). The bottom has no bridge.
namespace FunctionalConv;

/// <summary>The levels of a U from the top, and its bottom.</summary>
internal sealed record UBlock(IReadOnlyList<(SeriesBlock? Down, IReadOnlyList<LeafBlock> Up)> Levels, SeriesBlock Bottom) : Block(LeftOf(Levels), 0, 0)
{
    private const double Radius = 11, Apart = 64, Split = 14, Aside = 16, Lane = 20;

    /// <summary>Whether what comes out stays at the top of the right; else a lane leads it down again, to what follows.</summary>
    public bool Open { get; init; }

    /// <summary>From the axis of the left to that of the right.</summary>
    private double Across => Math.Max(Levels.Max(l => l.Down?.Right ?? 12) + Apart + Levels.Max(l => l.Up.Select(u => u.Left).DefaultIfEmpty(12).Max()), (2 * Math.Max(Bottom.Left, Bottom.Right)) + (2 * Aside));

    /// <summary>Where what comes out stands, from the axis of the left: at the top of the right.</summary>
    public (double X, double Y) Exit => (Across, Places()[0].UpTop);

    /// <summary>The whole, with the right and the bottom.</summary>
    public static UBlock? Of(IReadOnlyList<Block> parts)
    {
        var levels = new List<(SeriesBlock?, IReadOnlyList<LeafBlock>)>();
        while (Bridge(parts) is { } at)
        {
            Block[] up = [.. parts.Skip(at + 1)];
            if (!Array.TrueForAll(up, block => block is LeafBlock)) return null;
            levels.Add((at == 0 ? null : new SeriesBlock([.. parts.Take(at)]), [.. up.Cast<LeafBlock>()]));
            parts = ((ForkBlock)parts[at]).Parts.First(part => part is not StraightBlock) is SeriesBlock inner ? inner.Parts : [((ForkBlock)parts[at]).Parts.First(part => part is not StraightBlock)];
            if (parts is [UBlock deeper])
            {
                levels.AddRange(deeper.Levels);
                return Sized(new(levels, deeper.Bottom));
            }
        }
        return levels.Count == 0 ? null : Sized(new(levels, new SeriesBlock(parts)));
    }

    public override string Draw(double x, double y)
    {
        var places = Places();
        double right = x + Across, below = y + places[^1].Joint;
        string marks = "";
        for (int k = 0; k < Levels.Count; k++)
        {
            var (down, up) = Levels[k];
            double joint = y + places[k].Joint, top = y + places[k].Top;
            if (k > 0) marks += down is null ? Line((x, y + places[k - 1].Joint), (x, top)) : Arrow(x, y + places[k - 1].Joint, top);
            if (down is not null) marks += down.Draw(x, top);
            marks += Line((x, top + (down?.Height ?? 0)), (x, joint)) + Line((x, joint), (right - Radius, joint)) + Mark.Of("path", [("class", "fc-a"), ("d", $"M{Mark.Number(right - Radius - 7)} {Mark.Number(joint - 4)}v8l7 -4z")]);
            marks += Upward(up, right, joint - Radius, y + places[k].UpTop);
            double from = k + 1 < Levels.Count ? y + places[k + 1].UpTop : below + Radius + Gap;
            if (k + 1 < Levels.Count) marks += Rise(right, from, joint + Radius);
            marks += Mark.Of("circle", [("class", "fc-j"), ("cx", right), ("cy", joint), ("r", Radius), ("data-joint", "‖")]) + Mark.Label(right, joint + 4.5, "‖", "m h");
        }
        double middle = x + (Across / 2), bottom = below + Radius + Gap, end = bottom + Gap + Bottom.Height;
        marks += Line((x, below), (x, bottom), (middle, bottom), (middle, bottom + Gap)) + Head(middle, bottom + Gap) + Bottom.Draw(middle, bottom + Gap);
        marks += Line((middle, end), (middle, end + Split), (right, end + Split), (right, below + Radius)) + Point(right, below + Radius);
        double lane = x + Right - 4, above = y + places[0].UpTop;
        return Open ? marks : marks + Line((right, above), (right, above - 10), (lane, above - 10), (lane, y + Height), (x, y + Height));
    }

    private static UBlock Sized(UBlock u)
    {
        double right = u.Levels.Max(l => l.Up.Select(up => up.Right).DefaultIfEmpty(12).Max());
        return u with { Right = u.Across + right + Lane, Height = u.Places()[^1].Joint + Radius + Gap + Gap + u.Bottom.Height + Split + 4 };
    }

    private static double LeftOf(IReadOnlyList<(SeriesBlock? Down, IReadOnlyList<LeafBlock> Up)> levels) => levels.Max(l => l.Down?.Left ?? 12);

    private static int? Bridge(IReadOnlyList<Block> parts)
    {
        int[] at = [.. Enumerable.Range(0, parts.Count).Where(i => parts[i] is ForkBlock { Bridge: true })];
        return at.Length == 1 && parts.Take(at[0]).All(part => part is LeafBlock or RepeatBlock) ? at[0] : null;
    }

    /// <summary>Per level, from the top of the whole: where the left begins, where the bridge leaves, and where the right ends.</summary>
    private List<(double Top, double Joint, double UpTop)> Places()
    {
        var places = new List<(double, double, double)>();
        double y = 0;
        foreach (var (down, up) in Levels)
        {
            double rise = up.Count == 0 ? 0 : Tall(up) + Gap, left = down?.Height ?? 0, joint = y + Math.Max(left + Split, rise + Radius);
            places.Add((y, joint, joint - Radius - rise));
            y = joint + Radius + Gap + 6;
        }
        return places;
    }

    private static double Tall(IReadOnlyList<LeafBlock> up) => up.Select((block, i) => block.Height + SeriesBlock.Before(up, i)).Sum();

    /// <summary>Blocks from the joint upwards.</summary>
    private static string Upward(IReadOnlyList<LeafBlock> up, double x, double from, double to)
    {
        if (up.Count == 0) return "";
        string marks = Rise(x, from, from - Gap);
        double y = from - Gap;
        for (int i = 0; i < up.Count; i++)
        {
            double gap = SeriesBlock.Before(up, i);
            if (gap > 2) marks += Rise(x, y, y - gap);
            y -= gap + up[i].Height;
            marks += up[i].Draw(x, y);
        }
        return marks;
    }

    /// <summary>A line up with an arrow head.</summary>
    internal static string Rise(double x, double from, double to) => Line((x, from), (x, to)) + Point(x, to);

    private static string Point(double x, double y) => Mark.Of("path", [("class", "fc-a"), ("d", $"M{Mark.Number(x - 4)} {Mark.Number(y + 7)}h8l-4 -7z")]);
}
