// The map that a transposed convolution's direct form reads: zeros between the cells, a border of zeros, and a zeros more after each axis.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Convolution;

internal static class Stuffing
{
    public static Tensor<double> Between(Tensor<double> x, int stride, int border, int more = 0) =>
        Vectors.Run(x, node => node.Along(_ => new AxisMap.Stuff(stride)).Pad(_ => (border, border + more), Zeros));
}
