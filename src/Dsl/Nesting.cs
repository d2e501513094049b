// Nesting: how many layers stand inside one another. Checking, lowering, printing and drawing walk layers by calling themselves, so the levels are bounded where layers are made;
// a row of layers is flat and may be as long as wanted.
using System.Runtime.CompilerServices;

namespace FunctionalConv;

internal static class Nesting
{
    /// <summary>The most levels: what every walk can do on a thread with a stack of 1 MB, the smallest default of the supported systems, with as much again to spare.</summary>
    public const int Most = 128;

    /// <summary>The levels of a layer around these ones.</summary>
    /// <exception cref="ArgumentException">They are more than <see cref="Most"/>.</exception>
    public static int Around(IReadOnlyList<Layer> inner)
    {
        // A user's own layers about layers are made without being asked, and may be deeper than the stack.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw TooDeep();
        int levels = 1;
        foreach (Layer layer in inner) levels = Math.Max(levels, layer.Levels + 1);
        return levels <= Most ? levels : throw TooDeep();
    }

    /// <summary>A layer, when another one fits around it.</summary>
    /// <exception cref="ArgumentException">It has <see cref="Most"/> levels already.</exception>
    public static Layer Inside(Layer layer)
    {
        _ = Around([layer]);
        return layer;
    }

    private static ArgumentException TooDeep() =>
        new(FormattableString.Invariant($"Layers stand at most {Most} deep inside one another (branches, names, frozen and shared layers each count one); put them in a row with Then instead."));
}
