// Tally: what batches cost together. The loss of a set is one quotient: sums over all its batches are divided once, so its cuts into batches do not matter.
//   mean of terms that all count        Σ loss · items / Σ items           mean by class weights, or without an ignored label        Σ loss · counted / Σ counted
//   sum of terms                        Σ loss / Σ items
namespace FunctionalConv;

internal sealed class Tally(Loss loss)
{
    private readonly bool sums = loss is TermLoss { Reduction: LossReduction.Sum };
    private double sum, counted;
    private long right, guesses;

    /// <summary>The loss of all batches so far; NaN when nothing counted.</summary>
    public double Loss => sum / counted;

    /// <summary>The share of the guesses that were right; NaN without any.</summary>
    public double Accuracy => (double)right / guesses;

    /// <summary>Adds a batch.</summary>
    /// <param name="loss">Its loss.</param>
    /// <param name="items">Its number of items.</param>
    /// <param name="counted">What it counts, where that is not the number of items.</param>
    /// <returns>False when nothing in it counts: it is left out.</returns>
    public bool Add(double loss, int items, double? counted)
    {
        double weight = counted ?? items;
        if (weight == 0) return false;
        sum += sums ? loss : loss * weight;
        this.counted += weight;
        return true;
    }

    /// <summary>Counts right guesses; items whose true class is the ignored one do not count.</summary>
    public void Guessed(ReadOnlySpan<int> truth, ReadOnlySpan<int> guess, int? ignored)
    {
        for (int i = 0; i < truth.Length; i++)
        {
            if (truth[i] == ignored) continue;
            guesses++;
            if (truth[i] == guess[i]) right++;
        }
    }
}
