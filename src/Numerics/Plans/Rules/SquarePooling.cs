// Pooling of squares of 2×2 cells side by side on plain maps; maps are split over threads.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal static class SquarePooling
{
    /// <summary>Whether windows are squares of 2×2 cells side by side, on maps that are one plane.</summary>
    public static bool Is(Maps maps, AxisTable d, AxisTable h, AxisTable w) => maps.D == 1 && d.Cells is [0] && ArePairs(h) && ArePairs(w);

    private static bool ArePairs(AxisTable table) =>
        table.Count > 0 && table.Cells.SequenceEqual(Enumerable.Range(0, 2 * table.Count)) && table.Starts.SequenceEqual(Enumerable.Range(0, table.Count + 1).Select(o => 2 * o));

    public static unsafe Step<T> Of<T, TPooled>(string name, Site site, int x, int last)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPooled : struct, IPooled<T> =>
        new(name, [Edge.Plain(x)], [Edge.Plain(last)], at => Bind<T, TPooled>(at, site.Crew)) { Movable = true };

    private static unsafe Action Bind<T, TPooled>(Buffers<T> at, Crew crew)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPooled : struct, IPooled<T>
    {
        Maps x = Maps.Of(at.Shape(0)), y = Maps.Of(at.ShapeOut());
        Place input = at.Source(0), output = at.Target();
        int maps = x.N * x.C, parts = Math.Min(maps, crew.Threads);
        // Without a row left over, the rows of all maps follow each other.
        bool joined = x.H == 2 * y.H;
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            var share = new Share(maps, parts, part);
            if (joined) Squares<T, TPooled>.Pool((T*)input.At + ((nint)share.From * x.Plane), x.W, (T*)output.At + ((nint)share.From * y.Plane), y.W, (share.End - share.From) * y.H);
            else foreach (int map in share) Squares<T, TPooled>.Pool((T*)input.At + ((nint)map * x.Plane), x.W, (T*)output.At + ((nint)map * y.Plane), y.W, y.H);
        };
        return () => crew.Run(parts, body);
    }
}
