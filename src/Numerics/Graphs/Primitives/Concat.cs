// Concat: arrays side by side along an axis.      adjoint: each one's Slice
// Slice: a run of cells of an axis.               adjoint: Embed
// Embed: zeros around a run of cells.             adjoint: Slice

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>Arrays side by side along an axis; all other axes agree.</summary>
    public sealed record Concat(int Axis) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x)
        {
            if (x.Length == 0 || Axis >= x[0].Rank) throw Unfit(x, $"it joins along axis {Axis}");
            int total = 0;
            foreach (Shape part in x)
            {
                if (part.Rank != x[0].Rank || part.With(Axis, 0) != x[0].With(Axis, 0)) throw Unfit(x, $"all axes but {Axis} must agree");
                total += part[Axis];
            }
            return x[0].With(Axis, total);
        }

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy)
        {
            var parts = new Node?[x.Length];
            for (int i = 0, start = 0; i < x.Length; start += x[i].Shape[Axis], i++) parts[i] = dy.Slice(Axis, start, x[i].Shape[Axis]);
            return parts;
        }

        internal override void Run<T>(Operands<T> at)
        {
            int start = 0;
            for (int i = 0; i < at.Count; i++)
            {
                new Cells(at.Shape, Axis, start, at.Of(i)[Axis]).Write(at[i], at.Out);
                start += at.Of(i)[Axis];
            }
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Concat), PrintMembers);
    }

    /// <summary>Cells Start … Start + Length − 1 of an axis.</summary>
    public sealed record Slice(int Axis, int Start, int Length) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 && Axis < x[0].Rank && Start >= 0 && Length >= 0 && Start + Length <= x[0][Axis]
            ? x[0].With(Axis, Length)
            : throw Unfit(x, $"it takes cells {Start} to {Start + Length} of axis {Axis}");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Embed(Axis, Start, x[0].Shape[Axis])];

        internal override void Run<T>(Operands<T> at) => new Cells(at.Of(0), Axis, Start, Length).Read(at[0], at.Out);

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Slice), PrintMembers);
    }

    /// <summary>The input stands from Start in an axis of Total cells; the others are 0.</summary>
    public sealed record Embed(int Axis, int Start, int Total) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 && Axis < x[0].Rank && Start >= 0 && Start + x[0][Axis] <= Total
            ? x[0].With(Axis, Total)
            : throw Unfit(x, $"it puts one input at {Start} of {Total} cells of axis {Axis}");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Slice(Axis, Start, x[0].Shape[Axis])];

        internal override void Run<T>(Operands<T> at)
        {
            at.Out.Clear();
            new Cells(at.Shape, Axis, Start, at.Of(0)[Axis]).Write(at[0], at.Out);
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Embed), PrintMembers);
    }

    /// <summary>A run of cells of one axis of a whole array: contiguous blocks, one per position of the axes before it.</summary>
    private readonly struct Cells(Shape whole, int axis, int start, int length)
    {
        private readonly int inner = Product(whole, axis + 1, whole.Rank);
        private readonly int outer = Product(whole, 0, axis);
        private readonly int total = whole[axis];

        public void Write<T>(ReadOnlySpan<T> part, Span<T> array)
        {
            int block = length * inner;
            for (int o = 0; o < outer; o++) part.Slice(o * block, block).CopyTo(array.Slice(((o * total) + start) * inner, block));
        }

        public void Read<T>(ReadOnlySpan<T> array, Span<T> part)
        {
            int block = length * inner;
            for (int o = 0; o < outer; o++) array.Slice(((o * total) + start) * inner, block).CopyTo(part.Slice(o * block, block));
        }

        private static int Product(Shape shape, int from, int to)
        {
            int product = 1;
            for (int i = from; i < to; i++) product *= shape[i];
            return product;
        }
    }
}
