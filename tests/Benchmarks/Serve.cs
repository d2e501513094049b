// Serve: one request, one answer.
//   request  {"case": {…}, "mode": "forward" | "train", "seconds": 0.3, "threads": 2}
//   answer   {"median_ms": …, "min_ms": …, "runs": …, "check": […]}, or {"error": …} for what does not exist here
// Three runs warm up; then runs are timed one by one. The check is of what came out of the last timed run. Nothing is kept from one request to the next.
using System.Diagnostics;
using System.Text.Json;
using FunctionalConv.Plans;

namespace FunctionalConv.Benchmarks;

/// <summary>What is timed: a run, and the results of the last one (none where the protocol asks for no check).</summary>
internal sealed record Work(Action Run, Func<float[][]> Results);

internal static class Serve
{
    public static string Answer(string request, Accuracy accuracy)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(request);
            JsonElement q = document.RootElement;
            JsonElement row = q.GetProperty("case");
            bool train = q.GetProperty("mode").GetString() == "train";
            double seconds = q.TryGetProperty("seconds", out JsonElement s) ? s.GetDouble() : 0.3;
            PlanOptions options = PlanOptions.Default with { Threads = q.TryGetProperty("threads", out JsonElement t) ? t.GetInt32() : 2, Accuracy = accuracy };
            Work work = row.GetProperty("op").GetString() == "net" ? NetworkRow.Of(row, train, options) : LayerRow.Of(row, train, options);
            List<double> times = Time(work.Run, seconds);
            times.Sort();
            int half = times.Count / 2;
            double median = times.Count % 2 == 1 ? times[half] : (times[half - 1] + times[half]) / 2;
            var answer = new Dictionary<string, object> { ["median_ms"] = median, ["min_ms"] = times[0], ["runs"] = times.Count };
            if (work.Results() is { Length: > 0 } results) answer["check"] = Protocol.Check(results);
            return JsonSerializer.Serialize(answer);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException or MisfitException or JsonException or KeyNotFoundException)
        {
            return JsonSerializer.Serialize(new { error = e.Message });
        }
    }

    private static List<double> Time(Action run, double seconds)
    {
        for (int i = 0; i < 3; i++) run();
        var times = new List<double>();
        long begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds || times.Count < 5)
        {
            long t = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(t).TotalMilliseconds);
        }
        return times;
    }
}
