// Reduce: the sum over axes, which vanish.      y[kept] = Σ x[kept, summed]      adjoint: Broadcast
// Broadcast: a value repeated over new axes.    y[kept, new] = x[kept]           adjoint: Reduce

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>The sum over axes, which vanish. Sums run in row-major order and in double: added up in float, many numbers of one sign lose digits.</summary>
    public sealed record Reduce(Axes Axes) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 && Axes.Bits >> x[0].Rank == 0 ? x[0].Without(Axes) : throw Unfit(x, $"it sums over axes {Axes} of one input");

        internal override string Written => "Sum";

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Broadcast(x[0].Shape, Axes)];

        internal override void Run<T>(Operands<T> at)
        {
            ReadOnlySpan<T> x = at[0];
            var walk = new Strides(at.Of(0), Axes);
            var sums = new double[at.Out.Length];
            for (int i = 0; i < x.Length; i++) sums[walk.Kept(i)] += double.CreateTruncating(x[i]);
            for (int i = 0; i < sums.Length; i++) at.Out[i] = T.CreateTruncating(sums[i]);
        }
    }

    /// <summary>A value repeated over new axes of a larger shape.</summary>
    /// <param name="To">The larger shape.</param>
    /// <param name="Axes">The axes of it that the input does not have.</param>
    public sealed record Broadcast(Shape To, Axes Axes) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 && x[0] == To.Without(Axes) ? To : throw Unfit(x, $"{To} without axes {Axes} is {To.Without(Axes)}");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Sum(Axes)];

        internal override void Run<T>(Operands<T> at)
        {
            Span<T> y = at.Out;
            var walk = new Strides(To, Axes);
            for (int i = 0; i < y.Length; i++) y[i] = at[0][walk.Kept(i)];
        }
    }
}

/// <summary>Maps flat positions of a shape to those of the shape without some axes.</summary>
internal readonly struct Strides
{
    private readonly int[] sizes, kept;

    public Strides(Shape shape, Axes without)
    {
        sizes = shape.Sizes.ToArray();
        kept = new int[sizes.Length];
        int stride = 1;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            if (without.Has(i)) continue;
            kept[i] = stride;
            stride *= sizes[i];
        }
    }

    public int Kept(int flat)
    {
        int at = 0;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            at += flat % sizes[i] * kept[i];
            flat /= sizes[i];
        }
        return at;
    }
}
