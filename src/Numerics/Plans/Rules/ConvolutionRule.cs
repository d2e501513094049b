// ConvolutionRule: one of several kernels for the same product. What a kernel can do and when it pays are two questions: an algorithm that options choose is taken
// wherever a kernel can do it, and the other rules decline; a choice that no kernel can do leaves the rules to choose.
using System.Numerics;

namespace FunctionalConv.Plans;

internal abstract class ConvolutionRule : Fusion
{
    /// <summary>Whether this kernel computes the convolution on a line by an algorithm, whatever it costs.</summary>
    public abstract bool Can<T>(Site site, int product, ConvolutionAlgorithm algorithm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Whether a trial should time it.</summary>
    public virtual bool Worth<T>(Site site, int product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => true;

    /// <summary>The algorithm that options choose for the convolution on a line; automatic when they choose none, or one that no kernel can do.</summary>
    protected static ConvolutionAlgorithm Chosen<T>(Site site, int product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => site.Asked<T>(product) is var asked && Rules.Can<T>(site, product, asked) ? asked : ConvolutionAlgorithm.Automatic;
}
