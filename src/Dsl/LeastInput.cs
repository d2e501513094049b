// The least input that fits: found by asking the layer again, for the cure of a misfit.
using System.Collections.Immutable;

namespace FunctionalConv;

internal static class LeastInput
{
    private const int Largest = 4096;

    /// <summary>The misfits, the first one's cure with the least input that fits when a larger one does.</summary>
    public static ImmutableArray<Misfit> Suggest(Layer layer, Shape input, ImmutableArray<Misfit> misfits) => Find(layer, input) is { } least
        ? misfits.SetItem(0, misfits[0] with { Cure = $"{misfits[0].Cure}; the least input that fits is {least}" })
        : misfits;

    private static Shape? Find(Layer layer, Shape input)
    {
        if (input.Rank < 2) return null;
        Shape fits = input;
        while (!Fits(layer, fits))
        {
            if (fits.Sizes[1..].ToArray().Any(n => n > Largest / 2) || fits.LongCount << (fits.Rank - 1) > System.Array.MaxLength) return null;
            for (int i = 1; i < fits.Rank; i++) fits = Sized(fits, i, fits[i] * 2);
        }
        for (int axis = 1; axis < fits.Rank; axis++)
        {
            int n = 1;
            while (!Fits(layer, Sized(fits, axis, n))) n++;
            fits = Sized(fits, axis, n);
        }
        return fits;
    }

    /// <summary>Whether the layer takes a shape; one on which it throws does not fit.</summary>
    internal static bool Fits(Layer layer, Shape shape)
    {
        try
        {
            return Formula.Inferred(layer, shape).Misfits.IsEmpty;
        }
        catch (LayerException)
        {
            return false;
        }
    }

    private static Shape Sized(Shape shape, int axis, int n)
    {
        int[] sizes = shape.Sizes.ToArray();
        sizes[axis] = n;
        return Shape.Of(sizes);
    }
}
