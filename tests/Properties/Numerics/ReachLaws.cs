// The size formulas against trying positions one by one.
namespace FunctionalConv.Properties.Numerics;

public class ReachLaws
{
    [Law(500)]
    public void As_many_windows_fit_as_positions_can_be_tried(MapsCase x, byte size)
    {
        foreach (Axis axis in x.Axes)
            for (int n = 0; n < 12 + (size % 5); n++)
            {
                Assert.Equal(Starts(axis.Reach, n, partial: false), axis.Reach.Out(n));
                Assert.Equal(Starts(axis.Reach, n, partial: true), (axis.Reach with { Ceil = true }).Out(n));
            }
    }

    [Law(300)]
    public void Going_back_gives_the_least_map_with_as_many_windows(MapsCase x)
    {
        foreach (Axis axis in x.Axes)
        {
            Reach reach = axis.Reach;
            int windows = reach.Out(axis.Size), least = reach.Back(windows);
            Assert.Equal(windows, reach.Out(least));
            Assert.Equal(windows - 1, reach.Out(least - 1));
            Assert.InRange(axis.Size - least, 0, reach.Stride - 1);
        }
    }

    [Law(300)]
    public void The_least_map_is_the_first_on_which_a_window_fits(MapsCase x)
    {
        foreach (Axis axis in x.Axes)
        {
            int least = Enumerable.Range(1, 100).First(n => Starts(axis.Reach, n, partial: false) > 0);
            Assert.Equal(least, axis.Reach.Least);
        }
    }

    [Law(300)]
    public void Unread_cells_are_those_after_the_last_cell_under_a_window(MapsCase x)
    {
        foreach (Axis axis in x.Axes)
        {
            Reach reach = axis.Reach;
            int last = Enumerable.Range(0, reach.Out(axis.Size)).SelectMany(o => Enumerable.Range(0, reach.Extent).Select(t => reach.At(o, t))).Max();
            Assert.Equal(Math.Max(0, Math.Min(axis.Size, axis.Size - 1 - last)), reach.Unread(axis.Size));
            if ((axis.Size + reach.Before + reach.After - reach.Span) % reach.Stride == 0) Assert.True(reach.Unread(axis.Size) <= 0 || reach.After == 0);
        }
    }

    /// <summary>Windows by trying every start. A partial one counts when the one before it, even before the first, leaves cells at the end; then every window starts inside the map or the leading padding.</summary>
    private static int Starts(Reach reach, int n, bool partial)
    {
        int cells = reach.Before + n + reach.After, windows = 0;
        for (int start = 0; start < (partial ? cells - reach.After : cells); start += reach.Stride)
        {
            int last = start + ((reach.Extent - 1) * reach.Dilation);
            if (last < cells) windows++;
            else if (partial && last - reach.Stride < cells - 1) return windows + 1;
        }
        return windows;
    }
}
