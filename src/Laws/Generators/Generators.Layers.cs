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
        Gen<Layer> any = from window in Windows(map).Where(w => SeesTheMap(w, map)) select Layers.MaxPool(window.Extent, window.Stride, window.Padding, window.Dilation);
        return Gen.OneOf(any, Gen.Elements(1, 2, 3).Select(n => Layers.MaxPool(n)).Where(pool => pool.Infer(map).Misfits.IsEmpty));
    }

    /// <summary>A layer that is one thing and fits items of this shape.</summary>
    public static Gen<Layer> SingleLayers(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Gen<Layer> anywhere = Gen.OneOf(
            Gen.Elements(Layers.Relu, Layers.Tanh, Layers.Identity, Layers.Flatten),
            Gen.Elements(0.1, 0.5, 0.25).Select(Layers.Dropout),
            (from momentum in Gen.Elements(0.1, 0.5, 1.0) from epsilon in Gen.Elements(1e-5, 1e-2) select Layers.BatchNorm(momentum, epsilon)));
        if (input.Rank is < 2 or > 4)
            return Gen.OneOf(anywhere, (from outputs in Gen.Choose(1, 7) from bias in Gen.Elements(true, true, false) select input.Rank == 1 ? Layers.Dense(outputs, bias) : Layers.Flatten));
        return Gen.Frequency((6, Convs(input)), (1, TransposedConvs(input)), (2, MaxPools(input)), (4, anywhere));
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
