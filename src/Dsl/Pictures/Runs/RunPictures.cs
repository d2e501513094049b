// Runs as pictures: learning curves, which a page renews while training goes on, and the confusion matrix.
using System.Globalization;
using System.Numerics;

namespace FunctionalConv;

/// <summary>Runs as pictures.</summary>
public static class RunPictures
{
    /// <summary>Two panels, epoch by epoch: the loss and, of labels, the share that is wrong, each of the training set and of the test set, so that overfitting is seen.</summary>
    /// <exception cref="ArgumentException">There is no epoch.</exception>
    public static Picture Curves<T>(this IEnumerable<Epoch<T>> epochs, string title = "Learning curves")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(epochs);
        return LearningCurves.Draw([.. epochs.Select(LearningCurves.Of)], title);
    }

    /// <summary>Passes the epochs on as they come, and after each writes a page with the learning curves so far; a browser that shows it renews it every two seconds until training ends.
    /// A first page is written before training begins; once it was, a page that cannot be written is left out, because an epoch is worth more than its picture.</summary>
    /// <param name="epochs">The training, as lazy as before.</param>
    /// <param name="path">The HTML file.</param>
    /// <exception cref="BadFileException">The place cannot be written when training begins.</exception>
    public static IEnumerable<Epoch<T>> DrawTo<T>(this IEnumerable<Epoch<T>> epochs, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentNullException.ThrowIfNull(path);
        return Drawn(epochs, path);
    }

    /// <summary>The table of truth (rows) and guess (columns), shaded by the share of the row.</summary>
    public static Picture Picture(this Confusion confusion, string title = "Confusion: rows are the truth, columns the guess")
    {
        ArgumentNullException.ThrowIfNull(confusion);
        int n = confusion.Classes;
        double cell = Math.Clamp(560.0 / n, 7, 34), left = 62, width = Math.Max(288, left + (n * cell) + 24);
        IReadOnlyList<string> head = Mark.Wrap(title, (int)((width - 32) / 8.1));
        double top = 16 + (head.Count * 17) + 28;
        string marks = string.Concat(head.Select((line, i) => Mark.Label(16, 29 + (i * 17), line, "h")));
        int every = (int)Math.Ceiling(20 / cell);
        for (int t = 0; t < n; t++)
        {
            if (t % every == 0) marks += Mark.Label(left - 6, top + (t * cell) + (cell / 2) + 4, Name(t), "s e") + Mark.Label(left + (t * cell) + (cell / 2), top - 6, Name(t), "s m");
            int row = Enumerable.Range(0, n).Sum(g => confusion[t, g]);
            for (int g = 0; g < n; g++)
            {
                double share = row == 0 ? 0 : (double)confusion[t, g] / row;
                marks += Mark.Of("rect", [("class", t == g ? "fc-right" : "fc-wrong"), ("x", left + (g * cell)), ("y", top + (t * cell)), ("width", cell - 1), ("height", cell - 1), ("fill-opacity", share == 0 ? 0.06 : 0.15 + (0.7 * Math.Sqrt(share))), ("data-count", confusion[t, g])],
                    $"<title>{Mark.Text($"{Name(t)} taken for {Name(g)}: {confusion[t, g]}")}</title>");
                if (confusion[t, g] > 0 && cell >= 22) marks += Mark.Of("text", [("class", "m"), ("x", left + (g * cell) + (cell / 2)), ("y", top + (t * cell) + (cell / 2) + 4), ("font-size", Math.Min(13, (cell - 4) / (0.62 * Digits(confusion[t, g]))))], Mark.Text(confusion[t, g].ToString(CultureInfo.InvariantCulture)));
            }
        }
        double end = top + (n * cell) + 20;
        marks += Mark.Label(16, end, confusion.Right, "s");
        return new(title, $"{confusion.Correct} of {confusion.Count} right.", width, end + 16, marks, ".fc-right{fill:#0072b2}.fc-wrong{fill:#d55e00}", "confusion", ("data-classes", n));
    }

    private static string Name(int c) => c.ToString(CultureInfo.InvariantCulture);

    private static int Digits(int n) => n.ToString(CultureInfo.InvariantCulture).Length;

    private static IEnumerable<Epoch<T>> Drawn<T>(IEnumerable<Epoch<T>> epochs, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var seen = new List<LearningCurves.Moment>();
        Page Now(string words) => Page.Of("Training").Text(words).Show(LearningCurves.Draw(seen, "Learning curves"));
        Page.Of("Training").Text("Training begins.").Renewing(2).Save(path);
        foreach (Epoch<T> epoch in epochs)
        {
            seen.Add(LearningCurves.Of(epoch));
            Tried(Now(epoch.ToString()).Renewing(2), path);
            yield return epoch;
        }
        if (seen.Count > 0) Tried(Now("Training has ended."), path);
    }

    private static void Tried(Page page, string path)
    {
        try
        {
            page.Save(path);
        }
        catch (BadFileException)
        {
            // The next epoch tries again.
        }
    }
}
