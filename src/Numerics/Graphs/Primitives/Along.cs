// Along: a linear map along each spatial axis.      y[n, c, o] = Σ over i of D[od, id] · H[oh, ih] · W[ow, iw] · x[n, c, i]
//   Padding, cropping, shifting, resampling, window sums, adaptive means: see AxisMap.       adjoint: AlongBack, the transposed maps
namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>A linear map along each spatial axis of [N, C, …].</summary>
    public sealed record Along(AxisMap D, AxisMap H, AxisMap W) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x)
        {
            if (x.Length != 1 || x[0].Rank is < 3 or > 5) throw Unfit(x, "it takes maps [N, C, …]");
            return Out(x[0]);
        }

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Builder.Add(new AlongBack(D, H, W, x[0].Shape), dy)];

        internal Shape Out(Shape x)
        {
            Shape y = x;
            for (int i = 2; i < x.Rank; i++) y = y.With(i, Math.Max(0, this[i + 3 - x.Rank].Out(x[i])));
            return y;
        }

        internal override void Run<T>(Operands<T> at)
        {
            at.Out.Clear();
            foreach (var (x, y, weight) in new Terms(this, at.Of(0), at.Shape)) at.Out[y] += T.CreateTruncating(weight) * at[0][x];
        }

        private AxisMap this[int axis] => axis switch { 0 => D, 1 => H, _ => W };
    }

    /// <summary>The adjoint of <see cref="Along"/>: the transposed maps.</summary>
    public sealed record AlongBack(AxisMap D, AxisMap H, AxisMap W, Shape To) : Primitive
    {
        internal Along Forward => new(D, H, W);

        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 && x[0] == Forward.Out(To) ? To : throw Unfit(x, $"the maps take {To} to {Forward.Out(To)}");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Builder.Add(Forward, dy)];

        internal override void Run<T>(Operands<T> at)
        {
            at.Out.Clear();
            foreach (var (x, y, weight) in new Terms(Forward, To, at.Of(0))) at.Out[x] += T.CreateTruncating(weight) * at[0][y];
        }
    }

    /// <summary>Every product of the maps as positions (x, y) and the weight.</summary>
    private readonly struct Terms(Along along, Shape xs, Shape ys)
    {
        public IEnumerator<(int X, int Y, double Weight)> GetEnumerator()
        {
            Maps x = Maps.Of(xs), y = Maps.Of(ys);
            AxisTable d = along.D.Table(x.D), h = along.H.Table(x.H), w = along.W.Table(x.W);
            for (int map = 0; map < x.N * x.C; map++)
                for (int od = 0; od < y.D; od++)
                    for (int oh = 0; oh < y.H; oh++)
                        for (int ow = 0; ow < y.W; ow++)
                            for (int i = d.Starts[od]; i < d.Starts[od + 1]; i++)
                                for (int j = h.Starts[oh]; j < h.Starts[oh + 1]; j++)
                                    for (int k = w.Starts[ow]; k < w.Starts[ow + 1]; k++)
                                        yield return ((map * x.Plane) + x.Cell(d.Cells[i], h.Cells[j], w.Cells[k]), (map * y.Plane) + y.Cell(od, oh, ow), d.Weights[i] * h.Weights[j] * w.Weights[k]);
        }
    }
}
