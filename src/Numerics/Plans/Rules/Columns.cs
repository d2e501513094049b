// Windows as columns (im2col) and columns back to maps (col2im). One channel of one image is a run of its own: its rows stand together in the columns, and
// nobody else adds to its map. Runs are split over threads.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Columns : Fusion
{
    public override Draft<T>? Match<T>(Site site, int last) => site[last].Primitive switch
    {
        Primitive.Unfold unfold => Draft<T>(site, last, unfold.Frame, site[site[last].Inputs[0]].Shape, "Unfold", fold: false),
        Primitive.Fold fold => Draft<T>(site, last, fold.Frame, fold.To, "Fold", fold: true),
        _ => null,
    };

    private static Draft<T> Draft<T>(Site site, int last, Frame frame, Shape maps, string name, bool fold)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Plans.Draft<T>.Plain([last], name, [.. site[last].Inputs], [last], at => Bind(at, site.Crew, frame, Maps.Of(maps), Maps.Of(frame.Out(maps, maps[1])), fold));

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Frame frame, Maps x, Maps y, bool fold)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint input = at.In(0), output = at.Out();
        int runs = x.N * x.C, parts = Math.Min(runs, crew.Threads), rows = y.D * y.H;
        nint columns = (nint)frame.Taps * y.Plane;
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            foreach (int run in new Share(runs, parts, part))
                if (fold)
                {
                    T* map = (T*)output + ((nint)run * x.Plane);
                    new Span<T>(map, x.Plane).Clear();
                    Unfolding.Fold((T*)input + (run * columns), x, 1, frame, y, 0, rows, map);
                }
                else
                    Unfolding.Unfold((T*)input + ((nint)run * x.Plane), x, 1, frame, y, 0, rows, (T*)output + (run * columns));
        };
        return () => crew.Run(parts, body);
    }
}
