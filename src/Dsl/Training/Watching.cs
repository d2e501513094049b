// Watching a training: in a terminal a bar for the running epoch under a table of those that are done; elsewhere one plain line per epoch.
using System.Numerics;
using Spectre.Console;

namespace FunctionalConv;

/// <summary>Shows how a training goes.</summary>
public static class Watching
{
    /// <summary>Passes the epochs on as they come, and prints them: a bar and a table in a terminal, a line per epoch when the output goes to a file or a pipe.</summary>
    /// <param name="training">The training; as lazy as before.</param>
    /// <param name="console">Where to print; by default the process's console.</param>
    /// <typeparam name="T">The precision.</typeparam>
    public static IEnumerable<Epoch<T>> Watch<T>(this Training<T> training, IAnsiConsole? console = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(training);
        console ??= AnsiConsole.Console;
        return console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi ? Drawn(training, console) : Lines(training, console.Profile.Out.Writer);
    }

    private static IEnumerable<Epoch<T>> Lines<T>(Training<T> training, TextWriter to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (string note in training.Notes) to.WriteLine($"note: {note}");
        foreach (Epoch<T> epoch in training)
        {
            to.WriteLine(epoch);
            to.Flush();
            yield return epoch;
        }
    }

    private static IEnumerable<Epoch<T>> Drawn<T>(Training<T> training, IAnsiConsole console)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Table table = new Table { Border = TableBorder.Rounded }.AddColumns("epoch", "loss", "test loss", "test accuracy", "time", "images/s");
        foreach (TableColumn column in table.Columns) column.RightAligned();
        foreach (string note in training.Notes) console.WriteLine($"note: {note}");
        var bar = new EpochBar();
        using IEnumerator<Epoch<T>> epochs = training.Reporting(bar).GetEnumerator();
        try
        {
            for (int number = training.First; number <= training.Epochs; number++)
            {
                bar.Draw(console, table, number, training.Epochs, () => epochs.MoveNext());
                table.AddRow(Cells(epochs.Current));
                yield return epochs.Current;
            }
        }
        finally
        {
            if (table.Rows.Count > 0) console.Write(table);
        }
    }

    private static string[] Cells<T>(Epoch<T> epoch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        FormattableString.Invariant($"{epoch.Number}"),
        FormattableString.Invariant($"{epoch.Loss:F4}"),
        double.IsNaN(epoch.TestLoss) ? "–" : FormattableString.Invariant($"{epoch.TestLoss:F4}"),
        double.IsNaN(epoch.Accuracy) ? "–" : FormattableString.Invariant($"{epoch.Accuracy:F4}"),
        FormattableString.Invariant($"{epoch.Time.TotalSeconds:F2} s"),
        FormattableString.Invariant($"{epoch.ImagesPerSecond:N0}"),
    ];
}
