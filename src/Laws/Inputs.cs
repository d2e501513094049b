// Inputs: the shapes of items on which a law is tried: one shape, a generator, or (by default) shapes of every rank that the layer takes.
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv;

/// <summary>The shapes of items on which a law tries a layer. A shape or a tuple converts, and so does an FsCheck generator of shapes.</summary>
public sealed class Inputs
{
    private static readonly Shape[] Pool =
    [
        .. Channels(1, 2, 3, 4, 6).SelectMany(c => new Shape[] { c, (c, 4), (c, 7), (c, 12), (c, 5, 7), (c, 8, 6), (c, 13, 11), (c, 3, 5, 4), (c, 6, 4, 7) }),
    ];

    private static readonly Shape[] Large =
    [
        .. Channels(1, 3, 4, 6, 8, 12, 16).SelectMany(c => new Shape[] { c * 16, (c, 40), (c, 28, 28), (c, 33, 35), (c, 12, 14, 13) }),
    ];

    private readonly Arbitrary<Shape> shapes;

    private Inputs(Arbitrary<Shape> shapes) => this.shapes = shapes;

    /// <summary>A generator of shapes, with its shrinker.</summary>
    public static Inputs Of(Arbitrary<Shape> shapes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        return new(shapes);
    }

    /// <summary>One shape.</summary>
    public static implicit operator Inputs(Shape shape) => new(Arb.From(Gen.Constant(shape)));

    /// <summary>Vectors of so many features.</summary>
    public static implicit operator Inputs(int features) => (Shape)features;

    /// <summary>Signals (C, W).</summary>
    public static implicit operator Inputs((int C, int W) s) => (Shape)s;

    /// <summary>Images (C, H, W).</summary>
    public static implicit operator Inputs((int C, int H, int W) s) => (Shape)s;

    /// <summary>Volumes (C, D, H, W).</summary>
    public static implicit operator Inputs((int C, int D, int H, int W) s) => (Shape)s;

    /// <summary>A generator of shapes.</summary>
    public static implicit operator Inputs(Arbitrary<Shape> shapes) => Of(shapes);

    /// <summary>Shapes of every rank that the layer takes, out of a fixed pool.</summary>
    /// <exception cref="ArgumentException">None of them fits.</exception>
    public static Inputs Fitting(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        bool Fits(Shape shape) => layer.Infer(shape).Misfits.IsEmpty;
        Shape[] found = [.. Pool.Where(Fits)];
        if (found.Length == 0) found = [.. Large.Where(Fits)];
        if (found.Length == 0) throw new ArgumentException($"None of the shapes that a law tries fits {layer}; give it an input shape.", nameof(layer));
        return new(Arb.From(Gen.Elements(found), shape => Shrinkers.Smaller(shape).Where(Fits)));
    }

    /// <summary>Shapes of the pool, fitting or not.</summary>
    internal static Inputs Any => new(Arb.From(Gen.Elements(Pool), Shrinkers.Smaller));

    internal Gen<Shape> Generator => shapes.Generator;

    internal IEnumerable<Shape> Smaller(Shape shape) => shapes.Shrinker(shape);

    private static int[] Channels(params int[] c) => c;
}
