// Pads join: zeros to zeros, replicate to replicate, crop to crop; and into the padding of the convolution after them, which takes any fill if it pads nothing itself.
//   Cropping and then padding, or reflecting what was reflected, is not one pad; a constant is not zeros.
namespace FunctionalConv;

internal sealed class PadJoining : Rule
{
    public override string Equation => "pads join";

    public override (int Taken, Leaf[] Put)? At(IReadOnlyList<Piece> chain, int i)
    {
        if (Leaf<Padded>(chain, i) is not { } leaf || (Padded)leaf.Core is not { } pad) return null;
        int rank = leaf.Input.Rank - 1;
        if (Leaf<Padded>(chain, i + 1) is { } next && (Padded)next.Core is var other && Joins(pad, other))
            return (2, [leaf.With(Padded.Of(Alike([.. Axes(rank).Select(axis => Added(pad.Sides.On(axis, rank), other.Sides.On(axis, rank)))]), pad.Sides.Most > 0 ? pad.Fill : other.Fill))]);
        if (pad.Sides.Least < 0 || Leaf<Layer>(chain, i + 1) is not { } conv || Filters.WindowOf(conv.Core) is not { } window) return null;
        Frame frame = window.On(conv.Input);
        bool bare = Axes(rank).All(axis => frame[axis] is { Before: 0, After: 0 });
        if (!bare && !(window.Padding.Fill == pad.Fill && Continues(pad.Fill))) return null;
        Padding whole = Filters.Padding([.. Axes(rank).Select(axis => Added(pad.Sides.On(axis, rank), (frame[axis].Before, frame[axis].After)))], pad.Fill);
        return (2, [conv with { Layer = conv.With(Filters.With(conv.Core, window with { Padding = whole })).Layer, Input = leaf.Input }]);
    }

    private static bool Joins(Padded a, Padded b) => (a.Sides.Most <= 0 && b.Sides.Most <= 0) || (a.Sides.Least >= 0 && b.Sides.Least >= 0 && a.Fill == b.Fill && Continues(a.Fill));

    /// <summary>Whether padding what was padded is padding by the sum.</summary>
    private static bool Continues(Fill fill) => fill == Fill.Zeros || fill == Fill.Replicate;

    /// <summary>One pair where all axes agree.</summary>
    private static Sides Alike((int, int)[] axes) => axes.Distinct().Count() == 1 ? Sides.Of(axes[0]) : Sides.Of(axes);

    private static IEnumerable<int> Axes(int rank) => Enumerable.Range(3 - rank, rank);

    private static (int Before, int After) Added((int Before, int After) a, (int Before, int After) b) => (a.Before + b.Before, a.After + b.After);
}
