// Max-pooling: positions and values in one pass over each map; and the way back, a map at a time. Maps are split over threads.
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
        if (site[positions].Primitive is not Primitive.MaxPositions { Frame: { } frame } || site[positions].Inputs[0] != x) return null;
        if (!site.ReadOnlyFrom(positions, last)) return null;
        return Draft<T>.Plain([last, positions], "Max-pool", [x], [positions, last], at => Bind(at, site.Crew, frame));
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Frame frame)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Maps x = Maps.Of(at.Shape(0)), y = Maps.Of(at.ShapeOut());
        nint input = at.In(0), positions = at.Out(0), values = at.Out(1);
        int maps = x.N * x.C, parts = Math.Min(maps, crew.Threads);
        Action<int> body = part =>
        {
            for (int map = (int)((long)part * maps / parts); map < (int)((long)(part + 1) * maps / parts); map++)
                Map((T*)input + ((nint)map * x.Plane), x, frame, y, (int*)positions + ((nint)map * y.Plane), (T*)values + ((nint)map * y.Plane));
        };
        return () => crew.Run(parts, body);
    }

    private static unsafe void Map<T>(T* x, Maps xs, Frame f, Maps ys, int* positions, T* values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int od = 0; od < ys.D; od++)
        {
            var (d0, d1) = Inside(f.D, od, xs.D);
            for (int oh = 0; oh < ys.H; oh++)
            {
                var (h0, h1) = Inside(f.H, oh, xs.H);
                for (int ow = 0; ow < ys.W; ow++, positions++, values++)
                {
                    var (w0, w1) = Inside(f.W, ow, xs.W);
                    int best = -1;
                    T max = T.NegativeInfinity;
                    for (int d = d0; d < d1; d += f.D.Dilation)
                        for (int h = h0; h < h1; h += f.H.Dilation)
                        {
                            int row = ((d * xs.H) + h) * xs.W;
                            for (int w = w0; w < w1; w += f.W.Dilation)
                            {
                                T value = x[row + w];
                                if (!(value > max) && best >= 0 && !(T.IsNaN(value) && !T.IsNaN(max))) continue;
                                max = value;
                                best = row + w;
                            }
                        }
                    *positions = best;
                    *values = max;
                }
            }
        }
    }

    /// <summary>The cells under a window, from the first inside the map to the end, in steps of the dilation.</summary>
    private static (int First, int End) Inside(Reach reach, int o, int n)
    {
        int first = reach.At(o, 0);
        if (first < 0) first += (-first + reach.Dilation - 1) / reach.Dilation * reach.Dilation;
        return (first, Math.Min(n, reach.At(o, reach.Extent - 1) + 1));
    }
}

internal sealed class Scattering : Fusion
{
    public override Draft<T>? Match<T>(Site site, int last) => site[last].Primitive is Primitive.Scatter
        ? Draft<T>.Plain([last], "Scatter", [.. site[last].Inputs], [last], at => Bind(at, site.Crew))
        : null;

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Maps x = Maps.Of(at.ShapeOut()), y = Maps.Of(at.Shape(0));
        nint values = at.In(0), positions = at.In(1), output = at.Out();
        int maps = x.N * x.C, parts = Math.Min(maps, crew.Threads);
        Action<int> body = part =>
        {
            int from = (int)((long)part * maps / parts), to = (int)((long)(part + 1) * maps / parts);
            new Span<T>((T*)output + ((nint)from * x.Plane), (to - from) * x.Plane).Clear();
            for (int map = from; map < to; map++)
            {
                T* target = (T*)output + ((nint)map * x.Plane), value = (T*)values + ((nint)map * y.Plane);
                int* position = (int*)positions + ((nint)map * y.Plane);
                for (int i = 0; i < y.Plane; i++)
                    if (position[i] >= 0) target[position[i]] += value[i];
            }
        };
        return () => crew.Run(parts, body);
    }
}
