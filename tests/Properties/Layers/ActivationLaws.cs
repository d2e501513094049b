// Activations against their textbook formulas, over a wide range and at its ends; their derivatives at kinks; the misfits of axes.
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class ActivationLaws
{
    private static readonly (Layer Layer, Func<double, double> Meaning, double Below, double Above)[] All =
    [
        (Relu, x => Math.Max(x, 0), 0, Inf), (Relu6, x => Math.Min(Math.Max(x, 0), 6), 0, 6), (LeakyRelu(0.2), x => x > 0 ? x : 0.2 * x, -Inf, Inf), (LeakyRelu(), x => x > 0 ? x : 0.01 * x, -Inf, Inf),
        (Elu(1.7), x => x > 0 ? x : 1.7 * Minus1(x), -1.7, Inf), (Elu(), x => x > 0 ? x : Minus1(x), -1, Inf),
        (Selu, x => 1.0507009873554804934193349852946 * (x > 0 ? x : 1.6732632423543772848170429916717 * Minus1(x)), -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717, Inf),
        (Celu(0.7), x => Math.Max(0, x) + Math.Min(0, 0.7 * Minus1(x / 0.7)), -0.7, Inf),
        (Gelu, x => x * 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2)), 0, Inf),
        (GeluTanh, x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))), 0, Inf),
        (Silu, x => x / (1 + Math.Exp(-x)), 0, Inf), (Mish, x => x * Math.Tanh(Soft(x)), 0, Inf), (Sigmoid, x => 1 / (1 + Math.Exp(-x)), 0, 1), (LogSigmoid, x => -Soft(-x), -Inf, 0),
        (Tanh, Math.Tanh, -1, 1), (HardTanh(-0.5, 2), x => Math.Clamp(x, -0.5, 2), -0.5, 2), (HardTanh(), x => Math.Clamp(x, -1, 1), -1, 1), (Clip(-3, 0.25), x => Math.Clamp(x, -3, 0.25), -3, 0.25),
        (HardSigmoid, x => Math.Clamp((x / 6) + 0.5, 0, 1), 0, 1), (HardSwish, x => x * Math.Clamp(x + 3, 0, 6) / 6, 0, Inf), (Threshold(0.3, -1.5), x => x > 0.3 ? x : -1.5, -1.5, Inf),
        (Softplus(), x => x > 20 ? x : Soft(x), 0, Inf), (Softplus(2, 3), x => 2 * x > 3 ? x : Soft(2 * x) / 2, 0, Inf), (Softsign, x => x / (1 + Math.Abs(x)), -1, 1),
        (HardShrink(0.8), x => Math.Abs(x) > 0.8 ? x : 0, -Inf, Inf), (SoftShrink(), x => x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0, -Inf, Inf), (TanhShrink, x => x - Math.Tanh(x), -Inf, Inf),
        (ParametricRelu(start: 0.3), x => x > 0 ? x : 0.3 * x, -Inf, Inf), (ParametricRelu(byChannel: true), x => x > 0 ? x : 0.25 * x, -Inf, Inf),
    ];

    private const double Inf = double.PositiveInfinity;

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, All.Length)];

    public static TheoryData<Layer, double, double> Kinks => new()
    {
        { Relu, 0, 0 }, { Relu6, 0, 0 }, { Relu6, 6, 0 }, { Clip(-1, 2), -1, 0 }, { HardTanh(), 1, 0 }, { LeakyRelu(0.1), 0, 0.1 }, { ParametricRelu(start: 0.3), 0, 0.3 }, { Elu(1.7), 0, 1.7 },
        { HardSigmoid, -3, 0 }, { HardSigmoid, 3, 0 }, { HardSwish, 3, 1.5 }, { HardSwish, -3, -0.5 }, { Threshold(0.5, 2), 0.5, 0 }, { HardShrink(0.5), 0.5, 0 }, { HardShrink(0.5), -0.5, 0 },
        { SoftShrink(0.5), 0.5, 0 }, { SoftShrink(0.5), -0.5, 0 }, { Selu, 0, 1.0507009873554804934 * 1.6732632423543772848 }, { Celu(0.5), 0, 1 }, { Softplus(1, 0), 0, 0.5 },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void An_activation_is_its_formula_from_the_least_number_to_ten_thousand(int number)
    {
        var (layer, meaning, _, _) = All[number];
        double[] numbers = Wide(Luck.Seed());
        Near(layer, numbers, meaning, Run<double>(layer, numbers), 2e-15);
        double[] rounded = [.. numbers.Select(x => (double)(float)x)];
        Near(layer, rounded, meaning, Run<float>(layer, rounded), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void An_activation_has_its_limits_and_keeps_what_is_not_a_number(int number)
    {
        var (layer, _, below, above) = All[number];
        double[] ends = [double.NegativeInfinity, Inf, double.NaN];
        double[] y = Run<double>(layer, ends), single = Run<float>(layer, ends);
        Agree.Within(1e-15, 0, double.IsInfinity(below) && below == y[0] ? 0 : y[0] - below, $"{layer} at −∞");
        Agree.Within(1e-15, 0, double.IsInfinity(above) && above == y[1] ? 0 : y[1] - above, $"{layer} at ∞");
        Assert.Equal((float)below, (float)single[0], 1e-6f);
        Assert.Equal((float)above, (float)single[1], 1e-6f);
        Assert.True(double.IsNaN(y[2]) && double.IsNaN(single[2]), $"{layer} of NaN is {y[2]} and {single[2]}");
    }

    [Fact]
    public void Small_results_keep_their_digits()
    {
        Assert.Equal(-10 * 7.619853024160527e-24, Run<double>(Gelu, [-10])[0], 1e-32);
        Assert.Equal(4.248354255291589e-18, Run<double>(Softplus(), [-40])[0], 1e-32);
        Assert.Equal(-4.248354255291589e-18, Run<double>(LogSigmoid, [40])[0], 1e-32);
        Assert.Equal(-1e-20, Run<double>(Elu(), [-1e-20])[0], 1e-34);
        Assert.Equal(-40 * 4.248354255291589e-18, Run<double>(Mish, [-40])[0], 1e-30);
    }

    [Theory]
    [MemberData(nameof(Kinks))]
    public void At_a_kink_the_derivative_is_as_documented(Layer layer, double at, double slope)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Gradients<double> d = layer.Init<double>(1).Pullback(Tensor.Of((2, 1), at, at), Tensor.Of((2, 1), 1.0, -2.0));
        Assert.Equal([slope, -2 * slope], d["x"].Values.ToArray().Select(v => Math.Round(v, 7)).ToArray(), new Close(1e-7));
    }

    [Law(3)]
    public Property Every_activation_keeps_every_law() => All.Select(a => a.Layer).Concat([Softmax(), Softmax(-1), Softmin(), LogSoftmax(-1), Glu(), Glu(-1)])
        .Select(layer => Laws.All(layer)).Aggregate((a, b) => a.And(b));

    [Law(30)]
    public void Along_an_axis_softmax_is_its_formula(int seed)
    {
        var draw = new Draw(seed);
        Tensor<double> x = draw.Tensor(draw.Item(draw.Int(1, 4)).Under(2));
        int axis = draw.Int(0, x.Shape.Rank - 2), named = draw.Int(0, 1) == 0 ? axis : axis + 1 - x.Shape.Rank;
        Tensor<double> Line(Func<double[], double[]> line) => Meaning.Lines(x, axis + 1, line);
        Tensor<double> soft = Line(v => [.. v.Select(e => Math.Exp(e) / v.Sum(Math.Exp))]);
        Agree.Within(1e-14, soft, Of(Softmax(named)));
        Agree.Within(1e-14, Line(v => [.. v.Select(e => Math.Exp(-e) / v.Sum(o => Math.Exp(-o)))]), Of(Softmin(named)));
        Agree.Within(1e-14, Tensor.Make(soft.Shape, i => Math.Log(soft.Values[i])), Of(LogSoftmax(named)));
        if (x.Shape[axis + 1] % 2 == 0) Agree.Within(1e-14, Line(v => [.. v.Take(v.Length / 2).Select((a, i) => a / (1 + Math.Exp(-v[(v.Length / 2) + i])))]), Of(Glu(named)));

        Tensor<double> Of(Layer layer) => layer.Init<double>(x.Shape.Tail).Run(x);
    }

    [Fact]
    public void Large_scores_do_not_overflow() =>
        Assert.Equal([0, 1, 0], Softmax().Init<double>(3).Run(Tensor.Of(3, -1e4, 1e4, 0)).Values.ToArray());

    [Fact]
    public void Slopes_are_learned_for_all_channels_or_for_each()
    {
        Assert.Equal([(Shape)1], ParametricRelu().On((3, 4)).Weights.Select(w => w.Shape));
        Assert.Equal([(Shape)3], ParametricRelu(byChannel: true).On((3, 4)).Weights.Select(w => w.Shape));
        Model<double> model = ParametricRelu(byChannel: true).Init<double>((2, 1)).With("prelu1.weight", Tensor.Of(2, 0.5, -2.0));
        Assert.Equal([-0.5, 2], model.Run(Tensor.Of((2, 1), -1.0, -1.0)).Values.ToArray());
        Assert.Equal([-3, -20], model.Pullback(Tensor.Of((1, 2, 1), -1.0, -2.0), Tensor.Of((1, 2, 1), 3.0, 10.0))["prelu1.weight"].Values.ToArray());
    }

    [Fact]
    public void Misfits_say_which_axes_there_are()
    {
        static string Message(Layer layer, Shape input) => Assert.Throws<MisfitException>(() => layer.On(input)).Message;
        Assert.Equal("Softmax(axis: 3) cannot take [2, 4, 5]: it runs along axis 3, and the input has the axes 0 to 2; name one of them, or -1 for the last.", Message(Softmax(3), (2, 4, 5)));
        Assert.Equal("LogSoftmax(axis: -2) cannot take [2]: it runs along axis -2, and the input has the axes 0 to 0; name one of them, or -1 for the last.", Message(LogSoftmax(-2), 2));
        Assert.Equal("Glu() cannot take [5, 4]: it halves axis 0, which has 5 cells; make their number even, for example by a layer with twice the channels before it.", Message(Glu(), (5, 4)));
        Assert.Equal("Softmin() cannot take []: it runs along axis 0, and a single number has no axis; reshape to [1].", Message(Softmin(), Shape.Scalar));
        Assert.Equal("ParametricRelu(byChannel: true) cannot take []: it takes channels [C, …]; use one slope for all, or reshape first.", Message(ParametricRelu(true), Shape.Scalar));
    }

    [Fact]
    public void Impossible_arguments_are_refused_when_an_activation_is_made()
    {
        static string Message(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("LeakyRelu needs a finite slope; it was given NaN. (Parameter 'slope')", Message(() => LeakyRelu(double.NaN)));
        Assert.Equal("Clip needs a low end below its high end; it was given 2 and 1. (Parameter 'low')", Message(() => Clip(2, 1)));
        Assert.Equal("HardTanh needs a low end below its high end; it was given -1 and NaN. (Parameter 'low')", Message(() => HardTanh(-1, double.NaN)));
        Assert.Equal("HardShrink needs a lambda of at least 0; it was given -1. (Parameter 'lambda')", Message(() => HardShrink(-1)));
        Assert.Equal("SoftShrink needs a lambda of at least 0; it was given -1. (Parameter 'lambda')", Message(() => SoftShrink(-1)));
        Assert.Equal("Softplus needs a beta above 0; it was given 0. (Parameter 'beta')", Message(() => Softplus(0)));
        Assert.Equal("Softplus needs a threshold that is a number; it was given NaN. (Parameter 'threshold')", Message(() => Softplus(1, double.NaN)));
        Assert.Equal("Celu needs an alpha other than 0. (Parameter 'alpha')", Message(() => Celu(0)));
        Assert.Equal("Elu needs a finite alpha; it was given ∞. (Parameter 'alpha')", Message(() => Elu(Inf)).Replace("Infinity", "∞", StringComparison.Ordinal));
        Assert.Equal("Threshold needs a finite value; it was given NaN. (Parameter 'value')", Message(() => Threshold(0, double.NaN)));
    }

    private static double[] Run<T>(Layer layer, double[] numbers)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Tensor<T> x = Tensor.Make((1, numbers.Length), i => T.CreateTruncating(numbers[i]));
        return [.. layer.Init<T>((1, numbers.Length)).Run(x).To<double>().Values];
    }

    private static void Near(Layer layer, double[] x, Func<double, double> meaning, double[] y, double tolerance)
    {
        for (int i = 0; i < x.Length; i++)
            Assert.True(Math.Abs(y[i] - meaning(x[i])) <= tolerance * Math.Max(1, Math.Abs(x[i])), $"{layer} of {x[i]:R} is {y[i]:R}, expected {meaning(x[i]):R}");
    }

    /// <summary>Numbers of both signs and every magnitude, more than a piece of a pass, and no whole number of vectors.</summary>
    private static double[] Wide(int seed)
    {
        var random = new Random(seed);
        double[] numbers = [0, -0.0, double.Epsilon, -double.Epsilon, 1e4, -1e4, .. Enumerable.Range(0, 601).Select(i => i % 2 == 0
            ? (20 * random.NextDouble()) - 10
            : Math.Sign(random.NextDouble() - 0.5) * Math.Pow(10, (random.NextDouble() * (i % 3 == 0 ? 324 : 8)) - (i % 3 == 0 ? 320 : 4)))];
        return numbers;
    }

    /// <summary>e^x − 1 by its series where that converges at once.</summary>
    private static double Minus1(double x) => Math.Abs(x) < 1e-3 ? x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4)))))) : Math.Exp(x) - 1;

    private static double Soft(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private sealed class Close(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double x) => 0;
    }
}
