// Functions of one number: rows and single numbers agree, derivatives of first and second order are those of differences, and clips join the convolution before them.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Numerics;

public class UnaryLaws
{
    private static readonly Unary[] All = [.. PrimitiveTable.Smooth, .. PrimitiveTable.Bent, Unary.Relu, Unary.UnitStep, Unary.Tanh, Unary.Exp, Unary.Log, Unary.Sqrt,
        .. new[] { -9.0, -2, -1, -0.75, -0.5, 0, 0.5, 0.75, 1, 2, 3, 8, 11 }.SelectMany(p => new Unary[] { new Unary.Power(p), new Unary.PowerOrZero(p) })];

    [Law(20)]
    public void A_row_is_done_as_its_numbers_are_in_place_or_not(int seed)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, random.Next(1, 1400)).Select(_ => (random.NextDouble() * 6) - 2), 0, double.NaN, -0.0];
        foreach (Unary f in All)
        {
            double[] apart = new double[x.Length], inPlace = [.. x];
            f.Apply<double>(x, apart);
            f.Apply<double>(inPlace, inPlace);
            for (int i = 0; i < x.Length; i++)
            {
                double y = f.Eval(x[i]);
                Assert.True(y.Equals(apart[i]) || Math.Abs(y - apart[i]) <= 1e-13 * Math.Max(1, Math.Abs(y)), $"{f} of {x[i]:R} is {apart[i]:R} in a row and {y:R} alone");
                Assert.True(y.Equals(inPlace[i]) || Math.Abs(y - inPlace[i]) <= 1e-13 * Math.Max(1, Math.Abs(y)), $"{f} of {x[i]:R} is {inPlace[i]:R} in place and {y:R} alone");
            }
        }
    }

    [Law(20)]
    public void First_and_second_derivatives_of_smooth_functions_are_those_of_differences(int seed)
    {
        var random = new Random(seed);
        foreach (Unary f in PrimitiveTable.Smooth)
            for (int i = 0; i < 20; i++)
            {
                double x = (random.NextDouble() * 8) - 4;
                Differs(f, x);
                Differs(f.Slope!, x);
            }
    }

    [Fact]
    public void Lines_compose_to_lines_and_constants_to_constants()
    {
        Assert.Equal(new Unary.Affine(6, 7), new Unary.Affine(2, 1).Then(new Unary.Affine(3, 4)));
        Assert.Equal(Unary.Tanh, Unary.Same.Then(Unary.Tanh).Then(Unary.Same));
        Assert.Equal(Unary.Constant(Math.Exp(2)), Unary.Constant(2).Then(Unary.Exp));
        Assert.Equal(Unary.Tanh * 3, Unary.Constant(3) * Unary.Tanh);
        Assert.Equal(Unary.Same * Unary.Sigmoid, Unary.Same * Unary.Sigmoid);
        Assert.Null(Unary.Constant(3).Slope);
    }

    [Fact]
    public void In_a_product_zero_times_infinity_is_zero_and_what_is_not_a_number_stays()
    {
        Unary f = Unary.Same * new Unary.Affine(0.5, 0).Then(Unary.UnitStep);
        double[] x = [double.NegativeInfinity, double.PositiveInfinity, double.NaN, -1, 2], y = new double[5];
        f.Apply<double>(x, y);
        Assert.Equal([0, double.PositiveInfinity, double.NaN, 0, 2], y);
        Assert.Equal(y, x.Select(f.Eval));
    }

    [Theory]
    [InlineData(1, 32, 32)]
    [InlineData(32, 32, 32)]
    [InlineData(1, 3, 5)]
    public void A_clip_is_done_at_the_store_of_the_convolution_before_it(int groups, int channels, int filters)
    {
        var sheet = new Sheet(channels + groups);
        Reach reach = new(3, 1, 1, 1, 1);
        Node y = sheet.Real("x", (2, channels, 9, 11)).Correlate(sheet.Real("w", (filters, channels / groups, 3, 3)), new Frame(Reach.One, reach, reach), groups);
        Graph graph = sheet.Builder.Build(("y", (y + sheet.Real("bias", filters).PerChannel(y.Shape)).Map(new Unary.Clip(-0.5, 6))));
        Agree.Within(1e-11, sheet.Run<double>(graph, Sheet.Naive)["y"], sheet.Run<double>(graph, new(Backend.Simd, 2))["y"]);
        Agree.Within(1e-4, sheet.Run<double>(graph, Sheet.Naive)["y"].To<float>(), sheet.Run<float>(graph, new(Backend.Simd, 2))["y"]);
        Assert.DoesNotContain(new Plan<float>(graph).Steps, step => step.StartsWith("Clip", StringComparison.Ordinal) || step.StartsWith("Add", StringComparison.Ordinal));
    }

    [Fact]
    public void A_number_outside_its_bounds_is_refused_alone_and_in_a_row()
    {
        var check = new Unary.Checked(0, 1, "Dice takes probabilities", "end the network in Sigmoid");
        const string Message = "Dice takes probabilities from 0 to 1; it was given 1.5; end the network in Sigmoid.";
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => check.Eval(1.5)).Message);
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => check.Apply([0, 1, float.NaN, 1.5f], new float[4])).Message);
        float[] kept = new float[3];
        check.Apply([0, 1, float.NaN], kept);
        Assert.Equal([0, 1, float.NaN], kept);
    }

    private static void Differs(Unary f, double x)
    {
        const double H = 1e-3;
        double Middle(double h) => (f.Eval(x + h) - f.Eval(x - h)) / (2 * h);
        double expected = ((4 * Middle(H / 2)) - Middle(H)) / 3, slope = f.Slope?.Eval(x) ?? 0;
        Assert.True(Math.Abs(slope - expected) <= 1e-6 * Math.Max(1, Math.Abs(expected)), $"the derivative of {f} at {x:R} is {slope:R}; differences give {expected:R}");
    }
}
