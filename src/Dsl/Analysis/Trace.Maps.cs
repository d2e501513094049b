// Traces along the linear maps of an axis. Padding counts as cells beyond the map, whatever fills them; windows slide; every other map is read off its rows.
namespace FunctionalConv;

internal sealed partial class Trace
{
    /// <summary>After a map of n cells: an output cell sees what the cells of its row see.</summary>
    public Trace Along(AxisMap map, int n) => map switch
    {
        AxisMap.Pad pad => Shifted(-pad.Before),
        AxisMap.Window window => Under(window.Reach),
        _ when map == AxisMap.Identity => this,
        _ => Rows(map.Out(n), n, add => Each(map, n, (o, i) => add(o, this[i]))),
    };

    /// <summary>After the transposed map, back to n cells: a cell sees what the rows that read it see.</summary>
    public Trace AlongBack(AxisMap map, int n) => map switch
    {
        AxisMap.Pad pad => Shifted(pad.Before),
        AxisMap.Window window => Through(window.Reach, n),
        _ when map == AxisMap.Identity => this,
        _ => Rows(n, map.Out(n), add => Each(map, n, (o, i) => add(i, this[o]))),
    };

    private static void Each(AxisMap map, int n, Action<int, int> pair)
    {
        for (int o = 0; o < map.Out(n); o++)
        {
            int here = o;
            map.Row(o, n, (i, weight) =>
            {
                if (weight != 0) pair(here, i);
            });
        }
    }

    private Trace Rows(int to, int from, Action<Action<int, Interval>> give)
    {
        var seen = new Interval[to];
        System.Array.Fill(seen, Interval.Empty);
        give((cell, interval) => seen[cell] = seen[cell].Union(interval));
        return OfCells(to, i => seen[i], Jump * from / Math.Max(1, to));
    }
}
