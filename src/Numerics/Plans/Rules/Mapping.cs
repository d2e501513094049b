// Linear maps along the spatial axes, one map of one channel at a time; maps are split over threads.
//   Each axis that is not the identity is done by itself, the one that shrinks most first, so that a cell costs the sum of the rows' lengths, not their product.
using System.Numerics;
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
        return Plans.Draft<T>.Plain([last], back ? "Along, transposed" : "Along", [.. site[last].Inputs], [last], at => Bind(at, site.Crew, along, Maps.Of(before), Maps.Of(after), back));
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Primitive.Along along, Maps x, Maps y, bool back)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Sparse<T> d = new(along.D.Table(x.D), x.D, back), h = new(along.H.Table(x.H), x.H, back), w = new(along.W.Table(x.W), x.W, back);
        (Maps from, Maps to) = back ? (y, x) : (x, y);
        nint input = at.In(0), output = at.Out();
        int maps = x.N * x.C, parts = Math.Clamp(Math.Min(maps, crew.Threads), 1, maps);
        T[][] scratch = [.. Enumerable.Range(0, parts).Select(_ => new T[(to.D * from.H * from.W) + (to.D * to.H * from.W)])];
        Action<int> body = part =>
        {
            Span<T> deep = scratch[part].AsSpan(0, to.D * from.H * from.W), high = scratch[part].AsSpan(deep.Length);
            for (int map = (int)((long)part * maps / parts); map < (int)((long)(part + 1) * maps / parts); map++)
            {
                d.Apply(new ReadOnlySpan<T>((T*)input + ((nint)map * from.Plane), from.Plane), deep, 1, from.H * from.W);
                h.Apply(deep, high, to.D, from.W);
                w.Apply(high, new Span<T>((T*)output + ((nint)map * to.Plane), to.Plane), to.D * to.H, 1);
            }
        };
        return () => crew.Run(parts, body);
    }

    /// <summary>The rows of one axis, transposed or not, applied to the middle axis of [outer, n, inner].</summary>
    private sealed class Sparse<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly int n;
        private readonly int[] starts, cells;
        private readonly T[] weights;

        public Sparse(AxisTable table, int inputs, bool transposed)
        {
            var rows = Enumerable.Range(0, transposed ? inputs : table.Count).Select(_ => new List<(int Cell, double Weight)>()).ToArray();
            for (int o = 0; o < table.Count; o++)
                for (int i = table.Starts[o]; i < table.Starts[o + 1]; i++) rows[transposed ? table.Cells[i] : o].Add((transposed ? o : table.Cells[i], table.Weights[i]));
            n = transposed ? table.Count : inputs;
            starts = new int[rows.Length + 1];
            for (int o = 0; o < rows.Length; o++) starts[o + 1] = starts[o] + rows[o].Count;
            cells = [.. rows.SelectMany(r => r.Select(t => t.Cell))];
            weights = [.. rows.SelectMany(r => r.Select(t => T.CreateTruncating(t.Weight)))];
        }

        public void Apply(ReadOnlySpan<T> x, Span<T> y, int outer, int inner)
        {
            int m = starts.Length - 1;
            for (int b = 0; b < outer; b++)
                for (int o = 0; o < m; o++)
                {
                    Span<T> row = y.Slice(((b * m) + o) * inner, inner);
                    row.Clear();
                    for (int i = starts[o]; i < starts[o + 1]; i++)
                    {
                        ReadOnlySpan<T> source = x.Slice(((b * n) + cells[i]) * inner, inner);
                        T weight = weights[i];
                        for (int k = 0; k < row.Length; k++) row[k] += weight * source[k];
                    }
                }
        }
    }
}
