// Random numbers as a pure function of (seed, stream, position): threads, order and recomputation cannot change them.
// The mixer is SplitMix64's finalizer (Steele, Lea, Flood 2014); normal draws are by Box and Muller (1958).
namespace FunctionalConv;

/// <summary>Random numbers by counter: the i-th number of a stream depends on seed, stream and i alone.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Stream">Which of the run's independent streams.</param>
internal readonly record struct RandomStream(ulong Seed, ulong Stream)
{
    /// <summary>64 random bits for a position.</summary>
    public ulong Bits(long position) => Mix(Mix(Mix(Seed + 0x9E3779B97F4A7C15) ^ Stream) + (0x9E3779B97F4A7C15 * (ulong)(position + 1)));

    /// <summary>Uniform in [0, 1) with 53 bits.</summary>
    public double Uniform(long position) => (Bits(position) >> 11) * (1.0 / (1L << 53));

    /// <summary>Normal with mean 0 and variance 1.</summary>
    public double Normal(long position)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(2 * position)));
        return radius * Math.Cos(2 * Math.PI * Uniform((2 * position) + 1));
    }

    /// <summary>A whole number from 0 to <paramref name="below"/> − 1.</summary>
    public int Below(long position, int below) => (int)Math.BigMul(Bits(position), (ulong)below, out _);

    /// <summary>The numbers 0 … count − 1 in random order (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = Below(i, i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary>A hash of a text that is the same in every process and on every machine (FNV-1a, 64 bits).</summary>
    public static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text) hash = (hash ^ c) * 1099511628211;
        return Mix(hash);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
