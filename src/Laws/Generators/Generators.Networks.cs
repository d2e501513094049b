// Generators of random small networks together with an input that fits: chains, branches, residuals, skips, names, dense layers after Flatten.
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv;

/// <summary>A layer and the shape of an item that it takes.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Input">Channels first, without the batch.</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record Fitting(Layer Layer, Shape Input)
{
    /// <summary>The layer as C#, and the shape.</summary>
    public override string ToString() => $"{Layer} on {Input}";
}

public static partial class Generators
{
    private const int MostElements = 2000;

    /// <summary>Single layers with a shape that they take.</summary>
    public static Gen<Fitting> FittingLayers =>
        from input in Gen.Frequency((5, Shapes), (1, Vectors))
        from layer in SingleLayers(input)
        select new Fitting(layer, input);

    /// <summary>Random small networks with a shape that they take.</summary>
    public static Gen<Fitting> Networks =>
        from input in Gen.Frequency((6, Shapes), (1, Vectors))
        from length in Gen.Choose(1, 5)
        from layer in Chains(input, length, 2)
        from ending in Gen.Elements(0, 0, 1)
        from outputs in Gen.Choose(1, 5)
        select new Fitting(ending == 0 ? layer : layer.Then(Layers.Flatten).Then(Layers.Dense(outputs)), input);

    /// <summary>A chain of so many layers that fits items of this shape, with branches nested up to a depth.</summary>
    public static Gen<Layer> Chains(Shape input, int length, int depth)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (length <= 0) return Gen.Constant(Layers.Identity);
        return
            from first in depth > 0 ? Gen.Frequency((4, SingleLayers(input)), (1, Nested(input, depth - 1))) : SingleLayers(input)
            let middle = first.Infer(input).Shape
            from rest in middle.Count > MostElements ? Gen.Constant(Layers.Identity) : Chains(middle, length - 1, depth)
            select first.Then(rest);
    }

    private static Gen<Layer> Nested(Shape input, int depth)
    {
        Gen<Layer> body = Gen.Choose(1, 2).SelectMany(n => Chains(input, n, depth));
        Gen<Layer> pair = from a in body from b in body from kind in Gen.Choose(0, 6) select Joined(Unnamed(a), Unnamed(b), kind);
        Gen<Layer> shared = from a in body from number in Gen.Choose(1, 100_000_000) from kind in Gen.Choose(0, 4) select Joined(a.Shared($"shared{number}"), kind);
        return Gen.OneOf(Fitting(pair, input), Fitting(shared, input), Named(body), Gen.Constant(Layers.Tanh.Repeat(2).Frozen()));
    }

    private static Gen<Layer> Fitting(Gen<Layer> layers, Shape input) => layers.Select(layer => layer.Infer(input).Misfits.IsEmpty ? layer : Layers.Residual(Layers.Tanh));

    /// <summary>Under names that hardly ever meet: a name stands once in its scope.</summary>
    private static Gen<Layer> Named(Gen<Layer> body) => from layer in body from number in Gen.Choose(1, 100_000_000) select layer.Named($"part{number}");

    /// <summary>A layer that can stand twice in a scope.</summary>
    private static Layer Unnamed(Layer layer) => layer is Named named ? named.Body : layer;

    /// <summary>A shared layer that appears several times: side by side, one after the other, in a residual.</summary>
    private static Layer Joined(Layer shared, int kind) => kind switch
    {
        0 => Layers.Sum(shared, shared),
        1 => Layers.Concat(shared, Layers.Tanh.Then(shared)),
        2 => Layers.Sum(shared, Layers.Tanh.Then(shared), shared.Then(Layers.Relu)),
        3 => Layers.Product(Layers.Tanh.Then(shared), shared),
        _ => Layers.Sum(Layers.Tanh.Then(shared).Named("left"), shared.Then(Layers.Tanh).Named("right")),
    };

    private static Layer Joined(Layer a, Layer b, int kind) => kind switch
    {
        0 => Layers.Residual(a),
        1 => Layers.Skip(a),
        2 => Layers.Concat(a, b),
        3 => Layers.Sum(a, a, Layers.Relu.Then(a)),
        4 => Layers.Product(a, a),
        5 => Layers.Product(Layers.Identity, Layers.GlobalAveragePool.Then(Layers.Tanh)),
        _ => Layers.Residual(a.Then(Layers.Relu), a),
    };
}
