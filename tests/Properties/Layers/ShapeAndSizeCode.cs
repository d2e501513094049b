// A layer prints as the C# that makes it, with what is not by default; compiled, that gives an equal layer.
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class ShapeAndSizeCode
{
    private static readonly (Layer Layer, string Code)[] Known =
    [
        (BatchNorm(), "BatchNorm()"),
        (BatchNorm(0.3, 1e-3, false), "BatchNorm(momentum: 0.3, epsilon: 0.001, affine: false)"),
        (BatchNorm(affine: false), "BatchNorm(affine: false)"),
        (GroupNorm(4), "GroupNorm(4)"),
        (GroupNorm(4, affine: false), "GroupNorm(4, affine: false)"),
        (InstanceNorm(), "InstanceNorm()"),
        (InstanceNorm(1e-3, true, true, 0.2), "InstanceNorm(epsilon: 0.001, affine: true, running: true, momentum: 0.2)"),
        (LayerNorm(), "LayerNorm()"),
        (LayerNorm(2), "LayerNorm(axes: 2)"),
        (LayerNorm(epsilon: 1e-6), "LayerNorm(epsilon: 1E-06)"),
        (LocalResponseNorm(5), "LocalResponseNorm(5)"),
        (LocalResponseNorm(5, k: 2), "LocalResponseNorm(5, k: 2)"),
        (Pad(1), "Pad(1)"),
        (Pad((1, 2), Reflect), "Pad((1, 2), Reflect)"),
        (Pad(Padding.By((1, 2, 3)).Filled(Circular)), "Pad((1, 2, 3), Circular)"),
        (Pad(Padding.Sides((1, 0)), Fill.Constant(0.5)), "Pad(Padding.Sides((1, 0)), Fill.Constant(0.5))"),
        (Pad([(1, 0), (-1, 2)], Replicate), "Pad([(1, 0), (-1, 2)], Replicate)"),
        (Pad([(2, 2)]), "Pad(2)"),
        (Crop(2), "Crop(2)"),
        (Crop((1, 0)), "Crop((1, 0))"),
        (Pad([(-1, -2)], Reflect), "Crop(Padding.Sides((1, 2)))"),
        (Shift(3), "Shift(3)"),
        (Shift((1, -2), Zeros), "Shift((1, -2), Zeros)"),
        (ResizeTo((4, 6)), "ResizeTo((4, 6))"),
        (ResizeTo(4, Resampling.Cubic, true), "ResizeTo(4, Resampling.Cubic, alignCorners: true)"),
        (ResizeBy((0.5, 2)), "ResizeBy((0.5, 2))"),
        (ResizeBy(1.5, alignCorners: true), "ResizeBy(1.5, alignCorners: true)"),
        (Upsample((1, 2)), "ResizeBy((1, 2), Resampling.Nearest)"),
        (PixelShuffle(3), "PixelShuffle(3)"),
        (PixelUnshuffle((2, 1)), "PixelUnshuffle((2, 1))"),
        (DepthToSpace(2), "DepthToSpace(2)"),
        (SpaceToDepth(2), "SpaceToDepth(2)"),
        (SpaceToDepth(2, DepthOrder.Crd), "PixelUnshuffle(2)"),
        (ChannelShuffle(4), "ChannelShuffle(4)"),
        (Reshape(12), "Reshape(12)"),
        (Reshape((4, -1)), "Reshape((4, -1))"),
        (Reshape(Shape.Of(1, 2, 3, 4, 5, 6)), "Reshape(Shape.Of(1, 2, 3, 4, 5, 6))"),
        (Permute(2, 0, 1), "Permute(2, 0, 1)"),
    ];

    [Fact]
    public void A_layer_prints_what_is_not_by_default()
    {
        foreach (var (layer, code) in Known) Assert.Equal(code, layer.ToString());
    }

    [Fact]
    public async Task What_a_layer_prints_compiles_to_an_equal_layer()
    {
        ScriptOptions options = ScriptOptions.Default.AddReferences(typeof(Layer).Assembly, typeof(Shape).Assembly).AddImports("FunctionalConv", "FunctionalConv.Layers");
        Layer[] compiled = await CSharpScript.EvaluateAsync<Layer[]>($"new Layer[] {{ {string.Join(", ", Known.Select(k => k.Layer))} }}", options);
        Assert.Equal(Known.Select(k => k.Layer), compiled);
    }
}
