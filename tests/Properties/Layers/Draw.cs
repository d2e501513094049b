// Draws what layers are tried on: items of 1 to 3 spatial axes with a different size on every axis, batches, numbers of both signs.
namespace FunctionalConv.Properties.Layers;

/// <summary>A stream of draws; the same seed draws the same.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random random = new(seed);

    public int Int(int low, int high) => random.Next(low, high + 1);

    public T One<T>(params T[] of) => of[random.Next(of.Length)];

    /// <summary>[C, n…] of 1 to 3 spatial axes, no two axes alike.</summary>
    public Shape Item(int channels, int least = 2, int rank = 0)
    {
        rank = rank > 0 ? rank : Int(1, 3);
        int[] sizes = [.. Enumerable.Range(least, 6)];
        random.Shuffle(sizes);
        return Shape.Of([channels, .. sizes[..rank]]);
    }

    /// <summary>One number per axis of data of this rank.</summary>
    public Extent Extent(int rank, int low, int high) => rank switch
    {
        2 => (Int(low, high), Int(low, high)),
        3 => (Int(low, high), Int(low, high), Int(low, high)),
        _ => Int(low, high),
    };

    /// <summary>Numbers between −2 and 2 around an offset.</summary>
    public Tensor<double> Tensor(Shape shape, double offset = 0) => FunctionalConv.Tensor.Make(shape, _ => offset + (4 * random.NextDouble()) - 2);
}
