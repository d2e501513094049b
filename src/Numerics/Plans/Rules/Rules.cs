// Rules: the fast kernels, in the order in which they are tried. The first that matches a line takes it.
using System.Numerics;

namespace FunctionalConv.Plans;

internal static class Rules
{
    private static readonly Fusion[] All =
    [
        new BlockedConvolution(),
        new Convolution(),
        new ConvolutionToInput(),
        new ConvolutionToKernel(),
        new DenseProduct(),
        new MaxPooling(),
        new Gathering(),
        new Scattering(),
        new Columns(),
        new Mapping(),
        new Permutation(),
        new Elementwise(),
        new Reduction(),
        new Repetition(),
    ];

    public static Draft<T>? Match<T>(Site site, int last)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Fusion rule in All)
            if (rule.Match<T>(site, last) is { } draft) return draft;
        return null;
    }

    /// <summary>The step that copies a line from one layout to another.</summary>
    public static Step<T> Reorder<T>(Shape shape, Edge from, Edge to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new("Reorder", [from], [to], at => () => Reordering.Copy<T>(shape, at.In(0), from.Layout, at.Out(), to.Layout));
}
