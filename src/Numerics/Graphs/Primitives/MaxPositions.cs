// MaxPositions: where the largest value under each window stands.   x [N, C, …] → positions [N, C, …'], flat within one map
//   Cells outside the map do not count; on ties the first in row-major order wins; NaN counts as the largest; −1 where a window sees only padding.
// Gather: the values at positions (−∞ at −1).      adjoint: Scatter
// Scatter: values added up at positions.           adjoint: Gather, with 0 at −1
using System.Numerics;

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>Where the largest value under each window stands, flat within its map. The windows are the cells that the rows of the maps name.</summary>
    public sealed record MaxPositions(AxisMap D, AxisMap H, AxisMap W) : Primitive
    {
        /// <summary>The positions under a sliding window.</summary>
        public MaxPositions(Frame frame)
            : this(new AxisMap.Window(frame.D), new AxisMap.Window(frame.H), new AxisMap.Window(frame.W))
        {
        }

        /// <inheritdoc/>
        public override Element Element => Element.Index;

        /// <summary>The sliding window, where it is one.</summary>
        internal Frame? Frame => Sliding(D) is { } d && Sliding(H) is { } h && Sliding(W) is { } w ? new(d, h, w) : null;

        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x)
        {
            if (x.Length != 1 || x[0].Rank is < 3 or > 5) throw Unfit(x, "it takes maps [N, C, …]");
            Shape y = new Along(D, H, W).Out(x[0]);
            for (int i = 2; i < y.Rank; i++)
                if (y[i] == 0) throw Unfit(x, "the window fits nowhere");
            return y;
        }

        internal override string Written => "MaxPool";

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [null];

        internal override void Run<T>(Operands<T> at)
        {
            Maps x = Maps.Of(at.Of(0)), y = Maps.Of(at.Shape);
            AxisTable d = D.Table(x.D), h = H.Table(x.H), w = W.Table(x.W);
            for (int map = 0; map < y.N * y.C; map++)
                for (int od = 0; od < y.D; od++)
                    for (int oh = 0; oh < y.H; oh++)
                        for (int ow = 0; ow < y.W; ow++)
                            at.OutIndex[(map * y.Plane) + y.Cell(od, oh, ow)] = Best(at[0].Slice(map * x.Plane, x.Plane), x, d.Row(od), h.Row(oh), w.Row(ow));
        }

        private static Reach? Sliding(AxisMap map) => map switch
        {
            AxisMap.Window { Mode: FillMode.Constant } window => window.Reach,
            _ when map == AxisMap.Identity => Reach.One,
            _ => null,
        };

        private static int Best<T>(ReadOnlySpan<T> plane, Maps x, ReadOnlySpan<int> ds, ReadOnlySpan<int> hs, ReadOnlySpan<int> ws)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            int best = -1;
            foreach (int d in ds)
                foreach (int h in hs)
                    foreach (int w in ws)
                    {
                        int cell = x.Cell(d, h, w);
                        if (best < 0 || plane[cell] > plane[best] || (T.IsNaN(plane[cell]) && !T.IsNaN(plane[best]))) best = cell;
                    }
            return best;
        }
    }

    /// <summary>The values at positions of each map: x [N, C, …] and positions [N, C, …'] give [N, C, …'].</summary>
    /// <param name="Absent">What stands where the position is −1.</param>
    public sealed record Gather(double Absent) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 2 && SameMaps(x[0], x[1]) ? x[1] : throw Unfit(x, "it takes maps and positions in them");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Builder.Add(new Scatter(x[0].Shape), dy, x[1]), null];

        internal override void Run<T>(Operands<T> at)
        {
            Maps x = Maps.Of(at.Of(0)), y = Maps.Of(at.Shape);
            for (int i = 0; i < at.Out.Length; i++)
            {
                int position = at.Index(1)[i];
                at.Out[i] = position < 0 ? T.CreateTruncating(Absent) : at[0][(i / y.Plane * x.Plane) + InMap(position, x.Plane)];
            }
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Gather), PrintMembers);
    }

    /// <summary>Values added up at positions of each map: values [N, C, …'] and their positions give [N, C, …].</summary>
    public sealed record Scatter(Shape To) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 2 && x[0] == x[1] && SameMaps(x[0], To) ? To : throw Unfit(x, $"it takes values and their positions in {To}");

        internal override string Written => "Unpool";

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Builder.Add(new Gather(0), dy, x[1]), null];

        internal override void Run<T>(Operands<T> at)
        {
            Maps y = Maps.Of(at.Of(0)), x = Maps.Of(To);
            at.Out.Clear();
            for (int i = 0; i < at[0].Length; i++)
            {
                int position = at.Index(1)[i];
                if (position >= 0) at.Out[(i / y.Plane * x.Plane) + InMap(position, x.Plane)] += at[0][i];
            }
        }
    }

    /// <summary>A position that came from outside, checked.</summary>
    internal static int InMap(int position, int cells) => position < cells ? position
        : throw new ArgumentException($"Position {position} lies outside a map of {cells} cells; positions run from 0 to {cells - 1}, and −1 stands for none.");

    private static bool SameMaps(Shape a, Shape b) => a.Rank == b.Rank && a.Rank >= 3 && a[0] == b[0] && a[1] == b[1];
}
