// Shrinkers of layers: a part instead of the whole, a chain without one of its layers, smaller arguments. A layer is a record, so its arguments are its fields:
// layers of a user's own shrink as the library's do.
using System.Reflection;

namespace FunctionalConv;

public static partial class Shrinkers
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Simpler layers; they may fit other shapes than the layer does.</summary>
    public static IEnumerable<Layer> Smaller(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer == Layers.Identity) return [];
        IEnumerable<Layer> simpler = layer is Chain chain ? Smaller(chain.Parts, 0).Select(parts => Chain.Of([.. parts])) : Arguments(layer);
        return layer.Inner.Concat(SmallerShared(layer)).Concat(simpler).Prepend(Layers.Identity).Where(other => other != layer && Prints(other));
    }

    /// <summary>The layer with a shared one simpler in all its places at once: one place alone would not fit the others.</summary>
    private static IEnumerable<Layer> SmallerShared(Layer layer) => layer is Shared ? []
        : Within(layer).OfType<Shared>().Distinct().SelectMany(shared => Smaller(shared.Body).Select(body => Replaced(layer, shared, new Shared(shared.Name, body))));

    private static IEnumerable<Layer> Within(Layer layer) => layer.Inner.SelectMany(Within).Prepend(layer);

    private static Layer Replaced(Layer layer, Layer old, Layer by) =>
        layer == old ? by : layer.Inner.Count == 0 ? layer : layer.Around([.. layer.Inner.Select(inner => Replaced(inner, old, by))]) ?? layer;

    /// <summary>Simpler networks on smaller inputs, all of which fit.</summary>
    public static IEnumerable<Fitting> Smaller(Fitting fitting)
    {
        ArgumentNullException.ThrowIfNull(fitting);
        return Smaller(fitting.Layer).Select(layer => fitting with { Layer = layer }).Concat(Smaller(fitting.Input).Select(input => fitting with { Input = input })).Where(Fits);
    }

    private static bool Fits(Fitting fitting)
    {
        try
        {
            return fitting.Layer.Check(fitting.Input).IsSuccess;
        }
        catch (Exception e) when (e is ArgumentException or LayerException)
        {
            return false;
        }
    }

    /// <summary>Copies of a record with one field simpler.</summary>
    private static IEnumerable<Layer> Arguments(Layer layer)
    {
        if (layer.GetType().GetMethod("<Clone>$") is not { } clone) yield break;
        foreach (FieldInfo field in layer.GetType().GetFields(Own))
            foreach (object? value in Smaller(field.GetValue(layer)))
            {
                object copy = clone.Invoke(layer, null)!;
                field.SetValue(copy, value);
                yield return (Layer)copy;
            }
    }

    private static IEnumerable<object?> Smaller(object? argument) => argument switch
    {
        int n => Below(n, 1).Cast<object>(),
        true => [false],
        Extent extent => Smaller(extent).Cast<object>(),
        Padding padding => Smaller(padding),
        Window window => Smaller(window),
        Layer layer => Smaller(layer),
        Parts parts => Smaller(parts, 1),
        _ => [],
    };

    /// <summary>The parts with one of them left out, and with one of them simpler.</summary>
    private static IEnumerable<Parts> Smaller(Parts parts, int least)
    {
        for (int i = 0; i < parts.Count && parts.Count > least; i++) yield return new(parts.Where((_, j) => j != i));
        for (int i = 0; i < parts.Count; i++)
            foreach (Layer simpler in Smaller(parts[i])) yield return new(parts.Select((part, j) => j == i ? simpler : part));
    }

    /// <summary>A record whose arguments do not belong together may not even print.</summary>
    private static bool Prints(Layer layer)
    {
        try
        {
            return layer.ToString().Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
