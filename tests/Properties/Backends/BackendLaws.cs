// Every backend multiplies alike, and MathNet's matrices give the same numbers on each. Tests that change MathNet's provider share one
// collection, so that they run one after the other, and put it back.
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;
using Xunit.Abstractions;

namespace FunctionalConv.Properties.Backends;

[CollectionDefinition("MathNet's provider", DisableParallelization = true)]
public class MathNetProvider;

[Collection("MathNet's provider")]
public class BackendLaws(ITestOutputHelper output)
{
    [Law(60, typeof(ProductCases))]
    public void Simd_multiplies_row_major_arrays_like_managed(ProductCase x) => Agree(Backend.Simd, x);

    [Law(60, typeof(ProductCases))]
    public void OpenBlas_multiplies_like_managed_where_it_is_installed(ProductCase x)
    {
        if (Backend.TryOpenBlas(out Backend? backend, out string reason)) Agree(backend, x);
        else output.WriteLine($"openblas: not available ({reason})");
    }

    [Law(20, typeof(ProductCases))]
    public void Mkl_multiplies_like_managed_where_it_is_installed(ProductCase x)
    {
        if (Backend.TryMkl(out Backend? backend, out string reason)) Agree(backend, x);
        else output.WriteLine($"mkl: not available ({reason})");
    }

    [Fact]
    public void MathNet_matrices_give_the_same_on_simd_as_on_managed()
    {
        var sizes = new[] { (1, 1, 1), (3, 4, 5), (17, 33, 65), (70, 40, 130) };
        foreach ((int m, int n, int k) in sizes)
        {
            Close(On(Backend.Managed, () => Everything<double>(m, n, k)), On(Backend.Simd, () => Everything<double>(m, n, k)), 1e-12);
            Close(On(Backend.Managed, () => Everything<float>(m, n, k)), On(Backend.Simd, () => Everything<float>(m, n, k)), 1e-4);
        }
    }

    [Fact]
    public void A_matrix_may_be_multiplied_into_itself()
    {
        double[] x = [1, 2, 3, 4];
        Backend.Simd.Provider.MatrixMultiply(x, 2, 2, [1, 0, 0, 2], 2, 2, x);
        Assert.Equal([1, 2, 6, 8], x);
    }

    [Fact]
    public void Names_find_their_backends_and_an_unknown_one_is_refused_with_the_known_ones()
    {
        Assert.Same(Backend.Simd, Backend.Named("simd"));
        Assert.Same(Backend.Managed, Backend.Named("Managed"));
        Assert.Equal(Backend.Of("mine", Backend.Simd.Provider), Backend.Of("mine", Backend.Simd.Provider));
        Assert.NotEqual(Backend.Simd, Backend.Of("mine", Backend.Simd.Provider));
        Assert.Equal(
            "There is no backend \"cuda\"; the known ones are simd, managed, openblas and mkl. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => Backend.Named("cuda")).Message);
    }

    [Fact]
    public void A_backend_that_is_absent_says_why_and_what_to_do()
    {
        if (Backend.TryMkl(out _, out string reason)) output.WriteLine("mkl is available: its refusal cannot be seen");
        else
            Assert.Equal(
                $"The backend mkl is not available: {reason}; reference MathNet.Numerics.Providers.MKL and its native package, or use simd.",
                Assert.Throws<InvalidOperationException>(() => Backend.Named("mkl")).Message);
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_refused_in_one_sentence() =>
        Assert.Equal(
            "A matrix of 2 × 3 needs an array of 6 numbers; this one has 5. (Parameter 'a')",
            Assert.Throws<ArgumentException>(() => Backend.Simd.Provider.MatrixMultiply(new float[5], 2, 3, new float[6], 3, 2, new float[4])).Message);

    private static void Agree(Backend backend, ProductCase x)
    {
        Agree<float>(backend, x, 1e-5);
        Agree<double>(backend, x, 1e-13);
    }

    private static void Agree<T>(Backend backend, ProductCase x, double tolerance)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(x.Seed);
        T[] a = [.. Numbers(x.M * x.K)], b = [.. Numbers(x.K * x.N)], c = [.. Numbers(x.M * x.N)];
        if (x.Beta == 0) System.Array.Fill(c, T.NaN);
        T[] d = [.. c];
        backend.Multiply(x.TransposeA, x.TransposeB, x.M, x.N, x.K, a, b, T.CreateChecked(x.Beta), c);
        Backend.Managed.Multiply(x.TransposeA, x.TransposeB, x.M, x.N, x.K, a, b, T.CreateChecked(x.Beta), d);
        for (int i = 0; i < c.Length; i++) Assert.True(double.CreateChecked(T.Abs(c[i] - d[i])) <= tolerance * (x.K + 3), $"{i}: {c[i]}, should be {d[i]}");
        IEnumerable<T> Numbers(int n) => Enumerable.Range(0, n).Select(_ => T.CreateChecked((random.NextDouble() * 2) - 1));
    }

    // Products in every form and the elementwise operations, laid end to end.
    private static double[] Everything<T>(int m, int n, int k)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>, IFormattable
    {
        MatrixBuilder<T> build = Matrix<T>.Build;
        Matrix<T> a = build.Random(m, k, 1), b = build.Random(k, n, 2), c = build.Random(m, n, 3), d = build.Random(m, n, 4);
        Vector<T> v = Vector<T>.Build.Random(m * n, 5), w = Vector<T>.Build.Random(m * n, 6);
        Matrix<T>[] all =
        [
            a * b, a.TransposeThisAndMultiply(c), c.TransposeAndMultiply(d), a.Transpose() * c, c + d, c - d, c.PointwiseMultiply(d), c.PointwiseDivide(d),
            c * T.CreateChecked(2.5), c * T.Zero,
        ];
        return [.. all.SelectMany(x => x.ToColumnMajorArray()).Append(v.DotProduct(w)).Concat(v + w).Concat(v - w).Select(double.CreateChecked)];
    }

    private static double[] On(Backend backend, Func<double[]> run)
    {
        ILinearAlgebraProvider before = LinearAlgebraControl.Provider;
        backend.Install();
        try
        {
            return run();
        }
        finally
        {
            LinearAlgebraControl.Provider = before;
        }
    }

    private static void Close(double[] expected, double[] got, double tolerance)
    {
        Assert.Equal(expected.Length, got.Length);
        for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - got[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])) * 10, $"{i}: {got[i]}, should be {expected[i]}");
    }
}
