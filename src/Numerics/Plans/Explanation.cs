// Explanation: a plan as a table, one line per step, with the time of one run.
//   step   layout   shape   GFLOP   ms   share of the peak   layer         GFLOP count the direct algorithm, whatever the step does
using System.Globalization;
using System.Numerics;
using System.Text;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal static class Explanation
{
    /// <summary>The table for a plan whose arena has its arguments.</summary>
    public static string Of<T>(Plan<T> plan, PlanOptions options, Arena<T> arena)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        arena.Run();
        double[] times = arena.Measure();
        double peak = Peak.Measure<T>(Crew.Of(options.Threads)), total = times.Sum(), work = 0;
        var rows = new List<string[]> { new[] { "step", "layout", "shape", "GFLOP", "ms", "peak", "layer" } };
        for (int i = 0; i < times.Length; i++)
        {
            Step<T> step = plan.Planner.Steps[i];
            var (line, layout) = step.Writes[^1];
            double flops = Flops(plan, step) / 1e9;
            bool every = plan.Planner.When(step) == Changes.EveryRun;
            if (every) work += flops;
            rows.Add([step.Name, Name(layout), plan.Graph.Lines[line].Shape.ToString(), flops > 0 ? Number(flops, "0.0000") : "",
                every ? Number(times[i], "0.0000") : "once", every && flops > 0 ? Share(flops, times[i], peak) : "", plan.Graph.Lines[line].Path]);
        }
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{options.Backend.Name}, {options.Accuracy}, threads {options.Threads}: {times.Length} steps, {Number(work, "0.0000")} GFLOP, {Number(total, "0.0000")} ms");
        text.Append(CultureInfo.InvariantCulture, $", {Share(work, total, peak)} of {Number(peak, "0.0")} GFLOP/s (FMA loop in the same minute); arena {Number(arena.Bytes / 1e6, "0.00")} MB\n");
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length))];
        foreach (string[] row in rows) text.Append(Line(row, widths)).Append('\n');
        return text.ToString();
    }

    private static string Line(string[] cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, c) => c is >= 3 and <= 5 ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))).TrimEnd();

    private static string Name(Layout layout) => layout is Blocked blocked ? $"blocks of {blocked.Block}" : layout == Layout.Plain ? "plain" : "packed";

    private static string Share(double gflop, double milliseconds, double peak) => milliseconds > 0 ? Number(100 * gflop / (milliseconds / 1e3) / peak, "0") + " %" : "";

    private static string Number(double value, string form) => value.ToString(form, CultureInfo.InvariantCulture);

    /// <summary>Of the lines that the step computes: those between what it writes and what it reads.</summary>
    private static double Flops<T>(Plan<T> plan, Step<T> step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var known = step.Reads.Select(e => e.Line).ToHashSet();
        var open = new Stack<int>(step.Writes.Select(e => e.Line));
        double macs = 0;
        while (open.TryPop(out int line))
        {
            if (!known.Add(line)) continue;
            macs += plan.Graph.Cost(plan.Graph.Lines[line]);
            foreach (int input in plan.Graph.Lines[line].Inputs) open.Push(input);
        }
        return 2 * macs;
    }
}
