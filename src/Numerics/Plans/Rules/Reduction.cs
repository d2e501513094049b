// Sums over axes and repetition over axes. Axes that are all summed or all kept are merged, so that the innermost loop runs over a contiguous row.
// Each sum is one thread's, in the order of its rows, so the bits do not depend on the number of threads.
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Reduction : Fusion
{
    /// <summary>Columns that are summed together: their sums in double stay in the first-level cache.</summary>
    private const int Piece = 512;

    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (site[last].Primitive is not Primitive.Reduce reduce) return null;
        int x = site[last].Inputs[0];
        Shape shape = site[x].Shape;
        bool blocks = Sweeps<T>.Supported && shape.Rank is >= 3 and <= 5 && shape[1] % Sweeps<T>.Lanes == 0 && reduce.Axes == new Axes(Axes.All(shape.Rank).Bits & ~3);
        return new([last], [], places => blocks && places.Stands(x).OfType<Blocked>().FirstOrDefault() is { } from
            ? new("Sum", [new(x, from)], [Edge.Plain(last)], at => Blocks(at, site.Crew, from))
            : new("Sum", [Edge.Plain(x)], [Edge.Plain(last)], at => Rows(at, site.Crew, reduce.Axes)));
    }

    private static unsafe Action Blocks<T>(Buffers<T> at, Crew crew, Blocked from)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        BlockedMaps xs = from.Of(at.Shape(0));
        Maps maps = Maps.Of(at.Shape(0));
        nint x = at.In(0), y = at.Out();
        int items = maps.N * xs.Blocks, parts = Math.Clamp(at.Shape(0).Count >> 14, 1, Math.Min(items, crew.Threads)), block = from.Block;
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            T* sums = stackalloc T[block];
            foreach (int item in new Share(items, parts, part))
            {
                T* to = (T*)y + ((nint)item * block);
                for (int d = 0; d < maps.D; d++)
                {
                    BlockSums<T>.Run((T*)x + xs.Cell(item / xs.Blocks, item % xs.Blocks, d, 0, 0), maps.H, xs.Row, maps.W, block, d == 0 ? to : sums);
                    if (d > 0) TensorPrimitives.Add(new ReadOnlySpan<T>(to, block), new ReadOnlySpan<T>(sums, block), new Span<T>(to, block));
                }
            }
        };
        return () => crew.Run(parts, body);
    }

    private static unsafe Action Rows<T>(Buffers<T> at, Crew crew, Axes axes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = new Rows(at.Shape(0), axes);
        nint x = at.In(0), y = at.Out();
        int[][] groups = [.. Enumerable.Range(0, rows.Count).GroupBy(rows.Kept).Select(group => group.ToArray())];
        int pieces = rows.InnerVanishes ? 1 : (rows.Length + Piece - 1) / Piece, items = groups.Length * pieces;
        int parts = Math.Clamp(at.Shape(0).Count >> 14, 1, Math.Max(1, Math.Min(items, crew.Threads)));
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            foreach (int item in new Share(items, parts, part))
            {
                int[] group = groups[item / pieces];
                T* to = (T*)y + rows.Kept(group[0]);
                if (rows.InnerVanishes) Across((T*)x, group, rows.Length, to);
                else Down((T*)x, group, rows.Length, item % pieces * Piece, to);
            }
        };
        return () => crew.Run(parts, body);
    }

    /// <summary>One number from all rows that shrink to it.</summary>
    private static unsafe void Across<T>(T* x, int[] group, int length, T* to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (int row in group) sum += WideSums<T>.Row(x + ((nint)row * length), length);
        *to = T.CreateTruncating(sum);
    }

    /// <summary>A piece of a row from the same piece of all rows that fall on it.</summary>
    private static unsafe void Down<T>(T* x, int[] group, int length, int from, T* to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = Math.Min(Piece, length - from);
        double* sums = stackalloc double[Piece];
        new Span<double>(sums, n).Clear();
        foreach (int row in group) WideSums<T>.Add(x + ((nint)row * length) + from, sums, n);
        TensorPrimitives.ConvertTruncating<double, T>(new(sums, n), new(to + from, n));
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
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            foreach (int row in new Share(rows.Count, parts, part))
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
