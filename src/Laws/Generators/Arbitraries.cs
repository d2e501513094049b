// Arbitraries: generators with their shrinkers, by type: [Property(Arbitrary = [typeof(Arbitraries)])].
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv;

/// <summary>Generators with their shrinkers, for FsCheck to find by type.</summary>
public static class Arbitraries
{
    /// <summary>Shapes of items with one to three spatial axes.</summary>
    public static Arbitrary<Shape> OfShape() => Arb.From(Generators.Shapes, Shrinkers.Smaller);

    /// <summary>Paddings with every amount and fill.</summary>
    public static Arbitrary<Padding> OfPadding() => Arb.From(
        from rank in Gen.Choose(1, 3) from padding in Generators.Paddings(rank) from fill in Generators.Fills select padding.Filled(fill),
        Shrinkers.Smaller);

    /// <summary>Windows with every padding, filled with zeros.</summary>
    public static Arbitrary<Window> OfWindow() => Arb.From(Gen.Choose(1, 3).SelectMany(Generators.Windows), Shrinkers.Smaller);

    /// <summary>Tensors with at least one negative number.</summary>
    public static Arbitrary<Tensor<double>> OfTensor() => Arb.From(Generators.AnyTensors, Shrinkers.Smaller);

    /// <summary>Random networks, from single layers to nested branches, with a shape that they take.</summary>
    public static Arbitrary<Fitting> OfFitting() => Arb.From(Gen.Frequency((1, Generators.FittingLayers), (2, Generators.Networks)), Shrinkers.Smaller);

    /// <summary>Layers, each with a shape that it takes nearby.</summary>
    public static Arbitrary<Layer> OfLayer() => Arb.From(OfFitting().Generator.Select(fitting => fitting.Layer), Shrinkers.Smaller);
}
