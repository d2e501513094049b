// What the naive meaning and the fast path have from one place is held against a third that shares nothing with them: pairs of numbers by C#'s operators, functions of one number by
// MathNet and by series, products of matrices by whole numbers.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using MathNet.Numerics;

namespace FunctionalConv.Properties.Numerics;

public class OracleLaws
{
    private static readonly PlanOptions[] Ways = [Sheet.Naive, new(Backend.Simd, 2), new(Backend.Managed, 1)];

    private static readonly (Unary F, Func<double, double> Meaning)[] Functions =
    [
        (Unary.Exp, Math.Exp), (Unary.Abs, Math.Abs), (Unary.Relu, x => Math.Max(x, 0)), (Unary.UnitStep, x => x > 0 ? 1 : 0), (Unary.Sign, x => Math.Sign(x)),
        (Unary.Sigmoid, x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x))), (Unary.NormalCdf, x => SpecialFunctions.Erfc(-x / Math.Sqrt(2)) / 2),
        (Unary.Expm1, x => Math.Abs(x) < 0.1 ? Series(k => Math.Pow(x, k) / SpecialFunctions.Factorial(k)) : Math.Exp(x) - 1),
        (Unary.Softplus, x => Math.Max(x, 0) + (Math.Exp(-Math.Abs(x)) is var u && u < 0.1 ? Series(k => -Math.Pow(-u, k) / k) : Math.Log(1 + u))),
        (new Unary.Saturated(1.5), x => x / (1.5 + Math.Abs(x))), (new Unary.Clip(-0.55, 1.25), x => Math.Min(Math.Max(x, -0.55), 1.25)), (new Unary.Power(3), x => x * x * x),
    ];

    [Law(20)]
    public void A_function_of_one_number_keeps_its_digits_also_where_it_is_small(int seed)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, 700).Select(i => ((random.NextDouble() * 2) - 1) * (i % 2 == 0 ? 30 : Math.Pow(10, -6 * random.NextDouble())))];
        float[] single = [.. x.Select(v => (float)v)];
        foreach (var (f, meaning) in Functions)
        {
            double[] fast = new double[x.Length];
            float[] narrow = new float[x.Length];
            f.Apply<double>(x, fast);
            f.Apply<float>(single, narrow);
            for (int i = 0; i < x.Length; i++)
            {
                // Cody's middle approximation of erfc serves the far tail of Φ as well, with fewer digits: 5e-9 of it at −21, 3e-8 at −30.
                // In float its exponent, x² / 2, is rounded to ulps of its own, which count as shares of the result.
                bool tail = f == Unary.NormalCdf && x[i] < -5;
                double tolerance = tail ? 5e-8 : 2e-13, wide = tail ? 2e-7 * x[i] * x[i] : 1e-5;
                Near(meaning(x[i]), fast[i], tolerance, $"{f} of {x[i]:R}, fast");
                Near(meaning(x[i]), f.Eval(x[i]), tolerance, $"{f} of {x[i]:R}");
                Near(meaning(single[i]), narrow[i], wide, $"{f} of the float {single[i]:R}, fast");
                Near(meaning(single[i]), f.Eval(single[i]), wide, $"{f} of the float {single[i]:R}");
            }
        }
    }

    [Law(20)]
    public void A_function_of_two_numbers_is_what_the_operators_say(int seed)
    {
        var random = new Random(seed);
        double[] special = [0, -0.0, 1, -1, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        double Drawn() => random.Next(3) == 0 ? special[random.Next(special.Length)] : random.NextDouble() - 0.5;
        int n = random.Next(1, 90);
        Tensor<double> a = Tensor.Make(n, _ => Drawn()), b = Tensor.Make(n, _ => Drawn());
        (Binary F, Func<double, double, double> Meaning)[] all =
            [(Binary.Add, (p, q) => p + q), (Binary.Subtract, (p, q) => p - q), (Binary.Multiply, (p, q) => p * q), (Binary.Divide, (p, q) => p / q), (Binary.Pick, (p, q) => q == 0 ? 0 : p * q)];
        foreach (var (f, meaning) in all)
        {
            var builder = new GraphBuilder();
            Graph graph = builder.Build(("y", builder.Argument("a", Role.Data, n).Zip(f, builder.Argument("b", Role.Data, n))));
            foreach (PlanOptions way in Ways)
            {
                Tensor<double> y = new Plan<double>(graph, way).Run(new Arguments<double>().Set("a", a).Set("b", b))["y"];
                for (int i = 0; i < n; i++) Assert.True(meaning(a.Values[i], b.Values[i]).Equals(y.Values[i]), $"{f} of {a.Values[i]:R} and {b.Values[i]:R} is {y.Values[i]:R}");
            }
        }
    }

    [Law(20)]
    public void A_product_of_whole_matrices_is_exact(int seed)
    {
        var random = new Random(seed);
        int m = random.Next(1, 40), k = random.Next(1, 60), n = random.Next(1, 40);
        int[,] a = new int[m, k], b = new int[k, n];
        for (int i = 0; i < m * k; i++) a[i / k, i % k] = random.Next(-50, 50);
        for (int i = 0; i < k * n; i++) b[i / n, i % n] = random.Next(-50, 50);
        for (int way = 0; way < 4; way++)
        {
            bool ta = way % 2 == 1, tb = way / 2 == 1;
            var builder = new GraphBuilder();
            Graph graph = builder.Build(("y", builder.Argument("a", Role.Data, ta ? (k, m) : (m, k)).MatMul(builder.Argument("b", Role.Data, tb ? (n, k) : (k, n)), ta, tb)));
            Tensor<float> left = Tensor.Make(ta ? (k, m) : (m, k), i => (float)(ta ? a[i % m, i / m] : a[i / k, i % k])), right = Tensor.Make(tb ? (n, k) : (k, n), i => (float)(tb ? b[i % k, i / k] : b[i / n, i % n]));
            foreach (PlanOptions options in Ways)
            {
                Tensor<float> y = new Plan<float>(graph, options).Run(new Arguments<float>().Set("a", left).Set("b", right))["y"];
                for (int i = 0; i < m; i++)
                    for (int j = 0; j < n; j++)
                        Assert.Equal(Enumerable.Range(0, k).Sum(l => (long)a[i, l] * b[l, j]), (long)y[i, j]);
            }
        }
    }

    /// <summary>The sum of the terms 1 to 20.</summary>
    private static double Series(Func<int, double> term) => Enumerable.Range(1, 20).Sum(term);

    private static void Near(double expected, double got, double tolerance, string what) =>
        Assert.True(Math.Abs(got - expected) <= (tolerance * Math.Abs(expected)) + 1e-37, $"{what} is {got:R}, expected {expected:R}");
}
