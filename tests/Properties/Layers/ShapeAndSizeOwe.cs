// Normalizations and layers of shape and size keep what every layer owes: shapes, gradients, batches, determinism; the linear ones their adjoints.
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class ShapeAndSizeOwe
{
    private static readonly Layer[] Normalizations =
    [
        BatchNorm(affine: false), GroupNorm(1), GroupNorm(2, affine: false), GroupNorm(3), InstanceNorm(1e-3), InstanceNorm(1e-3, affine: true), LayerNorm(), LayerNorm(1, 1e-3), LocalResponseNorm(3, 0.5),
    ];

    private static readonly Layer[] Linear =
    [
        Pad(1), Pad(2, Fill.Constant(1.5)), Pad(Padding.Sides((1, 2)), Reflect), Pad([(-1, 2)], Circular), Pad((2, 1), Replicate), Crop(1), Shift(2), Shift((1, -2), Zeros), Shift(-1, Reflect),
        ResizeTo(5), ResizeTo((4, 6), Resampling.Cubic, true), ResizeTo(3, Resampling.Area), ResizeTo(9, Resampling.NearestExact), ResizeBy(1.7), ResizeBy((0.5, 2, 1.5), alignCorners: true), Upsample(2),
        PixelShuffle((2, 1)), PixelUnshuffle((1, 2)), DepthToSpace((1, 2)), SpaceToDepth((1, 1, 2)), ChannelShuffle(3), Reshape((2, -1)), Permute(2, 0, 1),
    ];

    [Law(3)]
    public Property Normalizations_keep_every_law() => Normalizations.Select(layer => Laws.All(layer)).Aggregate((a, b) => a.And(b));

    [Law(3)]
    public Property Layers_of_shape_and_size_keep_every_law() => Linear.Select(layer => Laws.All(layer)).Aggregate((a, b) => a.And(b));

    [Law(3)]
    public Property Layers_of_shape_and_size_are_linear_and_have_an_exact_adjoint() => Linear.Select(layer => Laws.Linear(layer).And(Laws.Adjoint(layer))).Aggregate((a, b) => a.And(b));
}
