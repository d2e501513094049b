// Convolution arithmetic: any layer with a window draws itself on its way over a map.      conv.Animate(5) → one animated SVG
//   With numbers, every stop shows its products, mean or maximum; a maximum also where its gradient goes.
using System.Numerics;

namespace FunctionalConv;

/// <summary>Animated pictures of sliding windows: convolutions, transposed convolutions and poolings, in 1-D, 2-D and 3-D.</summary>
public static class Arithmetic
{
    /// <summary>The layer's window moving over a map of one channel. Max-pooling shows numbers in any case, because its winners depend on them.</summary>
    /// <param name="layer">A convolution, transposed convolution or pooling, perhaps named or frozen.</param>
    /// <param name="map">Cells per spatial axis; (h, w) and (d, h, w) fix the number of axes.</param>
    /// <param name="axes">How many spatial axes a single number spreads over: 1, 2 or 3.</param>
    /// <param name="numbers">Whether small whole numbers stand in the cells and every stop shows what is computed.</param>
    /// <exception cref="ArgumentException">The layer does not slide, or the axes are not 1 to 3.</exception>
    /// <exception cref="MisfitException">The window does not fit the map.</exception>
    public static Picture Animate(this Layer layer, Extent map, int axes = 2, bool numbers = false)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (axes is < 1 or > 3) throw new ArgumentException($"Animate draws 1, 2 or 3 spatial axes; it was given {axes}.", nameof(axes));
        int rank = map.Axes == 0 ? axes : map.Axes;
        map.AtLeast(1, "Animate", "a map");
        Shape input = Shape.Of([1, .. Enumerable.Range(3 - rank, rank).Select(axis => map.On(axis, rank, 1))]);
        Sweep sweep = SweepOf(layer, input);
        if (!numbers && sweep.Does != Sweeping.Max) return new Animation($"{layer}", sweep, null, rank).Picture();
        Tensor<double> sample = Tensor.Make(input, i => (double)((((uint)i + 1) * 2654435761u >> 15) % 10));
        Tensor<double>? kernel = Kernel(layer.On(input)) is { } weight ? Tensor.Make(weight.Shape, i => (double)((((i * 5) + 3) % 4) - 1)) : null;
        return Animate(layer, sample, kernel);
    }

    /// <summary>The layer's window moving over the numbers of a map of one channel, with what is computed at every stop.</summary>
    /// <param name="layer">A convolution, transposed convolution or pooling, perhaps named or frozen.</param>
    /// <param name="map">[1, W], [1, H, W] or [1, D, H, W].</param>
    /// <param name="kernel">The weights of the first filter, as many as the window has taps; fresh ones by default.</param>
    /// <typeparam name="T">The precision.</typeparam>
    /// <exception cref="ArgumentException">The layer does not slide, the map has another form, or the kernel another number of weights.</exception>
    /// <exception cref="MisfitException">The window does not fit the map.</exception>
    public static Picture Animate<T>(this Layer layer, Tensor<T> map, Tensor<T>? kernel = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(map);
        if (map.Shape.Rank is < 2 or > 4 || map.Shape[0] != 1) throw new ArgumentException($"Animate draws a map of one channel, [1, W], [1, H, W] or [1, D, H, W]; it was given {map.Shape}. Pick a channel, and reshape.", nameof(map));
        Sweep sweep = SweepOf(layer, map.Shape);
        Model<double> model = layer.Init<double>(map.Shape);
        Weight? weight = Kernel(model.Network);
        if (kernel is not null) model = Given(model, weight, kernel.To<double>());
        Tensor<double> x = map.To<double>(), y = model.Run(x);
        double[] weights = weight is null ? [] : model[weight.Name].Values[..Taps(weight.Shape)].ToArray();
        var figures = new Figures(sweep, x.Values.ToArray(), y.Values[..Math.Min(y.Count, sweep.Stops)].ToArray(), weights);
        return new Animation($"{layer}", sweep, figures, map.Shape.Rank - 1).Picture();
    }

    private static int Taps(Shape weight) => weight.Tail.Tail.Count;

    private static Weight? Kernel(Network network) => network.Weights.FirstOrDefault(w => w.Name.EndsWith("weight", StringComparison.Ordinal) && w.Shape.Rank >= 3);

    private static Model<double> Given(Model<double> model, Weight? weight, Tensor<double> kernel)
    {
        if (weight is null) throw new ArgumentException($"{model.Network.Layer} has no kernel; leave it out.", nameof(kernel));
        int taps = Taps(weight.Shape);
        if (kernel.Count != taps) throw new ArgumentException($"The window of {model.Network.Layer} has {taps} taps; the kernel was given as {kernel.Shape}.", nameof(kernel));
        return model.With(weight.Name, Tensor.Make(weight.Shape, i => kernel.Values[i % taps]));
    }

    private static Sweep SweepOf(Layer layer, Shape input)
    {
        if (layer.Infer(input) is { Misfits.IsEmpty: false }) _ = layer.On(input);
        return layer.Sweep(input) ?? throw new ArgumentException($"{layer} has no window that slides: Animate draws one convolution, transposed convolution or pooling; Diagram draws a network.", nameof(layer));
    }
}
