// What padding, cropping, shifting and resizing share: one linear map along each spatial axis, the channels left alone.
//   input [C, n…]    output [C, m…]      the map of an axis says its m, and whether it can take n
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>A layer that is one map along each spatial axis.</summary>
internal abstract record Mapped : Layer
{
    public override Fit Infer(Shape input)
    {
        int rank = input.Rank - 1;
        if (rank is < 1 or > 3)
            return Fit.Refuse(this, input, "it works along 1 to 3 spatial axes after the channels", rank < 1 ? "put it before Flatten, or reshape" : "reshape to [C, W], [C, H, W] or [C, D, H, W]", input);
        if (Refuses(rank) is { } whole) return Fit.Refuse(this, input, whole.Needs, whole.Cure, Shape.Of([input[0], .. Enumerable.Repeat(Shape.Unknown, rank)]));
        Shape y = input;
        (string Needs, string Cure)? first = null;
        for (int i = 1; i <= rank; i++)
        {
            int axis = i + 2 - rank;
            var refusal = input[i] == Shape.Unknown ? null : Refuses(axis, rank, input[i]);
            first ??= refusal;
            y = y.With(i, refusal is not null ? Shape.Unknown : input[i] == Shape.Unknown ? Blind(axis, rank) : Map(axis, rank, input[i]).Out(input[i]));
        }
        return first is { } found ? Fit.Refuse(this, input, found.Needs, found.Cure, y) : y;
    }

    public override Node Lower(Node x, Scope at) => x.Along(Maps(x.Shape), Outside);

    /// <summary>The map along an axis (0 depth, 1 height, 2 width) of n cells.</summary>
    protected abstract AxisMap Map(int axis, int rank, int n);

    /// <summary>Why data with this many spatial axes cannot take it, or null.</summary>
    protected abstract (string Needs, string Cure)? Refuses(int rank);

    /// <summary>Why n cells on an axis cannot take it, or null.</summary>
    protected abstract (string Needs, string Cure)? Refuses(int axis, int rank, int n);

    /// <summary>What stands in the cells that come from outside.</summary>
    protected virtual Fill Outside => Fill.Zeros;

    /// <summary>The size after an axis whose size is not known.</summary>
    protected virtual int Blind(int axis, int rank) => Shape.Unknown;

    private Func<int, AxisMap> Maps(Shape batch) => axis => Map(axis, batch.Rank - 2, batch[axis + batch.Rank - 3]);
}
