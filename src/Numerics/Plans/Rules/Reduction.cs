// Sums over axes and repetition over axes. Axes that are all summed or all kept are merged, so that the innermost loop runs over a contiguous row.
using System.Numerics;
using System.Numerics.Tensors;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Reduction : Fusion
{
    public override Draft<T>? Match<T>(Site site, int last) => site[last].Primitive is Primitive.Reduce reduce
        ? Draft<T>.Plain([last], "Sum", [.. site[last].Inputs], [last], at => Bind(at, reduce.Axes))
        : null;

    private static unsafe Action Bind<T>(Buffers<T> at, Axes axes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = new Rows(at.Shape(0), axes);
        nint x = at.In(0), y = at.Out();
        int count = at.ShapeOut().Count;
        return () =>
        {
            new Span<T>((T*)y, count).Clear();
            for (int row = 0; row < rows.Count; row++)
            {
                var part = new ReadOnlySpan<T>((T*)x + ((nint)row * rows.Length), rows.Length);
                T* target = (T*)y + rows.Kept(row);
                if (rows.InnerVanishes) *target += TensorPrimitives.Sum(part);
                else
                {
                    var sums = new Span<T>(target, rows.Length);
                    TensorPrimitives.Add(sums, part, sums);
                }
            }
        };
    }
}

internal sealed class Repetition : Fusion
{
    public override Draft<T>? Match<T>(Site site, int last) => site[last].Primitive is Primitive.Broadcast broadcast
        ? Draft<T>.Plain([last], "Repeat", [.. site[last].Inputs], [last], at => Bind(at, site.Crew, broadcast.Axes))
        : null;

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Axes axes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = new Rows(at.ShapeOut(), axes);
        nint x = at.In(0), y = at.Out();
        int parts = Math.Clamp(at.ShapeOut().Count >> 14, 1, Math.Min(crew.Threads, Math.Max(1, rows.Count)));
        Action<int> body = part =>
        {
            for (int row = (int)((long)part * rows.Count / parts); row < (int)((long)(part + 1) * rows.Count / parts); row++)
            {
                var target = new Span<T>((T*)y + ((nint)row * rows.Length), rows.Length);
                T* source = (T*)x + rows.Kept(row);
                if (rows.InnerVanishes) target.Fill(*source);
                else new ReadOnlySpan<T>(source, rows.Length).CopyTo(target);
            }
        };
        return () => crew.Run(parts, body);
    }
}

/// <summary>A shape as rows: the innermost run of axes that are all in the set or all outside it.</summary>
internal sealed class Rows
{
    private readonly int[] kept;

    public Rows(Shape shape, Axes axes)
    {
        int rank = shape.Rank, split = rank;
        InnerVanishes = rank > 0 && axes.Has(rank - 1);
        Length = 1;
        while (split > 0 && axes.Has(split - 1) == InnerVanishes) Length *= shape[--split];
        Shape outer = shape.Without(new Axes(((1 << rank) - 1) & ~((1 << split) - 1)));
        var strides = new Strides(outer, axes);
        int inner = InnerVanishes ? 1 : Length;
        kept = [.. Enumerable.Range(0, outer.Count).Select(row => strides.Kept(row) * inner)];
    }

    /// <summary>Elements of a row.</summary>
    public int Length { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => kept.Length;

    /// <summary>Whether a row shrinks to one element in the smaller shape.</summary>
    public bool InnerVanishes { get; }

    /// <summary>Where a row starts in the smaller shape.</summary>
    public int Kept(int row) => kept[row];
}
