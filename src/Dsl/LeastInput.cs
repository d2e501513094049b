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
        while (layer.Infer(fits).Misfits.Length > 0)
        {
            // Twice the size, unless that is beyond what is tried or what an array holds.
            if (Enumerable.Range(1, fits.Rank - 1).Any(i => fits[i] > Largest / 2) || fits.LongCount > System.Array.MaxLength >> (fits.Rank - 1)) return null;
            for (int i = 1; i < fits.Rank; i++) fits = Sized(fits, i, fits[i] * 2);
        }
        for (int axis = 1; axis < fits.Rank; axis++)
        {
            int n = 1;
            while (layer.Infer(Sized(fits, axis, n)).Misfits.Length > 0) n++;
            fits = Sized(fits, axis, n);
        }
        return fits;
    }

    private static Shape Sized(Shape shape, int axis, int n)
    {
        int[] sizes = shape.Sizes.ToArray();
        sizes[axis] = n;
        return Shape.Of(sizes);
    }
}
