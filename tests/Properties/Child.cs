// A process of its own for what would end this one: the test assembly, started anew with the name of a task.
using System.Diagnostics;

namespace FunctionalConv.Properties;

internal static class Child
{
    private static readonly Dictionary<string, Func<string[], int>> Tasks = new()
    {
        [nameof(Running.GuardedRuns)] = Running.GuardedRuns.Search,
        [nameof(Running.LimitTests)] = Running.LimitTests.Doors,
    };

    /// <summary>What the test assembly does when it is started as a program.</summary>
    public static int Main(string[] args) => args.Length > 0 && Tasks.TryGetValue(args[0], out var task) ? task(args[1..]) : 0;

    /// <summary>Runs a task to its end in a process of its own.</summary>
    /// <param name="task">Its name.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="settings">Environment variables of the process.</param>
    /// <param name="minutes">After so many it is ended.</param>
    public static (int ExitCode, string Output, string Error) Run(string task, string[] args, (string Name, string Value)[]? settings = null, double minutes = 10)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Child).Assembly.Location, task, .. args]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings ?? []) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(minutes)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{task} did not end within {minutes} minutes; its last words: {Last(output.Result)}");
        }
        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>The last line of a text that says something.</summary>
    public static string Last(string text) => text.Split('\n').LastOrDefault(line => line.Length > 0, "none");
}
