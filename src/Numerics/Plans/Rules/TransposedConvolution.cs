// The adjoint of a convolution toward its input, which is the transposed convolution, in blocks of channels: one sweep per residue of the position by the
// stride, each reading every stride-th tap and writing every stride-th cell.
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class TransposedConvolution : Fusion
{
    /// <summary>The least share of lanes that do useful work.</summary>
    private const double LeastUse = 0.7;

    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (!site.Options.Backend.IsSimd || !Sweeps<T>.Supported || Epilogue.Find<Primitive.CorrelateToInput>(site, last, 1, residual: true) is not { } found) return null;
        var adjoint = (Primitive.CorrelateToInput)site[found.Product].Primitive;
        int input = site[found.Product].Inputs[0], block = Sweeps<T>.Lanes;
        Shape dy = site[input].Shape, dx = site[last].Shape;
        if (adjoint.Groups != 1 || Blocked.Use(dy[1], block) * Blocked.Use(dx[1], block) < LeastUse) return null;
        IReadOnlyList<Phase> phases = Phase.Transposed(adjoint.Frame, Maps.Of(dx));
        var wanted = new Blocked(block, Phase.Border(phases, Maps.Of(dy)));
        return new(found.Covers, [(input, wanted)],
            places => SweepStep<T>.Of(site, places, found, last, wanted, phases, new SweepWeights(block, adjoint.Frame, true), "Transposed convolution (blocked)"));
    }
}
