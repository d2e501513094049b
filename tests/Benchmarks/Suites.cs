// The suites of BenchmarkDotNet: `suites [FILTER…] [options of BenchmarkDotNet]`. Nothing of it is loaded for the other commands.
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

namespace FunctionalConv.Benchmarks;

internal static class Suites
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run(string[] arguments)
    {
        int filters = arguments.TakeWhile(a => !a.StartsWith('-')).Count();
        string[] wanted = filters == 0 ? ["*"] : [.. arguments.Take(filters).Select(f => f.Contains('*', StringComparison.Ordinal) ? f : $"*{f}*")];
        BenchmarkSwitcher.FromTypes([typeof(ProductSuite), typeof(LayerSuite), typeof(NetworkSuite)]).Run(["--filter", .. wanted, .. arguments.Skip(filters)], DefaultConfig.Instance);
    }
}
