// Confusion: how often items of one class are taken for another. Rows are the truth, columns the guess.
//   accuracy = trace / total       recall of a class = its diagonal cell / its row       precision = its diagonal cell / its column
using System.Globalization;
using System.Text;

namespace FunctionalConv;

/// <summary>A table of true classes (rows) against guessed classes (columns).</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Confusion : IEquatable<Confusion>, IShown
{
    private readonly int[] cells;
    private readonly IReadOnlyList<string>? names;

    private Confusion(int classes, int[] cells, IReadOnlyList<string>? names) => (Classes, this.cells, this.names) = (classes, cells, names);

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>How many items of class <paramref name="truth"/> were taken for class <paramref name="guess"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int this[int truth, int guess] => cells[(Checked(truth) * Classes) + Checked(guess)];

    /// <summary>How many items there are.</summary>
    public int Count => cells.Sum();

    /// <summary>How many were guessed right.</summary>
    public int Correct => Enumerable.Range(0, Classes).Sum(c => this[c, c]);

    /// <summary>The share guessed right, 0 to 1; NaN without items.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>The share of a class's items that were found, 0 to 1; NaN for a class without items.</summary>
    public double Recall(int c) => (double)this[c, c] / Enumerable.Range(0, Classes).Sum(guess => this[c, guess]);

    /// <summary>The share of the guesses for a class that were right, 0 to 1; NaN for a class never guessed.</summary>
    public double Precision(int c) => (double)this[c, c] / Enumerable.Range(0, Classes).Sum(truth => this[truth, c]);

    /// <summary>Counts guesses.</summary>
    /// <param name="truth">The true classes.</param>
    /// <param name="guesses">The guessed classes, in the same order.</param>
    /// <param name="classes">The number of classes; a greater guess widens the table.</param>
    /// <param name="names">A name per class, or null.</param>
    /// <param name="ignored">A true class that stands for none: its items do not count.</param>
    /// <exception cref="ArgumentException">The numbers of items differ, or a class is negative.</exception>
    public static Confusion Of(Labels truth, Labels guesses, int classes, IReadOnlyList<string>? names = null, int? ignored = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(guesses);
        if (truth.Count != guesses.Count) throw new ArgumentException($"A confusion needs one guess per item; {Amount.Of(truth.Count, "items")} and {Amount.Of(guesses.Count, "guesses")} were given.", nameof(guesses));
        for (int i = 0; i < truth.Count; i++)
        {
            if (truth[i] == ignored) continue;
            if (truth[i] < 0 || guesses[i] < 0) throw new ArgumentException($"Classes are 0 or more; item {i} has {truth[i]} and was taken for {guesses[i]}.", nameof(guesses));
            classes = Math.Max(classes, Math.Max(truth[i], guesses[i]) + 1);
        }
        var cells = new int[classes * classes];
        for (int i = 0; i < truth.Count; i++)
            if (truth[i] != ignored) cells[(truth[i] * classes) + guesses[i]]++;
        return new(classes, cells, names);
    }

    /// <summary>The table, with the recall of every class, and the accuracy below; right guesses stand on the diagonal, a dot is 0.</summary>
    public override string ToString()
    {
        string[] heads = [.. Enumerable.Range(0, Classes).Select(c => names is not null && c < names.Count ? names[c] : c.ToString(CultureInfo.InvariantCulture))];
        int first = Math.Max(5, heads.Max(h => h.Length)), width = Math.Max(heads.Max(h => h.Length), cells.Max().ToString(CultureInfo.InvariantCulture).Length) + 2;
        var text = new StringBuilder().Append("truth".PadRight(first)).Append(string.Concat(heads.Select(h => h.PadLeft(width)))).Append("    recall\n");
        for (int t = 0; t < Classes; t++)
        {
            text.Append(heads[t].PadLeft(first));
            for (int g = 0; g < Classes; g++) text.Append((this[t, g] == 0 ? "·" : this[t, g].ToString(CultureInfo.InvariantCulture)).PadLeft(width));
            text.Append((double.IsNaN(Recall(t)) ? "–" : Percent(Recall(t))).PadLeft(10)).Append('\n');
        }
        return text.Append(CultureInfo.InvariantCulture, $"{Right} (rows: the truth; columns: the guess)").ToString();
    }

    /// <summary>How many were right, in a few words; without items there is no share.</summary>
    internal string Right => Count == 0 ? "no items" : string.Create(CultureInfo.InvariantCulture, $"{Correct:N0} of {Count:N0} right, {Percent(Accuracy)}");

    string IShown.Html() => this.Picture().ToString();

    /// <summary>Same counts.</summary>
    public bool Equals(Confusion? other) => other is not null && cells.AsSpan().SequenceEqual(other.cells);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Confusion);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Classes, Count, Correct);

    private static string Percent(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture) + " %";

    private int Checked(int c) => (uint)c < (uint)Classes ? c : throw new ArgumentOutOfRangeException(nameof(c), $"There are classes 0 to {Classes - 1}; {c} was asked for.");
}
