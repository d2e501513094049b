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
        if (site[positions].Primitive is not Primitive.MaxPositions found || site[positions].Inputs[0] != x) return null;
        if (!site.ReadOnlyFrom(positions, last)) return null;
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
        for (int od = 0; od < ds.Count; od++)
            for (int oh = 0; oh < hs.Count; oh++, positions += ws.Count, values += ws.Count)
            {
                new Span<int>(positions, ws.Count).Fill(-1);
                new Span<T>(values, ws.Count).Fill(T.NegativeInfinity);
                foreach (int d in ds.Row(od))
                    foreach (int h in hs.Row(oh)) Row(x, ((d * xs.H) + h) * xs.W, ws, positions, values);
            }
    }

    /// <summary>Takes the cells of one row of the map into the windows of one row of outputs.</summary>
    private static unsafe void Row<T>(T* x, int row, AxisTable ws, int* positions, T* values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<int> cells = ws.Cells, ends = ws.Starts.AsSpan(1);
        T* source = x + row;
        for (int o = 0, i = 0; o < ends.Length; o++)
        {
            T max = values[o];
            int best = positions[o];
            for (; i < ends[o]; i++)
            {
                T value = source[cells[i]];
                if (!(value > max) && best >= 0 && !(T.IsNaN(value) && !T.IsNaN(max))) continue;
                max = value;
                best = row + cells[i];
            }
            values[o] = max;
            positions[o] = best;
        }
    }
}
