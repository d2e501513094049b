// Rules: the fast kernels, in the order in which they are tried. The first that matches a line takes it.
using System.Numerics;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal static class Rules
{
    private static readonly Fusion[] All =
    [
        new FourierConvolution(),
        new WinogradConvolution(),
        new DepthwiseConvolution(),
        new DirectConvolution(),
        new TransposedConvolution(),
        new Convolution(),
        new ConvolutionToInput(),
        new ConvolutionToKernel(),
        new DenseProduct(),
        new MaxPooling(),
        new Gathering(),
        new Scattering(),
        new Columns(),
        new Joining(),
        new Mapping(),
        new Permutation(),
        new Probabilities(),
        new Elementwise(),
        new Reduction(),
        new Repetition(),
    ];

    private static readonly ConvolutionRule[] Convolutions = [.. All.OfType<ConvolutionRule>()];

    /// <summary>Whether a kernel computes this convolution by an algorithm.</summary>
    public static bool Can<T>(Site site, int product, ConvolutionAlgorithm algorithm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => System.Array.Exists(Convolutions, rule => rule.Can<T>(site, product, algorithm));

    /// <summary>Whether timing an algorithm for this convolution may pay.</summary>
    public static bool Worth<T>(Site site, int product, ConvolutionAlgorithm algorithm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => System.Array.Exists(Convolutions, rule => rule.Can<T>(site, product, algorithm) && rule.Worth<T>(site, product));

    public static Draft<T>? Match<T>(Site site, int last)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Fusion rule in All)
            if (rule.Match<T>(site, last) is { } draft) return draft;
        return null;
    }

    /// <summary>The step that makes one layout of a line from another; one of them is plain, or both are blocks that differ in their border.</summary>
    public static unsafe Step<T> Reorder<T>(Crew crew, Shape shape, Edge from, Edge to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new($"Reorder, {from.Layout} to {to.Layout}", [from], [to], at =>
        {
            Place source = at.Source(0), target = at.Target();
            if (from.Layout is Blocked narrow && to.Layout is Blocked wide) return () => Bordering<T>.Run(crew, shape, narrow, (T*)source.At, wide, (T*)target.At);
            return from.Layout == Layout.Plain
                ? () => to.Layout.From(crew, shape, (T*)source.At, (T*)target.At)
                : () => from.Layout.To(crew, shape, (T*)source.At, (T*)target.At);
        })
        { Movable = true, IsReorder = true };
}
