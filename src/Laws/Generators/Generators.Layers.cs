// Generators of layers that fit an input shape: each layer there is, with its arguments.
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv;

public static partial class Generators
{
    /// <summary>A convolution that fits maps [C, …]: every padding and fill, groups that divide the channels, flipped or not, with and without bias.</summary>
    public static Gen<Layer> Convs(Shape map)
    {
        ArgumentNullException.ThrowIfNull(map);
        int[] divisors = [.. Enumerable.Range(1, map[0]).Where(g => map[0] % g == 0)];
        return
            from window in Windows(map, filled: true)
            from groups in Gen.Elements(divisors)
            from perGroup in Gen.Choose(1, 3)
            from bias in Gen.Elements(true, true, false)
            from flips in Gen.Elements(false, false, true)
            let conv = Layers.Conv(groups * perGroup, window.Extent, window.Stride, window.Padding, window.Dilation, groups, bias)
            select (Layer)(flips ? conv.Flipped() : conv);
    }

    /// <summary>A transposed convolution that fits maps [C, …].</summary>
    public static Gen<Layer> TransposedConvs(Shape map)
    {
        ArgumentNullException.ThrowIfNull(map);
        int[] divisors = [.. Enumerable.Range(1, map[0]).Where(g => map[0] % g == 0)];
        Gen<Layer> any =
            from window in Windows(map.Rank - 1)
            from fill in Fills
            from groups in Gen.Elements(divisors)
            from perGroup in Gen.Choose(1, 2)
            from bias in Gen.Elements(true, false)
            select Layers.ConvTransposed(groups * perGroup, window.Extent, window.Stride, window.Padding.Filled(fill), window.Dilation, groups, bias);
        return any.Where(layer => layer.Infer(map) is { Misfits.IsEmpty: true } fit && fit.Shape.Count < MostElements);
    }

    /// <summary>A max-pool that fits maps [C, …], each of whose windows sees a cell of the map.</summary>
    public static Gen<Layer> MaxPools(Shape map)
    {
        ArgumentNullException.ThrowIfNull(map);
        Gen<Window> seeing = from window in Windows(map, filled: true) from ceil in Gen.Elements(false, true) select window with { Ceil = ceil };
        Gen<Layer> any = seeing.Where(w => w.Padding.Fill is { Mode: not FillMode.Constant } or { Value: 0 } && SeesTheMap(w, map))
            .Select(w => (Layer)Layers.MaxPool(w.Extent, w.Stride, w.Padding, w.Dilation, w.Ceil));
        return Gen.OneOf(any, Gen.Elements(1, 2, 3).Select(n => (Layer)Layers.MaxPool(n)).Where(pool => pool.Infer(map).Misfits.IsEmpty));
    }

    /// <summary>A pooling other than sliding max-pooling that fits maps [C, …], or an unfolding. No power pooling: its root has a kink where all cells are 0.</summary>
    public static Gen<Layer> Poolings(Shape map)
    {
        ArgumentNullException.ThrowIfNull(map);
        Gen<Layer> windowed = from window in Windows(map, filled: true)
                              from ceil in Gen.Elements(false, true)
                              from divisor in Gen.Elements<int?>(null, null, 3, -2)
                              from which in Gen.Choose(0, 3)
                              select which switch
                              {
                                  0 => Layers.AveragePool(window.Extent, window.Stride, window.Padding.Filled(Fill.Zeros), ceil, false, divisor),
                                  1 => Layers.BlurPool(window.Extent.Least, window.Stride, window.Padding),
                                  2 => Layers.Unfold(window.Extent, window.Stride, window.Padding, window.Dilation),
                                  _ => Layers.AveragePool(window.Extent, window.Stride, window.Padding, ceil, true, divisor),
                              };
        Gen<Layer> sized = from m in Gen.Choose(1, 5) from layer in Gen.Elements(Layers.AdaptiveMaxPool(m), Layers.AdaptiveAveragePool(m), Layers.GlobalMaxPool, Layers.GlobalAveragePool) select layer;
        Gen<Layer> around = from pool in MaxPools(map) select ((MaxPoolLayer)pool).Unpooling(Layers.Tanh);
        return Gen.OneOf(windowed, sized, around).Where(layer => layer.Infer(map) is { Misfits.IsEmpty: true } fit && fit.Shape.Count < MostElements);
    }

