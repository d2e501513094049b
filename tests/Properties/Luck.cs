// What tests draw is the same in every run: a run then speaks of the code, not of luck. FUNCTIONALCONV_SEED=n draws other cases, the same for the same n;
// FUNCTIONALCONV_SEARCH=n draws n times as many, each time others unless a seed is given.
using System.Globalization;
using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv.Properties;

internal static class Luck
{
    /// <summary>How many times as many cases are drawn; 0 for no search.</summary>
    public static int Search { get; } = int.TryParse(Environment.GetEnvironmentVariable("FUNCTIONALCONV_SEARCH"), NumberStyles.None, CultureInfo.InvariantCulture, out int times) && times > 0 ? times : 0;

    // Which cases are drawn; null for the clock's.
    private static readonly ulong? Set = ulong.TryParse(Environment.GetEnvironmentVariable("FUNCTIONALCONV_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong set) ? set : Search > 0 ? null : 0;

    /// <summary>A seed of a test's own, from its name.</summary>
    public static int Seed([CallerMemberName] string test = "") => Set is { } set ? (int)(Hash(test, set) & int.MaxValue) : Random.Shared.Next();

    /// <summary>What a law's cases are drawn from, as FsCheck writes it; null for the clock.</summary>
    public static string? Replay(string law) => Set is { } set && Hash(law, set) is var hash ? $"({hash},{(hash * 2) + 1})" : null;

    /// <summary>Values of a generator.</summary>
    public static T[] Draw<T>(this Gen<T> from, int count, int size = 50, int seed = 0, [CallerMemberName] string test = "") => [.. Gen.Sample(from, count, new Rnd((ulong)(Seed(test) + (long)seed)), size)];

    // FNV-1a: the runtime's own hash of a string differs from run to run.
    private static ulong Hash(string name, ulong set) => name.Aggregate(2166136261ul ^ set, (hash, letter) => ((hash ^ letter) * 16777619) & uint.MaxValue);
}
