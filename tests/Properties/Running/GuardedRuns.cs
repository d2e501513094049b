// A compiled run reads the caller's numbers and writes the caller's result, and touches nothing else: networks are run with input and output between guarded pages, in a
// process of their own, which says what it is about to run, so that the network is known that ends it.
using System.Globalization;
using System.Numerics;
using FunctionalConv.Plans;
using Xunit.Abstractions;

namespace FunctionalConv.Properties.Running;

public class GuardedRuns(ITestOutputHelper output)
{
    /// <summary>Networks of every run, for each instruction set.</summary>
    private const int Cases = 240;

    /// <summary>Steps that read or write a caller's memory, or once did; each must have been drawn.</summary>
    private static readonly string[] Steps =
    [
        "Convolution (strips)", "Convolution (blocked)", "Convolution (plain to blocks)", "Convolution (depthwise)", "Convolution (Winograd)", "Max-pool", "Along", "Concat", "Product",
        "Reorder, plain to blocks", "Reorder, blocks to plain", "Reorder, plain to padded rows", "Unfold", "Sum", "Permute", "Convolution (Fourier)",
    ];

    [Theory]
    [InlineData("avx512")]
    [InlineData("avx2")]
    [InlineData("portable")]
    public void A_run_touches_no_memory_but_the_callers_own(string set)
    {
        if (!GuardedPages<float>.Available || !Names().Contains(set))
        {
            output.WriteLine($"Guarded memory or {set} is not available; nothing was run.");
            return;
        }
        int cases = Cases * Math.Max(1, Luck.Search), series = Luck.Seed();
        var (code, said, error) = Child.Run(nameof(GuardedRuns), [$"{series}", $"{cases}"], [("FUNCTIONALCONV_SIMD", set)], 5 + (cases / 100.0));
        Assert.True(code == 0, $"exit code {code} at {Child.Last(said)}\n{error}");
        string drawn = Child.Last(said);
        Assert.All(Steps, step => Assert.Contains($"|{step}|", drawn, StringComparison.Ordinal));
    }

    /// <summary>Runs so many networks of a series, and ends with the steps that they took.</summary>
    internal static int Search(string[] args)
    {
        var (series, cases) = (int.Parse(args[0], CultureInfo.InvariantCulture), int.Parse(args[1], CultureInfo.InvariantCulture));
        var steps = new SortedSet<string>(StringComparer.Ordinal);
        for (int n = 0; n < cases; n++)
        {
            var drawn = DrawnNetwork.Of(series, n);
            Console.WriteLine($"{series} {n}: {drawn}");
            if (n % 4 == 3) Run<double>(drawn, n, steps);
            else Run<float>(drawn, n, steps);
        }
        Console.WriteLine($"|{string.Join("|", steps)}|");
        return 0;
    }

    private static void Run<T>(DrawnNetwork drawn, int seed, SortedSet<string> steps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = drawn.Layer.Init<T>(drawn.Item, seed);
        Compiled<T> compiled = model.Compile(drawn.Options);
        Tensor<T> x = Tensor.Normal<T>(drawn.Item.Under(drawn.Batch), seed), expected = compiled.Run(x);
        foreach (string step in new Plan<T>(model.Network.Graph(drawn.Batch), drawn.Options).Steps) steps.Add(step.Split(" →")[0]);
        for (int ends = 0; ends < 4; ends++)
        {
            using var from = new GuardedPages<T>(x.Count, atEnd: (ends & 1) == 0);
            using var to = new GuardedPages<T>(expected.Count, atEnd: (ends & 2) == 0);
            x.Values.CopyTo(from.Numbers);
            compiled.Run(from.Numbers, to.Numbers);
            if (!from.Numbers.SequenceEqual(x.Values)) throw new InvalidOperationException("The input was written to.");
            if (!to.Numbers.SequenceEqual(expected.Values)) throw new InvalidOperationException("The output is not what the same input gives elsewhere.");
        }
    }

    private static string[] Names() => System.Runtime.Intrinsics.X86.Avx512F.IsSupported ? ["avx512", "avx2", "portable"] : System.Runtime.Intrinsics.X86.Avx2.IsSupported ? ["avx2", "portable"] : ["portable"];
}
