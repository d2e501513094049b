// Windows over signals, images and volumes stand, slice by slice, on the cells that an output really depends on: found by running the layer on one 1 after another.
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Pictures;

public class VolumePictureLaws
{
    [Law(25)]
    public Property A_window_over_a_volume_or_a_signal_stands_where_the_operation_reads() => Prop.ForAll(
        (from kind in Gen.Choose(0, 3)
         from k in Gen.Choose(1, 3)
         from s in Gen.Choose(1, 2)
         from p in Gen.Choose(0, 1)
         from axes in Gen.Choose(1, 3)
         from sizes in Gen.Choose(2, axes == 3 ? 4 : 5).ArrayOf(axes) // up to 9³ outputs: of more than 1000 only some are drawn
         select (kind, k, s, p, sizes)).ToArbitrary(), c =>
    {
        Layer layer = c.kind switch { 0 => Conv(1, c.k, c.s, c.p), 1 => ConvTransposed(1, c.k, c.s), 2 => AveragePool(c.k, c.s), _ => Conv(1, c.k, c.s, Same) };
        Shape input = Shape.Of([1, .. c.sizes]);
        if (!layer.Infer(input).Misfits.IsEmpty) return true.ToProperty();
        Extent map = c.sizes.Length switch { 1 => c.sizes[0], 2 => (c.sizes[0], c.sizes[1]), _ => (c.sizes[0], c.sizes[1], c.sizes[2]) };
        var drawn = new DrawnVolume(layer.Animate(map, axes: c.sizes.Length), c.sizes);
        return (TroubleOf(layer, input, c.kind == 1 ? c.s : 1, drawn) is var trouble && trouble is null).Label($"{layer} on {input}: {trouble}");
    });

    /// <summary>Where windows over maps of any rank, as drawn slice by slice, differ from the cells that outputs depend on.</summary>
    private static string? TroubleOf(Layer layer, Shape input, int step, DrawnVolume drawn)
    {
        Model<double> model = layer.Init<double>(input);
        foreach (Weight weight in model.Network.Weights) model = model.With(weight.Name, Tensor.Filled(weight.Shape, weight.Name.EndsWith("bias", StringComparison.Ordinal) ? 0.0 : 1));
        int n = input.Count, m = model.Network.Output.Count;
        if (drawn.Frames.Count != m) return $"{drawn.Frames.Count} frames for {m} output cells";
        Tensor<double> y = model.Run(Tensor.Make(input.Under(n), i => i / n == i % n ? 1.0 : 0));
        foreach (XElement frame in drawn.Frames)
        {
            int made = drawn.Made(frame, model.Network.Output);
            HashSet<int> seen = drawn.Window(frame, input, step), read = [.. Enumerable.Range(0, n).Where(i => y.Values[(i * m) + made] != 0)];
            if (!seen.SetEquals(read)) return $"output {made} is drawn from {string.Join(' ', seen.Order())} and made from {string.Join(' ', read.Order())}";
        }
        return null;
    }
}
