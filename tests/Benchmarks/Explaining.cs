// Explaining: what a row does, step by step, with the time of each step in the quickest of several runs.
using System.Diagnostics;
using System.Text.Json;
using FunctionalConv.Plans;

namespace FunctionalConv.Benchmarks;

internal static class Explaining
{
    /// <summary>The rows of a file of cases whose names begin with one of the given beginnings; all when none is given.</summary>
    public static void Print(string file, int threads, Accuracy accuracy, string[] beginnings)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        PlanOptions options = PlanOptions.Default with { Threads = threads, Accuracy = accuracy };
        foreach (JsonElement row in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            string name = row.GetProperty("name").GetString()!;
            if (beginnings.Length > 0 && !beginnings.Any(b => name.StartsWith(b, StringComparison.Ordinal))) continue;
            var (model, x) = row.GetProperty("op").GetString() == "net" ? NetworkRow.Made(row, options) : LayerRow.Made(row);
            Compiled<float> compiled = model.Compile(options);
            for (long begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun).TotalSeconds < 0.5;) compiled.Run(x);
            Console.WriteLine($"{name}: {compiled.Explain(x.Shape[0])}");
        }
    }
}
