// The bar of the running epoch: batches done, the mean loss so far, the time left. Reports come once a step; the text is renewed ten times a second.
using System.Diagnostics;
using Spectre.Console;

namespace FunctionalConv;

internal sealed class EpochBar : IProgress<Pace>
{
    private static readonly TimeSpan Renewal = TimeSpan.FromMilliseconds(100);
    private ProgressTask? task;
    private long renewed;

    public void Report(Pace value)
    {
        bool last = value.Batch == value.Batches;
        if (task is null || (!last && renewed != 0 && Stopwatch.GetElapsedTime(renewed) < Renewal)) return;
        renewed = Stopwatch.GetTimestamp();
        task.MaxValue = value.Batches;
        task.Value = value.Batch;
        string loss = double.IsNaN(value.Loss) ? "" : FormattableString.Invariant($", loss {value.Loss:F4}");
        task.Description = FormattableString.Invariant($"epoch {value.Epoch} of {value.Epochs}{loss}{(last ? ", testing" : "")}");
    }

    /// <summary>Does the work of an epoch under a bar; the table stands above it. Both are gone when the work is done.</summary>
    public void Draw(IAnsiConsole console, Table table, int number, int epochs, Action work)
    {
        renewed = 0;
        Progress progress = console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
        progress.UseRenderHook((bar, _) => table.Rows.Count == 0 ? bar : new Rows(table, bar)).Start(context =>
        {
            task = context.AddTask(FormattableString.Invariant($"epoch {number} of {epochs}"));
            work();
        });
        task = null;
    }
}
