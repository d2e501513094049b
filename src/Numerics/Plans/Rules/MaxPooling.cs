// Max-pooling. The windows are rows of tables, one table an axis, so sliding, adaptive and filled windows are one rule; maps are split over threads.
//   values alone      in blocks of channels where its input stands so, by vectors of channels; on plain maps otherwise: squares of 2×2 at once, any other
//                     window as the largest of its rows elementwise, then along the row
//   with positions    on plain maps, one pass that keeps value and position
using System.Numerics;
using System.Runtime.CompilerServices;
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
        if (!site.Inner(positions)) return Draft<T>.Plain([last, positions], "Max-pool with positions", [x], [positions, last], at => Positions(at, site.Crew, found));
        int block = Sweeps<T>.Supported ? Sweeps<T>.Lanes : 0;
        Maps maps = Maps.Of(site[x].Shape);
        var windows = new Windows(found, maps);
        return new([last, positions], [], places =>
        {
            if (block > 0 && maps.C % block == 0 && places.Stands(x).OfType<Blocked>().FirstOrDefault() is { } from)
            {
                Blocked to = places.Wanted(last) ?? new(block, default);
                return new("Max-pool", [new(x, from)], [new(last, to)], at => Blocks(at, site.Crew, windows, from, to));
            }
            if (windows.AreSquares) return SquarePooling.Of<T, Largest<T>>("Max-pool", site, x, last);
            return new("Max-pool", [Edge.Plain(x)], [Edge.Plain(last)], at => Rows(at, site.Crew, windows), (windows.Padded + 1L) * site.Crew.Threads) { Movable = true };
        });
    }

    private static unsafe Action Blocks<T>(Buffers<T> at, Crew crew, Windows windows, Blocked from, Blocked to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        BlockedMaps xs = from.Of(at.Shape(0)), ys = to.Of(at.ShapeOut());
        Maps y = Maps.Of(at.ShapeOut());
        nint x = at.In(0), output = at.Out();
        int rows = y.D * y.H, items = y.N * ys.Blocks * rows, parts = Math.Min(items, crew.Threads), block = from.Block;
        int[][] starts = [.. Enumerable.Range(0, rows).Select(row => windows.Rows(row, (d, h) => xs.Cell(0, 0, d, h, 0)))];
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            foreach (int item in new Share(items, parts, part))
            {
                int map = item / rows, row = item % rows, n = map / ys.Blocks, b = map % ys.Blocks;
                if (row == 0) ys.ClearBorder((T*)output, n, b);
                PoolRows<T>.Blocks(starts[row], windows.W.Starts, windows.W.Cells, (T*)x + ((nint)map * xs.Map), (T*)output + ys.Cell(n, b, row / y.H, row % y.H, 0), block);
            }
        };
        return () => crew.Run(parts, body);
    }

    private static unsafe Action Rows<T>(Buffers<T> at, Crew crew, Windows windows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Maps x = Maps.Of(at.Shape(0)), y = Maps.Of(at.ShapeOut());
        Place input = at.Source(0), output = at.Target();
        nint scratch = at.Scratch;
        int rows = y.D * y.H, maps = x.N * x.C, parts = Math.Min(maps, crew.Threads), length = windows.Padded, before = windows.Before, width = x.W, outputs = y.W;
        Reach across = windows.Across ?? Reach.One;
        bool slides = windows.Across is not null;
        AxisTable table = windows.W;
        int[][] starts = [.. Enumerable.Range(0, rows).Select(row => windows.Rows(row, (d, h) => ((d * x.H) + h) * x.W))];
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            T* padded = (T*)scratch + ((nint)part * (length + 1));
            new Span<T>(padded, length).Fill(T.NegativeInfinity);
            foreach (int map in new Share(maps, parts, part))
                for (int row = 0; row < rows; row++)
                {
                    if (starts[row].Length == 0) new Span<T>(padded, length).Fill(T.NegativeInfinity);
                    else PoolRows<T>.Down(starts[row], (T*)input.At + ((nint)map * x.Plane), padded + before, width);
                    T* to = (T*)output.At + ((nint)map * y.Plane) + ((nint)row * y.W);
                    if (slides) PoolRows<T>.Across(padded + before - across.Before, across.Extent, across.Stride, across.Dilation, to, outputs);
                    else PoolRows<T>.Table(table.Starts, table.Cells, padded, to);
                }
        };
        return () => crew.Run(parts, body);
    }

    private static unsafe Action Positions<T>(Buffers<T> at, Crew crew, Primitive.MaxPositions found)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Maps x = Maps.Of(at.Shape(0)), y = Maps.Of(at.ShapeOut());
        var windows = new Windows(found, x);
        nint input = at.In(0), positions = at.Out(0), values = at.Out(1);
        int maps = x.N * x.C, parts = Math.Min(maps, crew.Threads), rows = y.D * y.H;
        int[][] starts = [.. Enumerable.Range(0, rows).Select(row => windows.Rows(row, (d, h) => ((d * x.H) + h) * x.W))];
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            foreach (int map in new Share(maps, parts, part))
                for (int row = 0; row < rows; row++)
                {
                    nint to = ((nint)map * y.Plane) + ((nint)row * y.W);
                    PoolRows<T>.Positions(starts[row], windows.W.Starts, windows.W.Cells, (T*)input + ((nint)map * x.Plane), (int*)positions + to, (T*)values + to);
                }
        };
        return () => crew.Run(parts, body);
    }

    /// <summary>The windows of a pooling on maps of one size.</summary>
    private sealed class Windows(Primitive.MaxPositions found, Maps x)
    {
        private readonly AxisTable d = found.D.Table(x.D), h = found.H.Table(x.H);

        public AxisTable W { get; } = found.W.Table(x.W);

        /// <summary>Whether the windows are squares of 2×2 cells side by side, on planes.</summary>
        public bool AreSquares => SquarePooling.Is(x, d, h, W);

        /// <summary>The window along a row where it slides and its padding takes no part; null for other tables.</summary>
        public Reach? Across { get; } = found.W is AxisMap.Window { Mode: FillMode.Constant } window ? window.Reach : null;

        /// <summary>Cells of −∞ before a row.</summary>
        public int Before => Across is { } reach ? Math.Max(0, reach.Before) : 0;

        /// <summary>Cells of a row with what its windows read on both sides.</summary>
        public int Padded => Across is { } reach ? Math.Max(Before + x.W, Before - reach.Before + ((reach.Out(x.W) - 1) * reach.Stride) + reach.Span) : x.W;

        /// <summary>Where the rows start that a row of outputs reads.</summary>
        public int[] Rows(int row, Func<int, int, int> start)
        {
            int[] depths = d.Row(row / h.Count).ToArray(), heights = h.Row(row % h.Count).ToArray();
            return [.. (from depth in depths from height in heights select start(depth, height))];
        }
    }
}
