// Unfold (im2col): every window as a column.      x [N, C, …] → y [N, C·taps, stops],  y[n, (c, t), o] = x[n, c, o·stride + t·dilation − before], 0 outside
// Fold (col2im): columns added up where their windows stood.      adjoints of each other
namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>Every window as a column: [N, C, …] to [N, C·taps, stops].</summary>
    public sealed record Unfold(Frame Frame) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x)
        {
            if (x.Length != 1 || x[0].Rank is < 3 or > 5) throw Unfit(x, "it takes maps [N, C, …]");
            return Columns(Frame, x[0]);
        }

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Builder.Add(new Fold(Frame, x[0].Shape), dy)];

        internal override void Run<T>(Operands<T> at)
        {
            at.Out.Clear();
            foreach (var (x, y) in new Windows(Frame, at.Of(0))) at.Out[y] = at[0][x];
        }

        internal static Shape Columns(Frame frame, Shape maps)
        {
            Maps stops = Maps.Of(frame.Out(maps, maps[1]));
            return Shape.Of(maps[0], maps[1] * frame.Taps, stops.Plane);
        }
    }

    /// <summary>Columns added up where their windows stood: [N, C·taps, stops] to [N, C, …].</summary>
    public sealed record Fold(Frame Frame, Shape To) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 && x[0] == Unfold.Columns(Frame, To) ? To : throw Unfit(x, $"the windows of {To} are {Unfold.Columns(Frame, To)}");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Builder.Add(new Unfold(Frame), dy)];

        internal override void Run<T>(Operands<T> at)
        {
            at.Out.Clear();
            foreach (var (x, y) in new Windows(Frame, To)) at.Out[x] += at[0][y];
        }
    }

    /// <summary>Every cell that a window reads: its position in the maps and in the columns.</summary>
    internal readonly struct Windows(Frame frame, Shape maps)
    {
        public IEnumerator<(int X, int Y)> GetEnumerator()
        {
            Frame f = frame;
            Maps x = Maps.Of(maps), y = Maps.Of(f.Out(maps, maps[1]));
            for (int map = 0; map < x.N * x.C; map++)
                for (int tap = 0; tap < f.Taps; tap++)
                    for (int stop = 0; stop < y.Plane; stop++)
                    {
                        int td = tap / (f.H.Extent * f.W.Extent), th = tap / f.W.Extent % f.H.Extent, tw = tap % f.W.Extent;
                        int cell = x.Cell(f.D.At(stop / (y.H * y.W), td), f.H.At(stop / y.W % y.H, th), f.W.At(stop % y.W, tw));
                        if (cell >= 0) yield return ((map * x.Plane) + cell, (((map * f.Taps) + tap) * y.Plane) + stop);
                    }
        }
    }
}
