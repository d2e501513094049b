// Maps side by side along an axis. What stands before the axis is 1 (one image, or the batch axis itself): then each input is one piece of the output, and the
// plan has it written there; the step has nothing left to do. Otherwise pieces are copied, in blocks of channels where the inputs stand so.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Joining : Fusion
{
    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (site[last].Primitive is not Primitive.Concat { Axis: var axis } || site[last].Element != Element.Real) return null;
        int[] inputs = [.. site[last].Inputs];
        Shape shape = site[last].Shape;
        int block = Sweeps<T>.Supported ? Sweeps<T>.Lanes : 0;
        bool blocks = block > 0 && axis == 1 && shape.Rank is >= 3 and <= 5 && inputs.All(i => site[i].Shape[1] % block == 0);
        bool whole = Enumerable.Range(0, axis).All(i => shape[i] == 1);
        return new([last], [], places =>
        {
            Blocked? layout = blocks ? places.Wanted(last) ?? inputs.SelectMany(places.Stands).OfType<Blocked>().FirstOrDefault() : null;
            if (layout is null || !inputs.Any(i => places.Stands(i).OfType<Blocked>().Any()))
                return new("Concat", [.. inputs.Select(Edge.Plain)], [Edge.Plain(last)], at => Copies(at, site.Crew, axis), 0) { Parts = whole ? Starts(inputs, i => site[i].Shape.Count) : null };
            Edge[] reads = [.. inputs.Select(i => new Edge(i, places.Stands(i).OfType<Blocked>().FirstOrDefault(b => b == layout) ?? places.Stands(i).OfType<Blocked>().FirstOrDefault() ?? layout))];
            return new("Concat", reads, [new(last, layout)], at => Blocks(at, site.Crew, reads, layout)) { Parts = whole ? Starts(inputs, i => layout.Count(site[i].Shape)) : null };
        })
        { Through = blocks ? inputs : [] };
    }

    private static long[] Starts(int[] inputs, Func<int, long> count)
    {
        long start = 0;
        return [.. inputs.Select(i => (start += count(i)) - count(i))];
    }

    private static unsafe Action Copies<T>(Buffers<T> at, Crew crew, int axis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape shape = at.ShapeOut();
        int outer = 1, inner = 1;
        for (int i = 0; i < axis; i++) outer *= shape[i];
        for (int i = axis + 1; i < shape.Rank; i++) inner *= shape[i];
        nint output = at.Out();
        var pieces = new List<(nint From, nint To, int Length, int Step)>();
        for (int i = 0, start = 0; i < at.Count; start += at.Shape(i)[axis], i++)
            pieces.Add((at.In(i), output + ((nint)start * inner * sizeof(T)), at.Shape(i)[axis] * inner, shape[axis] * inner));
        pieces.RemoveAll(piece => piece.From == piece.To || piece.Length == 0);
        int items = outer * pieces.Count, parts = Math.Clamp(shape.Count >> 14, 1, Math.Max(1, Math.Min(items, crew.Threads)));
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            foreach (int item in new Share(items, parts, part))
            {
                var (from, to, length, step) = pieces[item % pieces.Count];
                nint o = item / pieces.Count;
                new ReadOnlySpan<T>((T*)from + (o * length), length).CopyTo(new Span<T>((T*)to + (o * step), length));
            }
        };
        return items == 0 ? () => { } : () => crew.Run(parts, body);
    }

    private static unsafe Action Blocks<T>(Buffers<T> at, Crew crew, Edge[] reads, Blocked layout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        BlockedMaps to = layout.Of(at.ShapeOut());
        Maps y = Maps.Of(at.ShapeOut());
        nint output = at.Out();
        var maps = new List<(nint From, BlockedMaps Maps, int N, int Block, int Target)>();
        for (int i = 0, start = 0; i < reads.Length; i++)
        {
            BlockedMaps from = ((Blocked)reads[i].Layout).Of(at.Shape(i));
            bool there = at.In(i) == output + ((nint)to.Map * start * sizeof(T)) && y.N == 1;
            for (int n = 0; n < y.N && !there; n++)
                for (int b = 0; b < from.Blocks; b++) maps.Add((at.In(i), from, n, b, start + b));
            start += from.Blocks;
        }
        int rows = y.D * y.H, length = y.W * layout.Block, parts = Math.Min(maps.Count, crew.Threads);
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            foreach (int map in new Share(maps.Count, parts, part))
            {
                var (x, from, n, block, target) = maps[map];
                to.ClearBorder((T*)output, n, target);
                for (int row = 0; row < rows; row++)
                    new ReadOnlySpan<T>((T*)x + from.Cell(n, block, row / y.H, row % y.H, 0), length).CopyTo(new Span<T>((T*)output + to.Cell(n, target, row / y.H, row % y.H, 0), length));
            }
        };
        return maps.Count == 0 ? () => { } : () => crew.Run(parts, body);
    }
}
