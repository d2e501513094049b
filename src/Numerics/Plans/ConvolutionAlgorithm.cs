// The algorithms that convolutions can be computed by. Those that add up the direct products differ in layout and order of the sums only.
namespace FunctionalConv.Plans;

/// <summary>How a convolution is computed.</summary>
public enum ConvolutionAlgorithm
{
    /// <summary>By rules that look at shapes: one of the others.</summary>
    Automatic,

    /// <summary>Through Fourier transforms wherever their accuracy is allowed and they fit memory.</summary>
    Fourier,

    /// <summary>By minimal filtering: kernels of 3 taps an axis without strides, in float, channels in whole vectors; never under <see cref="Accuracy.Exact"/>.</summary>
    Winograd,

    /// <summary>Directly, in blocks of channels: one group, strides of 1 and 2 along the row.</summary>
    Blocks,

    /// <summary>Directly, on plain maps: any window and any groups.</summary>
    Strips,

    /// <summary>Channel by channel, where every channel has one kernel of its own.</summary>
    Depthwise,

    /// <summary>As a matrix product over unfolded windows (im2col): any window and any groups, on every backend.</summary>
    Columns,
}
