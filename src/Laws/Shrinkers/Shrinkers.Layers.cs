// Shrinkers of layers: a part instead of the whole, a chain without one of its layers, smaller arguments. Layers of a user's own stay as they are.
namespace FunctionalConv;

public static partial class Shrinkers
{
    /// <summary>Simpler layers; they may fit other shapes than the layer does.</summary>
    public static IEnumerable<Layer> Smaller(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer is Identity) return [];
        return (layer switch
        {
            Chain chain => layer.Inner.Concat(Without(chain.Parts, Chain.Of)),
            Branches branches => layer.Inner.Concat(branches.Join is Join.Residual or Join.Skip
                ? Smaller(branches.Parts[1]).Select(body => (Layer)(branches with { Parts = new([branches.Parts[0], body]) }))
                : branches.Parts.Count > 1 ? Without(branches.Parts, parts => branches with { Parts = new(parts) }) : []),
            Named named => layer.Inner.Concat(Smaller(named.Body).Select(body => body.Named(named.Name))),
            Frozen frozen => layer.Inner.Concat(Smaller(frozen.Body).Select(body => body.Frozen())),
            Convolving conv => Smaller(conv),
            MaxPooled pool => Smaller(pool.Window).Where(window => window.Padding == Padding.Valid || (window.Extent, window.Dilation) == (pool.Window.Extent, pool.Window.Dilation))
                .Select(window => new MaxPooled(window)),
            Densely dense => [.. dense.Bias ? [dense with { Bias = false }] : System.Array.Empty<Layer>(), .. Below(dense.Outputs, 1).Select(n => dense with { Outputs = n })],
            _ => [],
        }).Prepend(Layers.Identity);
    }

    /// <summary>Simpler networks on smaller inputs, all of which fit.</summary>
    public static IEnumerable<Fitting> Smaller(Fitting fitting)
    {
        ArgumentNullException.ThrowIfNull(fitting);
        return Smaller(fitting.Layer).Select(layer => fitting with { Layer = layer })
            .Concat(Smaller(fitting.Input).Select(input => fitting with { Input = input }))
            .Where(simpler => simpler.Layer.Infer(simpler.Input).Misfits.IsEmpty);
    }

    private static IEnumerable<Layer> Smaller(Convolving conv)
    {
        if (conv.Groups > 1) yield return conv with { Groups = 1 };
        if (conv.Bias) yield return conv with { Bias = false };
        foreach (int filters in Below(conv.Filters / conv.Groups, 1)) yield return conv with { Filters = filters * conv.Groups };
        foreach (Window window in Smaller(conv.Window)) yield return conv with { Window = window };
    }

    /// <summary>The parts with one of them left out, and with one of them simpler.</summary>
    private static IEnumerable<Layer> Without(Parts parts, Func<Layer[], Layer> join)
    {
        for (int i = 0; i < parts.Count; i++) yield return join([.. parts.Where((_, j) => j != i)]);
        for (int i = 0; i < parts.Count; i++)
            foreach (Layer simpler in Smaller(parts[i])) yield return join([.. parts.Select((part, j) => j == i ? simpler : part)]);
    }
}