    /// <summary>An activation that fits items of this shape: of every element, or along an axis.</summary>
    public static Gen<Layer> Activations(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Gen<Layer> fixedOnes = Gen.Elements(
            Layers.Relu6, Layers.HardSigmoid, Layers.HardSwish, Layers.Gelu, Layers.GeluTanh, Layers.Silu, Layers.Mish, Layers.Sigmoid, Layers.LogSigmoid,
            Layers.Softsign, Layers.TanhShrink, Layers.Selu, Layers.HardTanh(), Layers.Softplus(), Layers.Elu(), Layers.ParametricRelu());
        Gen<Layer> free =
            from a in Gen.Elements(0.1, 0.5, 1.3)
            from layer in Gen.Elements(
                Layers.LeakyRelu(-a), Layers.Elu(a), Layers.Celu(a), Layers.Softplus(a, 3), Layers.SoftShrink(a), Layers.Clip(-a, 2 * a), Layers.Threshold(a, a), Layers.ParametricRelu(start: a))
            select layer;
        if (input.Rank == 0) return Gen.OneOf(fixedOnes, free);
        Gen<Layer> along =
            from axis in Gen.Choose(-input.Rank, input.Rank - 1)
            from layer in Gen.Elements(Layers.Softmax(axis), Layers.Softmin(axis), Layers.LogSoftmax(axis), Layers.Glu(axis), Layers.ParametricRelu(byChannel: true))
            select layer;
        return Gen.OneOf(fixedOnes, free, along.Where(layer => layer.Infer(input).Misfits.IsEmpty));
    }

    /// <summary>A layer that is one thing and fits items of this shape.</summary>
    public static Gen<Layer> SingleLayers(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Gen<Layer> anywhere = Gen.OneOf(
            Gen.Elements(Layers.Relu, Layers.Tanh, Layers.Identity, Layers.Flatten),
            Activations(input),
            (from rate in Gen.Elements(0.1, 0.5, 0.25) from byChannel in Gen.Elements(false, true) select Layers.Dropout(rate, byChannel)),
            (from rate in Gen.Elements(0.1, 0.5) from whole in Gen.Elements(false, true) select Layers.StochasticDepth(rate, whole)),
            (from momentum in Gen.Elements(0.1, 0.5, 1.0) from epsilon in Gen.Elements(1e-5, 1e-2) select Layers.BatchNorm(momentum, epsilon)));
        if (input.Rank is < 2 or > 4)
            return Gen.OneOf(anywhere, (from outputs in Gen.Choose(1, 7) from bias in Gen.Elements(true, true, false) select input.Rank == 1 ? Layers.Dense(outputs, bias) : Layers.Flatten));
        return Gen.Frequency((6, Convs(input)), (1, TransposedConvs(input)), (2, MaxPools(input)), (2, Poolings(input)), (4, anywhere));
    }

    /// <summary>Whether every window has a cell of the map under it; one that sees only padding gives −∞.</summary>
    private static bool SeesTheMap(Window window, Shape map)
    {
        Frame frame = window.On(map);
        for (int i = 1; i < map.Rank; i++)
        {
            Reach reach = frame[i + 3 - map.Rank];
            for (int o = 0; o < reach.Out(map[i]); o++)
                if (!Enumerable.Range(0, reach.Extent).Any(t => reach.At(o, t) >= 0 && reach.At(o, t) < map[i])) return false;
        }
        return true;
    }
}
