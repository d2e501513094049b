// Epilogue: what follows a product before its result leaves the cache: a bias per channel or column, then a function of every element.
//   [Map f] ∘ [+ Broadcast(bias)] ∘ product
using System.Numerics;
using System.Numerics.Tensors;
using FunctionalConv.Graphs;

namespace FunctionalConv.Plans;

/// <summary>A product with what follows it in the graph.</summary>
/// <param name="Product">The line of the product.</param>
/// <param name="Bias">The line that is broadcast and added, if any.</param>
/// <param name="Function">The function at the end, if any.</param>
/// <param name="Covers">All lines of it.</param>
internal sealed record Epilogue(int Product, int? Bias, Unary? Function, int[] Covers)
{
    /// <summary>Recognises a product of a kind at the end of which stands this line; the bias lies along an axis of the output.</summary>
    public static Epilogue? Find<TProduct>(Site site, int last, int axis)
        where TProduct : Primitive
    {
        var covers = new List<int> { last };
        int line = last;
        Unary? function = null;
        if (site[line].Primitive is Primitive.Map map)
        {
            int input = site[line].Inputs[0];
            if (!site.Inner(input) || site[input].Primitive is not (Primitive.Zip or TProduct)) return null;
            (function, line) = (map.F, input);
            covers.Add(line);
        }
        if (site[line].Primitive is TProduct) return new(line, null, function, [.. covers]);
        if (site[line].Primitive is not Primitive.Zip { F: var f } || f != Binary.Add) return null;
        if (site.Swallow<TProduct>(line, 0) is not { } product || site.Swallow<Primitive.Broadcast>(line, 1) is not { } spread) return null;
        if (((Primitive.Broadcast)site[spread].Primitive).Axes != Axes.AllBut(site[line].Shape.Rank, axis)) return null;
        return new(product, site[spread].Inputs[0], function, [.. covers, product, spread]);
    }

    /// <summary>The lines to read: those of the product, then the bias.</summary>
    public int[] Reads(Site site) => Bias is { } bias ? [.. site[Product].Inputs, bias] : [.. site[Product].Inputs];

    /// <summary>Adds one bias to a row of outputs and applies the function.</summary>
    public static void Row<T>(Span<T> row, T bias, Unary? function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (bias != T.Zero) TensorPrimitives.Add(row, bias, row);
        function?.Apply<T>(row, row);
    }
}
