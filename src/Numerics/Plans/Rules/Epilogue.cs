// Epilogue: what follows a product before its result leaves the cache: a bias per channel or column, another map of the same shape, then a clip.
//   [clip] ∘ [+ residual] ∘ [+ Broadcast(bias)] ∘ product
using System.Numerics;
using System.Numerics.Tensors;
using FunctionalConv.Graphs;

namespace FunctionalConv.Plans;

/// <summary>A product with what follows it in the graph.</summary>
/// <param name="Product">The line of the product.</param>
/// <param name="Bias">The line that is broadcast and added, if any.</param>
/// <param name="Residual">The line of the output's shape that is added, if any.</param>
/// <param name="Clip">Least and most of the result.</param>
/// <param name="Covers">All lines of it.</param>
internal sealed record Epilogue(int Product, int? Bias, int? Residual, Clip Clip, int[] Covers)
{
    /// <summary>Recognises a product of a kind at the end of which stands this line; the bias lies along an axis of the output.</summary>
    /// <param name="site">The graph.</param>
    /// <param name="last">The line.</param>
    /// <param name="axis">The axis of the bias.</param>
    /// <param name="residual">Whether the kernel can add another map.</param>
    public static Epilogue? Find<TProduct>(Site site, int last, int axis, bool residual = false)
        where TProduct : Primitive
    {
        if (site[last].Primitive is not Primitive.Map map) return After<TProduct>(site, last, axis, residual, Clip.None, []);
        return Clip.Of(map.F) is { } clip && site.Inner(site[last].Inputs[0]) ? After<TProduct>(site, site[last].Inputs[0], axis, residual, clip, [last]) : null;
    }

    private static Epilogue? After<TProduct>(Site site, int line, int axis, bool residual, Clip clip, int[] covers)
        where TProduct : Primitive
    {
        if (Biased<TProduct>(site, line, axis) is { } plain) return plain with { Clip = clip, Covers = [.. covers, .. plain.Covers] };
        if (!residual || site[line].Primitive is not Primitive.Zip { F: var f } || f != Binary.Add) return null;
        int[] sides = [.. site[line].Inputs];
        foreach (int side in sides[0] > sides[1] ? (int[])[0, 1] : [1, 0])
            if (sides[0] != sides[1] && site.Inner(sides[side]) && Biased<TProduct>(site, sides[side], axis) is { } found && !Spreads(site, sides[1 - side]))
                return found with { Residual = sides[1 - side], Clip = clip, Covers = [.. covers, line, .. found.Covers] };
        return null;
    }

    private static Epilogue? Biased<TProduct>(Site site, int line, int axis)
        where TProduct : Primitive
    {
        if (site[line].Primitive is TProduct) return new(line, null, null, Clip.None, [line]);
        if (site[line].Primitive is not Primitive.Zip { F: var f } || f != Binary.Add) return null;
        if (site.Swallow<TProduct>(line, 0) is not { } product || site.Swallow<Primitive.Broadcast>(line, 1) is not { } spread) return null;
        if (((Primitive.Broadcast)site[spread].Primitive).Axes != Axes.AllBut(site[line].Shape.Rank, axis)) return null;
        return new(product, site[spread].Inputs[0], null, Clip.None, [line, product, spread]);
    }

    private static bool Spreads(Site site, int line) => site[line].Primitive is Primitive.Broadcast;

    /// <summary>The lines to read: those of the product, then the bias.</summary>
    public int[] Reads(Site site) => Bias is { } bias ? [.. site[Product].Inputs, bias] : [.. site[Product].Inputs];

    /// <summary>The edges to read after a convolution's input and weight.</summary>
    public Edge[] Edges(Layout bias, Layout? residual = null) =>
        [.. Bias is { } line ? [new(line, bias)] : System.Array.Empty<Edge>(), .. Residual is { } map ? [new(map, residual ?? Layout.Plain)] : System.Array.Empty<Edge>()];

    /// <summary>Where the bias stands that a step reads after input and weight; 0 for none.</summary>
    public nint BiasIn<T>(Buffers<T> at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Bias is null ? 0 : at.In(2);

    /// <summary>Where the added map stands that a step reads last; null for none.</summary>
    public Place? ResidualIn<T>(Buffers<T> at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Residual is null ? null : at.Source(at.Count - 1);

    /// <summary>Adds one bias to a row of outputs and clips it.</summary>
    public void Row<T>(Span<T> row, T bias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (bias != T.Zero) TensorPrimitives.Add(row, bias, row);
        Clip.Apply(row);
    }
}

/// <summary>A function of elements that a store can do: least and most; what is not a number stays so.</summary>
internal readonly record struct Clip(double Low, double High)
{
    public static Clip None => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The clip that a function is; null when it is another function.</summary>
    public static Clip? Of(Unary function) => function is Unary.Clip clip ? new(clip.Low, clip.High) : function == Unary.Relu ? new(0, double.PositiveInfinity) : null;

    /// <summary>Clips a row of numbers.</summary>
    public void Apply<T>(Span<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Low > double.NegativeInfinity) TensorPrimitives.Max(row, T.CreateTruncating(Low), row);
        if (High < double.PositiveInfinity) TensorPrimitives.Min(row, T.CreateTruncating(High), row);
    }
}
