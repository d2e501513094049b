// Max-pooling: positions and values in one pass over each map. The windows are rows of tables, one table an axis, so sliding, adaptive and filled windows are
// one kernel. Maps are split over threads.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class MaxPooling : Fusion
{
    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (site[last].Primitive is not Primitive.Gather gather || !double.IsNegativeInfinity(gather.Absent)) return null;
        int x = site[last].Inputs[0], positions = site[last].Inputs[1];
        if (site[positions].Primitive is not Primitive.MaxPositions found || site[positions].Inputs[0] != x || site.Earliest(positions) < last) return null;
        return Draft<T>.Plain([last, positions], "Max-pool", [x], [positions, last], at => Bind(at, site.Crew, found));
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Primitive.MaxPositions found)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Maps x = Maps.Of(at.Shape(0)), y = Maps.Of(at.ShapeOut());
        AxisTable d = found.D.Table(x.D), h = found.H.Table(x.H), w = found.W.Table(x.W);
        nint input = at.In(0), positions = at.Out(0), values = at.Out(1);
        int maps = x.N * x.C, parts = Math.Min(maps, crew.Threads);
        Action<int> body = part =>
        {
            for (int map = (int)((long)part * maps / parts); map < (int)((long)(part + 1) * maps / parts); map++)
                Map((T*)input + ((nint)map * x.Plane), x, d, h, w, (int*)positions + ((nint)map * y.Plane), (T*)values + ((nint)map * y.Plane));
        };
        return () => crew.Run(parts, body);
    }

    private static unsafe void Map<T>(T* x, Maps xs, AxisTable ds, AxisTable hs, AxisTable ws, int* positions, T* values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] starts = ws.Starts, cells = ws.Cells;
        for (int od = 0; od < ds.Count; od++)
            for (int oh = 0; oh < hs.Count; oh++)
                for (int ow = 0; ow < ws.Count; ow++, positions++, values++)
                {
                    int from = starts[ow], to = starts[ow + 1], best = -1;
                    T max = T.NegativeInfinity;
                    foreach (int d in ds.Row(od))
                        foreach (int h in hs.Row(oh))
                        {
                            int row = ((d * xs.H) + h) * xs.W;
                            for (int i = from; i < to; i++)
                            {
                                T value = x[row + cells[i]];
                                if (!(value > max) && best >= 0 && !(T.IsNaN(value) && !T.IsNaN(max))) continue;
                                max = value;
                                best = row + cells[i];
                            }
                        }
                    *positions = best;
                    *values = max;
                }
    }
}
