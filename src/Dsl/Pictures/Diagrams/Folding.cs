// Folding: where layers one after the other come again, with the same shapes and the same numbers of weights: a diagram draws them once.
namespace FunctionalConv;

internal static class Folding
{
    private const int Longest = 8;

    /// <summary>How many children from the i-th on make a unit, and how often the unit stands there; 1 and 1 when nothing comes again.</summary>
    /// <param name="network">The network.</param>
    /// <param name="starts">The first row of every child, and the end of the last.</param>
    /// <param name="i">The child.</param>
    public static (int Period, int Times) At(Network network, IReadOnlyList<int> starts, int i)
    {
        int children = starts.Count - 1;
        var best = (Period: 1, Times: 1);
        for (int period = 1; period <= Math.Min(Longest, (children - i) / 2); period++)
        {
            int times = 1;
            while (i + ((times + 1) * period) <= children && Enumerable.Range(i, period).All(child => Same(network, starts, child, child + (times * period)))) times++;
            if (times > 1 && period * times > best.Period * best.Times) best = (period, times);
        }
        return best;
    }

    private static bool Same(Network network, IReadOnlyList<int> starts, int a, int b)
    {
        int length = starts[a + 1] - starts[a];
        return starts[b + 1] - starts[b] == length && Enumerable.Range(0, length).All(k => Same(network, starts[a] + k, starts[b] + k));
    }

    private static bool Same(Network network, int a, int b)
    {
        Row one = network.Rows[a], other = network.Rows[b];
        return one.Layer == other.Layer && one.Input == other.Input && one.Output == other.Output && network.Summary.Rows[a].Weights == network.Summary.Rows[b].Weights;
    }
}
