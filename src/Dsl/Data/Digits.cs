// Digits drawn by the library itself, for machines without data: 28 × 28, grey, [1, 28, 28] per image, white ink (1) on black (0) as in MNIST.
//   Image i of a part is a pure function of (seed, part, i): threads cannot change a bit, and Draw(2n, …) begins with Draw(n, …).
// Difficulty: shift, turn, slant and scale move the ink so far that no fixed template (a linear classifier) reads it; the shape stays legible.
namespace FunctionalConv;

/// <summary>Handwritten-looking digits drawn from a seed: ten classes, 28×28 grey pixels.</summary>
public static class Digits
{
    private const int Side = 28;

    /// <summary>Draws a training set and a test set that share no image. The same seed gives the same bytes whatever the number of threads.</summary>
    /// <param name="train">Number of training images.</param>
    /// <param name="test">Number of test images.</param>
    /// <param name="seed">The seed; another seed gives other images.</param>
    /// <returns>Two sets of items [1, 28, 28] and labels 0 to 9, evenly spread: item i shows the digit i mod 10.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of images is negative or more than an array holds.</exception>
    public static (DataSet Train, DataSet Test) Draw(int train = 12_000, int test = 2_000, int seed = 1) =>
        (Part("drawn digits, training", "digits/train", train, seed), Part("drawn digits, test", "digits/test", test, seed));

    private static DataSet Part(string name, string part, int count, int seed)
    {
        int most = Array.MaxLength / (Side * Side);
        if (count < 0 || count > most)
            throw new ArgumentOutOfRangeException(nameof(count), $"Digits draws 0 to {most:N0} images per set; {count} were asked for.");
        var pixels = new byte[count * Side * Side];
        ulong stream = RandomStream.Hash(part);
        Parallel.For(0, count, i => Image(i % 10, new(new((ulong)(uint)seed, stream + (ulong)i)), pixels.AsSpan(i * Side * Side, Side * Side)));
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 10)];
        return new(name, (1, Side, Side), pixels, new(count, labels), 10);
    }

    private static void Image(int digit, Dice dice, Span<byte> pixels)
    {
        Span<float> paper = stackalloc float[Side * Side];
        paper.Fill(dice.Chance(0.2) ? (float)dice.Between(0, 0.12) : 0);
        if (dice.Chance(0.15)) Scratch(paper, dice);
        Ink.Draw(paper, Side, Hand.Write(digit, Side, dice), (float)dice.Between(0.8, 1.7), (float)dice.Between(0.65, 1));
        Ink.Develop(paper, (float)dice.Between(0, 0.07), dice, pixels);
    }

    /// <summary>Clutter: a faint short scratch somewhere on the paper.</summary>
    private static void Scratch(Span<float> paper, Dice dice)
    {
        double x = dice.Between(0, Side), y = dice.Between(0, Side), angle = dice.Between(0, 2 * Math.PI), length = dice.Between(2, 7);
        var dash = new Dash((float)x, (float)y, (float)(x + (length * Math.Cos(angle))), (float)(y + (length * Math.Sin(angle))));
        Ink.Draw(paper, Side, [dash], (float)dice.Between(0.4, 0.9), (float)dice.Between(0.2, 0.45));
    }
}
