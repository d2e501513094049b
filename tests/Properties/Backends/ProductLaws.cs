// The matrix product means what plain loops mean, writes nothing else, and has the same bits for any number of threads.
// Run the suite with FUNCTIONALCONV_SIMD = avx512, avx2, neon, portable to cover what the machine can execute.

namespace FunctionalConv.Properties.Backends;

public class ProductLaws
{
    [Law(300, typeof(ProductCases))]
    public void The_product_of_floats_agrees_with_plain_loops(ProductCase x)
    {
        var product = new Products<float>(x);
        Assert.Null(product.Differs(product.Run(threads: 1)));
    }

    [Law(300, typeof(ProductCases))]
    public void The_product_of_doubles_agrees_with_plain_loops(ProductCase x)
    {
        var product = new Products<double>(x);
        Assert.Null(product.Differs(product.Run(threads: 1)));
    }

    [Law(30, typeof(ProductCases))]
    public void Types_without_kernels_are_multiplied_too(ProductCase x)
    {
        var product = new Products<Half>(x with { K = Math.Min(x.K, 20) });
        Assert.Null(product.Differs(product.Run(threads: 1)));
    }

    [Law(100, typeof(ProductCases))]
    public void The_number_of_threads_does_not_change_a_bit(ProductCase x)
    {
        // Large enough to be shared: work below half a million operations stays on one thread.
        ProductCase large = x with { M = x.M <= 1 ? x.M : x.M + 40, N = x.N <= 1 && x.M > 1 ? x.N : x.N + 90, K = x.K + (x.M <= 1 || x.N <= 1 ? 3000 : 300) };
        Same<float>(large);
        Same<double>(large);
    }

    [Theory]
    [InlineData(6, 784, 25)]
    [InlineData(16, 100, 150)]
    [InlineData(64, 120, 400)]
    [InlineData(64, 10, 84)]
    [InlineData(1, 5000, 70)]
    [InlineData(5000, 1, 70)]
    [InlineData(500, 37, 513)]
    public void Shapes_of_real_networks_agree_with_plain_loops_on_two_threads(int m, int n, int k)
    {
        foreach ((bool ta, bool tb) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            var product = new Products<float>(new ProductCase(m, n, k, ta, tb, 1, 0, 0, m + n + k));
            Assert.Null(product.Differs(product.Run(threads: 2)));
        }
    }

    private static void Same<T>(ProductCase x)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var product = new Products<T>(x);
        T[] one = product.Run(threads: 1);
        foreach (int threads in new[] { 2, 3, 5 })
            Assert.True(System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(one)
                .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(product.Run(threads))), $"{threads} threads gave other bits");
    }
}
