// Windows and paddings on maps: what they promise about sizes, and what they refuse.
namespace FunctionalConv.Properties.Numerics;

public class WindowLaws
{
    [Law(300)]
    public void A_window_fits_exactly_where_every_axis_has_room_for_one(Window window, Shape map)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(map);
        if (window.Refuses(map) is not null) return;
        Frame frame = window.On(map);
        Shape y = window.Out(map, 7);
        Assert.Equal(7, y[0]);
        for (int i = 1; i < map.Rank; i++)
        {
            Reach reach = frame[i + 3 - map.Rank];
            Assert.True(y[i] > 0 && map[i] >= reach.Least);
            Assert.Equal(reach.Out(map[i]), y[i]);
        }
        for (int axis = 0; axis < 4 - map.Rank; axis++) Assert.Equal(Reach.One, frame[axis]);
    }

    [Law(300)]
    public void Same_keeps_as_many_windows_as_the_stride_leaves_and_the_odd_cell_goes_after(Shape map, MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(x);
        Reach r = x.A.Reach;
        var window = new Window(r.Extent, r.Stride, r.Dilation, Padding.Same);
        Assert.Null(window.Refuses(map));
        Shape y = window.Out(map, map[0]);
        for (int i = 1; i < map.Rank; i++)
        {
            Assert.Equal((int)Math.Ceiling(map[i] / (double)r.Stride), y[i]);
            Reach own = window.On(map)[i + 3 - map.Rank];
            Assert.InRange(own.After - own.Before, 0, 1);
        }
    }

    [Law(200)]
    public void Symmetric_same_keeps_the_size_of_odd_windows_and_refuses_even_ones_by_naming_same(Shape map, MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(x);
        Reach r = x.A.Reach;
        var window = new Window(r.Extent, 1, r.Dilation, Padding.Same.Symmetric);
        if (r.Span % 2 == 1) Assert.Equal(map, window.Out(map, map[0]));
        else Assert.Equal(($"Same.Symmetric needs an odd span, and its dilated kernel spans {r.Span} cells", "use Same, which puts the odd cell after, or an odd kernel"), window.Refuses(map));
    }

    [Law(200)]
    public void Full_padding_gives_every_window_that_touches_the_map(Shape map, MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(x);
        Reach r = x.A.Reach;
        Shape y = new Window(r.Extent, 1, r.Dilation, Padding.Full).Out(map, 1);
        for (int i = 1; i < map.Rank; i++)
            Assert.Equal(Enumerable.Range(-50, 120).Count(start => start + r.Span > 0 && start < map[i]), y[i]);
    }

    [Law(200)]
    public void Causal_padding_lets_no_window_see_later_than_itself(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Reach r = x.A.Reach;
        Reach causal = new Window(r.Extent, 1, r.Dilation, Padding.Causal).On((1, x.A.Size)).W;
        Assert.Equal(x.A.Size, causal.Out(x.A.Size));
        for (int o = 0; o < x.A.Size; o++) Assert.Equal(o, causal.At(o, r.Extent - 1));
    }

    [Fact]
    public void Causal_along_one_axis_pads_the_others_as_told()
    {
        Frame frame = new Window(3, 1, (2, 1), Padding.Causal.Along(0, Padding.Same)).On((1, 9, 8));
        Assert.Equal((4, 0, 1, 1), (frame.H.Before, frame.H.After, frame.W.Before, frame.W.After));
    }

    [Fact]
    public void Wrong_numbers_are_refused_when_a_window_is_made()
    {
        static string Message(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("Conv needs a window of at least 1; it was given (3, 0).", Message(() => Window.Of("Conv", (3, 0))));
        Assert.Equal("Conv needs a stride of at least 1; it was given 0.", Message(() => Window.Of("Conv", 3, 0)));
        Assert.Equal("Conv needs a dilation of at least 1; it was given -1.", Message(() => Window.Of("Conv", 3, 1, -1)));
        Assert.Equal("Padding needs amounts of at least 0; it was given (0, -1, 0).", Message(() => Padding.By((0, -1, 0))));
        Assert.Equal("Padding needs amounts of at least 0; it was given (1, -1). To remove cells, use Crop. (Parameter 'axes')", Message(() => Padding.Sides((1, -1))));
        Assert.Equal("Padding takes one pair (before, after) per spatial axis, 1 to 3 of them; it was given 0. (Parameter 'axes')", Message(() => Padding.Sides()));
        Assert.Equal("Causal padding runs along spatial axes 0 to 2; it was given {3}. (Parameter 'axes')", Message(() => Padding.Causal.Along(3)));
    }

    [Theory]
    [InlineData("Valid", 0)]
    [InlineData("Same.Symmetric", 1)]
    [InlineData("2", 2)]
    [InlineData("(1, 2)", 3)]
    [InlineData("Padding.Sides((1, 2), (0, 3))", 4)]
    [InlineData("Causal.Along(Axes.Of(0, 1), Same)", 5)]
    [InlineData("Padding.By((1, 2)).Filled(Circular)", 6)]
    [InlineData("Full.Filled(Fill.Constant(-0.5))", 7)]
    public void Padding_prints_as_the_code_that_makes_it(string code, int which) => Assert.Equal(code, new[]
    {
        Padding.Valid, Padding.Same.Symmetric, 2, (1, 2), Padding.Sides((1, 2), (0, 3)), Padding.Causal.Along(Axes.Of(0, 1), Padding.Same),
        Padding.By((1, 2)).Filled(Fill.Circular), Padding.Full.Filled(Fill.Constant(-0.5)),
    }[which].ToString());

    [Fact]
    public void Fills_find_the_cell_whose_value_stands_outside()
    {
        static int[] Around(Fill fill) => [.. Enumerable.Range(-3, 10).Select(at => fill.Source(at, 4))];
        Assert.Equal([-1, -1, -1, 0, 1, 2, 3, -1, -1, -1], Around(Fill.Zeros));
        Assert.Equal([3, 2, 1, 0, 1, 2, 3, 2, 1, 0], Around(Fill.Reflect));
        Assert.Equal([0, 0, 0, 0, 1, 2, 3, 3, 3, 3], Around(Fill.Replicate));
        Assert.Equal([1, 2, 3, 0, 1, 2, 3, 0, 1, 2], Around(Fill.Circular));
    }
}
