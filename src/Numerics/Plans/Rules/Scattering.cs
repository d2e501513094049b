// Gathering values at positions, and scattering them back. A map at a time; maps are split over threads, so sums have one order.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Gathering : Fusion
{
    public override Draft<T>? Match<T>(Site site, int last) => site[last].Primitive is Primitive.Gather gather
        ? Draft<T>.Plain([last], "Gather", [.. site[last].Inputs], [last], at => Bind(at, site.Crew, T.CreateTruncating(gather.Absent)))
        : null;

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, T absent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Maps x = Maps.Of(at.Shape(0)), y = Maps.Of(at.ShapeOut());
        nint input = at.In(0), positions = at.In(1), output = at.Out();
        int maps = x.N * x.C, parts = Math.Min(maps, crew.Threads);
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            foreach (int map in new Share(maps, parts, part))
            {
                T* source = (T*)input + ((nint)map * x.Plane), value = (T*)output + ((nint)map * y.Plane);
                int* position = (int*)positions + ((nint)map * y.Plane);
                for (int i = 0; i < y.Plane; i++) value[i] = position[i] < 0 ? absent : source[Primitive.InMap(position[i], x.Plane)];
            }
        };
        return () => crew.Run(parts, body);
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
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            foreach (int map in new Share(maps, parts, part))
            {
                T* target = (T*)output + ((nint)map * x.Plane), value = (T*)values + ((nint)map * y.Plane);
                int* position = (int*)positions + ((nint)map * y.Plane);
                new Span<T>(target, x.Plane).Clear();
                for (int i = 0; i < y.Plane; i++)
                    if (position[i] >= 0) target[Primitive.InMap(position[i], x.Plane)] += value[i];
            }
        };
        return () => crew.Run(parts, body);
    }
}
