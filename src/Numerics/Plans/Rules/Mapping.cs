// Linear maps along the spatial axes, one map of one channel at a time; maps are split over threads.
//   Each axis is done by itself, so that a cell costs the sum of the rows' lengths, not their product; an axis that stays as it is costs nothing.
//   The axis that shrinks most goes first, the one that grows most last; among equals the first axis first, whose rows are the longest.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Mapping : Fusion
{
    public override Draft<T>? Match<T>(Site site, int last) => site[last].Primitive switch
    {
        Primitive.Along along => Draft<T>(site, last, along, site[site[last].Inputs[0]].Shape, site[last].Shape),
        Primitive.AlongBack back => Draft<T>(site, last, back.Forward, back.To, site[site[last].Inputs[0]].Shape),
        _ => null,
    };

    private static Draft<T> Draft<T>(Site site, int last, Primitive.Along along, Shape before, Shape after)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool back = site[last].Primitive is Primitive.AlongBack;
        if (!back && AreMeans(along, Maps.Of(before))) return new([last], [], _ => SquarePooling.Of<T, Mean<T>>("Along", site, site[last].Inputs[0], last));
        Maps x = Maps.Of(before), y = Maps.Of(after);
        (Maps from, Maps to) = back ? (y, x) : (x, y);
        Stage<T>[] stages = Stages<T>(along, x, back, from, to);
        int between = stages.Length > 1 ? stages.SkipLast(1).Max(s => s.Written) : 0;
        // Pairs of cells along a row are parted by reading one cell more; after another axis that reads working memory.
        bool within = stages.Length == 0 || stages[0].Inner > 1;
        return new([last], [], _ => new(back ? "Along, transposed" : "Along", [Edge.Plain(site[last].Inputs[0])], [Edge.Plain(last)],
            at => Bind(at, site.Crew, stages, from, to, between), ((2L * between) + 1) * site.Crew.Threads)
        { Movable = within });
    }

    /// <summary>Whether every output is the mean of a square of 2×2 cells.</summary>
    private static bool AreMeans(Primitive.Along along, Maps x)
    {
        (AxisTable d, AxisTable h, AxisTable w) = (along.D.Table(x.D), along.H.Table(x.H), along.W.Table(x.W));
        return SquarePooling.Is(x, d, h, w) && d.Weights is [1.0] && h.Weights.Concat(w.Weights).All(weight => weight == 0.5);
    }

    private static Stage<T>[] Stages<T>(Primitive.Along along, Maps x, bool back, Maps from, Maps to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int Axis, AxisRuns<T> Runs, double Grows)[] axes =
        [
            (0, new(along.D.Table(x.D), x.D, back), (double)to.D / from.D),
            (1, new(along.H.Table(x.H), x.H, back), (double)to.H / from.H),
            (2, new(along.W.Table(x.W), x.W, back), (double)to.W / from.W),
        ];
        int[] sizes = [from.D, from.H, from.W], final = [to.D, to.H, to.W];
        var stages = new List<Stage<T>>();
        foreach (var (axis, runs, _) in axes.Where(a => !a.Runs.IsIdentity).OrderBy(a => a.Grows))
        {
            int outer = sizes.Take(axis).Aggregate(1, (a, b) => a * b), inner = sizes.Skip(axis + 1).Aggregate(1, (a, b) => a * b);
            sizes[axis] = final[axis];
            stages.Add(new(runs, outer, inner, outer * final[axis] * inner));
        }
        return [.. stages];
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Stage<T>[] stages, Maps from, Maps to, int between)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Place input = at.Source(0), output = at.Target();
        nint scratch = at.Scratch;
        int maps = from.N * from.C, parts = Math.Clamp((int)((long)maps * Math.Max(from.Plane, to.Plane) >> 13), 1, Math.Max(1, Math.Min(maps, crew.Threads)));
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            T* near = (T*)scratch + ((nint)part * ((2 * between) + 1)), far = near + between;
            foreach (int map in new Share(maps, parts, part))
            {
                T* x = (T*)input.At + ((nint)map * from.Plane), y = (T*)output.At + ((nint)map * to.Plane);
                if (stages.Length == 0) new ReadOnlySpan<T>(x, from.Plane).CopyTo(new Span<T>(y, to.Plane));
                for (int i = 0; i < stages.Length; i++)
                {
                    T* target = i == stages.Length - 1 ? y : i % 2 == 0 ? near : far;
                    stages[i].Runs.Apply(x, target, stages[i].Outer, stages[i].Inner);
                    x = target;
                }
            }
        };
        return () => crew.Run(parts, body);
    }

    /// <summary>One axis of the map: the middle one of [outer, n, inner].</summary>
    private sealed record Stage<T>(AxisRuns<T> Runs, int Outer, int Inner, int Written)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
