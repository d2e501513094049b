// Products: C = A·B in float, row-major, by the default backend: square, wide and thin.
using BenchmarkDotNet.Attributes;

namespace FunctionalConv.Benchmarks;

/// <summary>C [m, n] = A [m, k] · B [k, n].</summary>
public class ProductSuite
{
    private float[] a = [], b = [], c = [];
    private (int M, int N, int K) sizes;

    [Params("64×64×64", "256×256×256", "1024×1024×1024", "64×3136×576", "1×1000×512")]
    public string Sizes { get; set; } = "";

    [GlobalSetup]
    public void Fill()
    {
        int[] mnk = [.. Sizes.Split('×').Select(int.Parse)];
        sizes = (mnk[0], mnk[1], mnk[2]);
        a = [.. Protocol.Values(0, (sizes.M, sizes.K)).Values];
        b = [.. Protocol.Values(1, (sizes.K, sizes.N)).Values];
        c = new float[sizes.M * sizes.N];
    }

    [Benchmark]
    public void Product() => Backend.Simd.Multiply(false, false, sizes.M, sizes.N, sizes.K, a, b, 0f, c);
}
