// What tests draw is the same in every run: a run then speaks of the code, not of luck. FUNCTIONALCONV_SEARCH=n draws anew, n times as many cases.
using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv.Properties;

internal static class Luck
{
    /// <summary>How many times as many cases are drawn, each run others; 0 for the same cases in every run.</summary>
    public static int Search { get; } = int.TryParse(Environment.GetEnvironmentVariable("FUNCTIONALCONV_SEARCH"), out int times) && times > 0 ? times : 0;

    /// <summary>A seed of a test's own, from its name.</summary>
    public static int Seed([CallerMemberName] string test = "") => Search > 0 ? Random.Shared.Next() : (int)(Hash(test) & int.MaxValue);

    /// <summary>What a law's cases are drawn from, as FsCheck writes it; null for the clock.</summary>
    public static string? Replay(string law) => Search > 0 ? null : $"({Hash(law)},{(Hash(law) * 2) + 1})";

    /// <summary>Values of a generator.</summary>
    public static T[] Draw<T>(this Gen<T> from, int count, int size = 50, int seed = 0, [CallerMemberName] string test = "") => [.. Gen.Sample(from, count, new Rnd((ulong)(Seed(test) + (long)seed)), size)];

    // FNV-1a: the runtime's own hash of a string differs from run to run.
    private static ulong Hash(string name) => name.Aggregate(2166136261ul, (hash, letter) => ((hash ^ letter) * 16777619) & uint.MaxValue);
}
