// Poolings that fit any map: windows follow from the output wanted.      input [C, n…]
//   adaptive   output [C, m…]: cell o sees cells ⌊o·n/m⌋ … ⌈(o+1)·n/m⌉ − 1, so windows overlap where m does not divide n
//   global     output [C]: one number per channel, ready for Dense.     Global average: Lin, Chen & Yan 2013, arXiv:1312.4400
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>The largest value of every channel: [C, …] to [C]. Where it stands does not matter, so shifted and shuffled maps give the same.</summary>
    /// <value><c>[C, n…] → [C]</c>, <c>y[c] = max over p of x[c, p]</c>.</value>
    /// <example><code>GlobalMaxPool.On((8, 7, 7))</code></example>
    public static Layer GlobalMaxPool { get; } = new GlobalPooled(Reduction.Max);

    /// <summary>The mean of every channel: [C, …] to [C].</summary>
    /// <value><c>[C, n…] → [C]</c>, <c>y[c] = mean over p of x[c, p]</c>.</value>
    /// <example><code>GlobalAveragePool.On((8, 7, 7))</code></example>
    public static Layer GlobalAveragePool { get; } = new GlobalPooled(Reduction.Average);

    /// <summary>The largest values of as many windows as wanted, whatever the size of the map: [C, …] to [C, <paramref name="size"/>].</summary>
    /// <param name="size">Output cells per spatial axis; one number serves every axis. More than the map has repeat its cells.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    /// <returns><c>[C, n…] → [C, m…]</c>, <c>y[c, o] = max of x[c, ⌊o·n/m⌋ … ⌈(o+1)·n/m⌉ − 1]</c>.</returns>
    /// <example><code>AdaptiveMaxPool(2).On((8, 7, 7))</code></example>
    public static Layer AdaptiveMaxPool(Extent size) => new AdaptivePooled(Reduction.Max, size.AtLeast(1, "AdaptiveMaxPool", "a size"));

    /// <summary>The means of as many windows as wanted, whatever the size of the map: [C, …] to [C, <paramref name="size"/>].</summary>
    /// <param name="size">Output cells per spatial axis; one number serves every axis. More than the map has repeat its cells.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    /// <returns><c>[C, n…] → [C, m…]</c>, <c>y[c, o] = mean of x[c, ⌊o·n/m⌋ … ⌈(o+1)·n/m⌉ − 1]</c>.</returns>
    /// <example><code>AdaptiveAveragePool((2, 3)).On((8, 7, 7))</code></example>
    public static Layer AdaptiveAveragePool(Extent size) => new AdaptivePooled(Reduction.Average, size.AtLeast(1, "AdaptiveAveragePool", "a size"));
}

/// <summary>What a window keeps.</summary>
internal enum Reduction
{
    Max,
    Average,
}

internal sealed record GlobalPooled(Reduction Reduction) : Layer
{
    public override string Kind => $"global{Reduction.ToString().ToLowerInvariant()}pool";

    internal override Sweep? Sweep(Shape input) => FunctionalConv.Sweep.Of(Reduction == Reduction.Max ? Sweeping.Max : Sweeping.Mean, input, _ => new AxisMap.Adaptive(1));

    protected override string Code => $"Global{Reduction}Pool";

    public override Fit Infer(Shape input) => input.Rank is >= 2 and <= 4
        ? Shape.Of(input[0])
        : Fit.Refuse(this, input, "it takes maps [C, …] of 1 to 3 spatial axes", "put it before Flatten, or reshape", input.Rank == 0 ? Shape.Unknown : input[0]);

    public override Node Lower(Node x, Scope at) => Reduction == Reduction.Average
        ? x.Mean(new Axes(Axes.All(x.Shape.Rank).Bits & ~3))
        : x.MaxPool(_ => new AxisMap.Adaptive(1)).Values.Reshape(Shape.Of(x.Shape[0], x.Shape[1]));
}

internal sealed record AdaptivePooled(Reduction Reduction, Extent Size) : Layer
{
    public override string Kind => $"adaptive{Reduction.ToString().ToLowerInvariant()}pool";

    internal override Sweep? Sweep(Shape input) => FunctionalConv.Sweep.Of(
        Reduction == Reduction.Max ? Sweeping.Max : Sweeping.Mean, input, axis => new AxisMap.Adaptive(Size.On(axis, input.Rank - 1, 1)));

    protected override string Code => new Call($"Adaptive{Reduction}Pool").With(Size).ToString();

    public override Fit Infer(Shape input)
    {
        int rank = input.Rank - 1;
        if (rank is < 1 or > 3) return Fit.Refuse(this, input, "it takes maps [C, …] of 1 to 3 spatial axes", "put it before Flatten, or reshape", input);
        Shape y = input;
        for (int i = 1; i <= rank; i++) y = y.With(i, Size.Fits(rank) ? Size.On(i + 2 - rank, rank, 1) : Shape.Unknown);
        return Size.Fits(rank) ? y : Fit.Refuse(this, input, $"its size {Size} is made for {Size.Axes}-D data", "give one number, or one per spatial axis", y);
    }

    public override Node Lower(Node x, Scope at)
    {
        int rank = x.Shape.Rank - 2;
        AxisMap Windows(int axis) => new AxisMap.Adaptive(Size.On(axis, rank, 1));
        return Reduction == Reduction.Max ? x.MaxPool(Windows).Values : x.Along(Windows);
    }
}
