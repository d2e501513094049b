// One meaning, many algorithms: plain loops = primitives' own loops = im2col and product on every backend = blocked direct = Fourier = the Toeplitz matrix,
// over windows of every amount, fill, rank, group, stride and dilation; double, 1e-10.
using FunctionalConv.Plans;
using FunctionalConv.Properties.Convolution;
using MathNet.Numerics.LinearAlgebra;
using Xunit.Abstractions;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Linear;

public class OneMeaningLaws(ITestOutputHelper output)
{
    private static readonly PlanOptions One = new(Backend.Simd, 1);

    [Law(200, typeof(WindowCases))]
    public void Every_algorithm_computes_what_plain_loops_compute(WindowCase c)
    {
        Tensor<double> expected = c.ByPlainLoops();
        foreach (var (name, options) in Algorithms()) Vectors.Near(expected, Run(c, options).Y, 1e-10, name);
    }

    [Law(150, typeof(WindowCases))]
    public void Matrices_compute_it_too(WindowCase c)
    {
        WindowCase z = c with { Drawn = c.Drawn with { Batch = 1, Fill = c.Drawn.Fill with { Value = 0 } } };
        ConvolutionMatrix matrix = ConvolutionMatrix.Of(z.Input, z.Kernel, z.Layer.Window, z.Groups, z.Flipped);
        if (matrix.Rows * (long)Math.Max(matrix.Columns, z.Kernel.Count) > 1_000_000) return;
        Vector<double> x = Vector<double>.Build.DenseOfArray([.. z.X.Values]), w = Vector<double>.Build.DenseOfArray([.. z.W.Values]);
        Tensor<double> expected = z.ByPlainLoops();
        Vectors.Near(expected, new(expected.Shape, [.. matrix.OfKernel(z.W) * x]), 1e-10, "T(h) x:");
        Vectors.Near(expected, new(expected.Shape, [.. matrix.SparseOfKernel(z.W) * x]), 1e-10, "sparse T(h) x:");
        Vectors.Near(expected, new(expected.Shape, [.. matrix.OfSignal(z.X.Reshape(z.Input)) * w]), 1e-10, "T(x) h:");
        Assert.Equal(matrix.Terms().LongCount(), matrix.TermCount);
    }

    // Each of the kernels was really asked: their steps are in the plans.
    [Fact]
    public void The_algorithms_are_different_ones()
    {
        Layer layer = Conv(16, 3, padding: Same, bias: false);
        string Step(PlanOptions options) => new Plan<double>(layer.On((8, 9, 9)).Graph(1), options).Steps.Single(s => s.StartsWith("Convolution", StringComparison.Ordinal) || s.StartsWith("Correlate", StringComparison.Ordinal)).Split(" →")[0];
        Assert.Equal("Convolution (blocked)", Step(One));
        Assert.Equal("Convolution (im2col)", Step(new(Backend.Managed, 1)));
        Assert.Equal("Convolution (Fourier)", Step(One with { Convolutions = ConvolutionAlgorithm.Fourier }));
        Assert.Equal("Correlate", Step(One with { Naive = true }));
    }

    [Law(40, typeof(WindowCases))]
    public void The_blocked_kernels_take_the_wide_cases(WindowCase c)
    {
        WindowCase wide = c with { Wide = true };
        if (!wide.Fits || wide.Layer.Window.Stride.On(2, 3, 1) > 2) return;
        var (y, steps) = Run(wide, One);
        Assert.Contains(steps, step => step.StartsWith("Convolution (blocked)", StringComparison.Ordinal) || step.StartsWith("Convolution (strips)", StringComparison.Ordinal));
        Vectors.Near(wide.ByPlainLoops(), y, 1e-10);
    }

    private IEnumerable<(string Name, PlanOptions Options)> Algorithms()
    {
        yield return ("the primitives' own loops", One with { Naive = true });
        yield return ("simd", One);
        yield return ("simd, two threads", One with { Threads = 2 });
        yield return ("im2col and MathNet's product", new(Backend.Managed, 1));
        yield return ("Fourier", One with { Convolutions = ConvolutionAlgorithm.Fourier });
        if (Backend.TryOpenBlas(out Backend? blas, out string reason)) yield return ("im2col and OpenBLAS", new(blas, 1));
        else output.WriteLine($"openblas: not available ({reason})");
        if (Backend.TryMkl(out Backend? mkl, out reason)) yield return ("im2col and MKL", new(mkl, 1));
        else output.WriteLine($"mkl: not available ({reason})");
    }

    private static (Tensor<double> Y, string[] Steps) Run(WindowCase c, PlanOptions options)
    {
        Network network = c.Layer.On(c.Input);
        var plan = new Plan<double>(network.Graph(c.Drawn.Batch), options);
        return (plan.Run(new Arguments<double>().Set("x", c.X).Set(network.Weights[0].Name, c.W))["y"], [.. plan.Steps]);
    }
}
