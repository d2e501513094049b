// Random products: sizes around the edges of tiles and blocks, with 0 and 1, strides wider than the rows, every transpose, several factors.
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv.Properties.Backends;

public sealed record ProductCase(int M, int N, int K, bool TransposeA, bool TransposeB, double Alpha, double Beta, int Gap, int Seed);

public static class ProductCases
{
    private static readonly Gen<int> Size = Gen.Frequency(
        (1, Gen.Constant(0)), (3, Gen.Constant(1)), (8, Gen.Choose(2, 20)), (6, Gen.Choose(21, 70)), (1, Gen.Choose(250, 300)));

    public static Arbitrary<ProductCase> Product() => Arb.From(
        from m in Size
        from n in Size
        from k in Size
        from flags in Gen.Choose(0, 3)
        from alpha in Gen.Elements(1.0, 1.0, -0.5, 0.0)
        from beta in Gen.Elements(0.0, 0.0, 1.0, -2.0)
        from gap in Gen.Elements(0, 3)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new ProductCase(m, n, k, (flags & 1) != 0, (flags & 2) != 0, alpha, beta, gap, seed),
        Smaller);

    private static IEnumerable<ProductCase> Smaller(ProductCase x)
    {
        foreach (int m in Below(x.M)) yield return x with { M = m };
        foreach (int n in Below(x.N)) yield return x with { N = n };
        foreach (int k in Below(x.K)) yield return x with { K = k };
        if (x.TransposeA) yield return x with { TransposeA = false };
        if (x.TransposeB) yield return x with { TransposeB = false };
        if (x.Alpha != 1) yield return x with { Alpha = 1 };
        if (x.Beta != 0) yield return x with { Beta = 0 };
        if (x.Gap != 0) yield return x with { Gap = 0 };
    }

    private static IEnumerable<int> Below(int n) => n == 0 ? [] : n == 1 ? [0] : [n / 2, n - 1];
}
