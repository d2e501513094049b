// Correlate: cross-correlation of maps with a bank of kernels, and its two adjoints. The three are closed under adjoints.
//   x [N, C, …]   w [M, C/groups, k…]   y [N, M, …]
//   y[n, m, o] = Σ over c, t of  w[m, c, t] · x[n, c, o·stride + t·dilation − before],   cells outside the map are 0
//   toward the input (the transposed convolution)   dx[n, c, i] = Σ over m, t, o with o·stride + t·dilation − before = i of  w[m, c, t] · dy[n, m, o]
//   toward the kernel                               dw[m, c, t] = Σ over n, o of  dy[n, m, o] · x[n, c, o·stride + t·dilation − before]

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>Cross-correlation of maps [N, C, …] with kernels [M, C/groups, k…].</summary>
    public sealed record Correlate(Frame Frame, int Groups) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x)
        {
            if (x.Length != 2) throw Unfit(x, "it takes maps and kernels");
            Shape y = Frame.Out(x[0], x[1][0]);
            CheckCorrelation(this, Frame, Groups, x[0], x[1], y);
            return y;
        }

        /// <inheritdoc/>
        public override long Macs(ReadOnlySpan<Shape> x, Shape y) => y.LongCount * (x[1].LongCount / Math.Max(1, x[1][0]));

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) =>
        [
            dy.Builder.Add(new CorrelateToInput(Frame, Groups, x[0].Shape), dy, x[1]),
            dy.Builder.Add(new CorrelateToKernel(Frame, Groups, x[1].Shape), x[0], dy),
        ];

        internal override void Run<T>(Operands<T> at)
        {
            at.Out.Clear();
            var taps = new Taps(Frame, Groups, at.Of(0), at.Of(1), at.Shape);
            foreach (var (x, w, y) in taps) at.Out[y] += at[1][w] * at[0][x];
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Correlate), PrintMembers);
    }

    /// <summary>The adjoint of <see cref="Correlate"/> toward its input: maps dy [N, M, …] and kernels give [N, C, …]. This is the transposed convolution.</summary>
    public sealed record CorrelateToInput(Frame Frame, int Groups, Shape To) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x)
        {
            if (x.Length != 2) throw Unfit(x, "it takes maps and kernels");
            CheckCorrelation(this, Frame, Groups, To, x[1], x[0]);
            return To;
        }

        internal override string Written => "CorrelateBack";

        /// <inheritdoc/>
        public override long Macs(ReadOnlySpan<Shape> x, Shape y) => x[0].LongCount * (x[1].LongCount / Math.Max(1, x[1][0]));

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) =>
        [
            dy.Builder.Add(new Correlate(Frame, Groups), dy, x[1]),
            dy.Builder.Add(new CorrelateToKernel(Frame, Groups, x[1].Shape), dy, x[0]),
        ];

        internal override void Run<T>(Operands<T> at)
        {
            at.Out.Clear();
            var taps = new Taps(Frame, Groups, To, at.Of(1), at.Of(0));
            foreach (var (x, w, y) in taps) at.Out[x] += at[1][w] * at[0][y];
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(CorrelateToInput), PrintMembers);
    }

    /// <summary>The adjoint of <see cref="Correlate"/> toward its kernels: maps x [N, C, …] and dy [N, M, …] give [M, C/groups, k…].</summary>
    public sealed record CorrelateToKernel(Frame Frame, int Groups, Shape To) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x)
        {
            if (x.Length != 2) throw Unfit(x, "it takes the maps before and the cotangents after");
            CheckCorrelation(this, Frame, Groups, x[0], To, x[1]);
            return To;
        }

        /// <inheritdoc/>
        public override long Macs(ReadOnlySpan<Shape> x, Shape y) => x[1].LongCount * (To.LongCount / Math.Max(1, To[0]));

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) =>
        [
            dy.Builder.Add(new CorrelateToInput(Frame, Groups, x[0].Shape), x[1], dy),
            dy.Builder.Add(new Correlate(Frame, Groups), x[0], dy),
        ];

        internal override void Run<T>(Operands<T> at)
        {
            at.Out.Clear();
            var taps = new Taps(Frame, Groups, at.Of(0), To, at.Of(1));
            foreach (var (x, w, y) in taps) at.Out[w] += at[0][x] * at[1][y];
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(CorrelateToKernel), PrintMembers);
    }

    private static void CheckCorrelation(Primitive self, Frame frame, int groups, Shape x, Shape w, Shape y)
    {
        int rank = x.Rank;
        bool fits = rank is >= 3 and <= 5 && w.Rank == rank && groups > 0 && x[1] % groups == 0 && w[0] % groups == 0 && w[1] == x[1] / groups && y == frame.Out(x, w[0]);
        for (int i = 2; fits && i < rank; i++) fits = w[i] == frame[i + 3 - rank].Extent && y[i] > 0;
        if (!fits) throw self.Unfit([x, w], $"with {Amount.Of(groups, "groups")} and the window {frame} these maps and kernels do not give {y}");
    }

    /// <summary>Every product of a correlation as positions (x, w, y), found by trying positions; in the order n, m, o, c, t.</summary>
    private readonly struct Taps(Frame frame, int groups, Shape xs, Shape ws, Shape ys)
    {
        public IEnumerator<(int X, int W, int Y)> GetEnumerator()
        {
            Maps x = Maps.Of(xs), w = Maps.Of(ws), y = Maps.Of(ys);
            Frame f = frame;
            int perGroup = y.C / groups;
            for (int n = 0; n < y.N; n++)
                for (int m = 0; m < y.C; m++)
                    for (int od = 0; od < y.D; od++)
                        for (int oh = 0; oh < y.H; oh++)
                            for (int ow = 0; ow < y.W; ow++)
                                for (int c = 0; c < w.C; c++)
                                    for (int td = 0; td < w.D; td++)
                                        for (int th = 0; th < w.H; th++)
                                            for (int tw = 0; tw < w.W; tw++)
                                            {
                                                int cell = x.Cell(f.D.At(od, td), f.H.At(oh, th), f.W.At(ow, tw));
                                                if (cell < 0) continue;
                                                yield return (x.Start(n, (m / perGroup * w.C) + c) + cell, w.Start(m, c) + w.Cell(td, th, tw), y.Start(n, m) + y.Cell(od, oh, ow));
                                            }
        }
    }
}
