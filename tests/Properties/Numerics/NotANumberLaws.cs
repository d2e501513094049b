// What functions of one number do at NaN and at ±∞, over every function there is: the library's own by reflection, and every activation that Layers makes.
//   at NaN   the function and its derivative are NaN, alone, in rows, as graphs, in both precisions. A straight line's derivative is its slope, a constant is itself,
//            and what has no derivative to compute (steps) has none at NaN either
//   at ±∞    the function and its derivative are their limits
using System.Reflection;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Numerics;

public class NotANumberLaws
{
    private static readonly Unary[] Functions = [.. Known(), .. Known().SelectMany(Slopes)];

    [Fact]
    public void Every_kind_of_function_is_among_those_that_are_asked()
    {
        HashSet<Type> seen = [.. Functions.SelectMany(Parts).Select(f => f.GetType())];
        Type[] kinds = [.. typeof(Unary).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Unary)) && !t.IsAbstract)];
        Assert.True(kinds.Length > 15);
        Assert.Empty(kinds.Where(kind => !seen.Contains(kind)).Select(kind => kind.Name));
        Assert.True(Activations().Count() > 20);
    }

    [Fact]
    public void NaN_stays_NaN_and_so_does_its_derivative()
    {
        foreach (Unary f in Functions.Where(f => f is not Unary.Affine { A: 0 } and not Unary.Power { P: 0 }))
        {
            IsNaN(f, $"{f}");
            if (f.Slope is { } slope && !IsConstant(slope)) IsNaN(slope, $"the derivative of {f}");
        }
    }

    [Fact]
    public void The_gradient_of_every_activation_is_NaN_at_NaN_in_every_plan()
    {
        foreach (var (name, f) in Activations())
        {
            Same<float>(name, f);
            Same<double>(name, f);
        }
    }

    [Fact]
    public void Activations_and_their_derivatives_have_their_limits_at_infinity()
    {
        foreach (var (name, f) in Activations())
            foreach (double sign in (double[])[1, -1])
            {
                Limit(name, f, sign);
                if (f.Slope is { } slope) Limit($"the derivative of {name}", slope, sign);
            }
    }

    private static void IsNaN(Unary f, string what)
    {
        Assert.True(double.IsNaN(f.Eval(double.NaN)) && float.IsNaN(f.Eval(float.NaN)), $"{what} is {f.Eval(double.NaN)} at NaN");
        foreach (int n in (int[])[1, 7, 16, 33, 700])
        {
            double[] wide = [.. Enumerable.Range(0, n).Select(i => i % 3 == 0 ? double.NaN : 0.5)];
            float[] narrow = [.. wide.Select(v => (float)v)];
            f.Apply<double>(wide, wide);
            f.Apply<float>(narrow, narrow);
            for (int i = 0; i < n; i += 3) Assert.True(double.IsNaN(wide[i]) && float.IsNaN(narrow[i]), $"{what} is {wide[i]} and {narrow[i]} at NaN in a row of {n}");
        }
    }

    /// <summary>The derivative by a graph, where the cotangent is 1: NaN at NaN, and elsewhere the function's slope.</summary>
    private static void Same<T>(string name, Unary f)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        double[] numbers = [double.NaN, 0.25, -0.75, double.PositiveInfinity, double.NegativeInfinity, 2.5, -7, double.NaN];
        var sheet = new Sheet(1);
        Node x = sheet.Real("x", 40);
        Graph graph = Gradient.Of(sheet.Builder.Build(("y", x.Map(f))), "y", a => a.Kind == Element.Real);
        (sheet["x"], sheet["d.y"]) = (Tensor.Make(40, i => numbers[i % 8]), Tensor.Filled(40, 1.0));
        foreach (PlanOptions options in (PlanOptions[])[Sheet.Naive, new(Backend.Simd, 1), new(Backend.Simd, 2)])
        {
            Tensor<double> dx = sheet.Run<T>(graph, options)["d.x"].To<double>();
            for (int i = 0; i < 40; i++)
            {
                double expected = f.Slope!.Eval(numbers[i % 8]);
                Assert.True(i % 8 is 0 or 7 ? double.IsNaN(dx.Values[i]) : Math.Abs(dx.Values[i] - expected) <= 1e-5, $"the gradient of {name} at {numbers[i % 8]} is {dx.Values[i]}, not {expected}");
            }
        }
    }

    private static void Limit(string name, Unary f, double sign)
    {
        double near = f.Eval(sign * 1e7), far = f.Eval(sign * 1e14), at = f.Eval(sign * double.PositiveInfinity);
        double limit = Math.Abs(near - far) <= 1e-5 * (1 + Math.Abs(near)) ? far : Math.Sign(far) * double.PositiveInfinity;
        Assert.True(at.Equals(limit) || Math.Abs(at - limit) <= 1e-6, $"{name} is {at} at {sign} · ∞; its limit is {limit}");
        float[] row = [.. Enumerable.Repeat((float)(sign * double.PositiveInfinity), 37)];
        f.Apply<float>(row, row);
        Assert.All(row, y => Assert.True(y.Equals((float)at) || Math.Abs(y - at) <= 1e-6, $"{name} is {y} at {sign} · ∞ in a row, {at} alone"));
    }

    private static IEnumerable<Unary> Known() =>
    [
        .. typeof(Unary).GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Where(p => p.PropertyType == typeof(Unary)).Select(p => (Unary)p.GetValue(null)!),
        .. Activations().Select(a => a.F), .. PrimitiveTable.Smooth, .. PrimitiveTable.Bent,
        .. new[] { -9.0, -2, -1, -0.75, -0.5, 0, 0.5, 0.75, 1, 2, 3, 8, 11 }.SelectMany(p => new Unary[] { new Unary.Power(p), new Unary.PowerOrZero(p) }),
        new Unary.Checked(0, 1, "Dice takes probabilities", "end the network in Sigmoid"), Unary.Of("cosine", Math.Cos, x => -Math.Sin(x)),
    ];

    /// <summary>Every layer that is a function of one number, with numbers that fit for the arguments that have no default.</summary>
    private static IEnumerable<(string Name, Unary F)> Activations()
    {
        Type layers = typeof(FunctionalConv.Layers);
        IEnumerable<object?> made = layers.GetProperties(BindingFlags.Public | BindingFlags.Static).Select(p => p.GetValue(null))
            .Concat(layers.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => !m.IsSpecialName && m.ReturnType == typeof(Layer) && m.GetParameters().All(p => p.ParameterType == typeof(double)))
                .Select(Made));
        return made.OfType<Activation>().Select(a => (a.Text, a.F));
    }

    /// <summary>What a method makes; null where it takes no such numbers, as a layer that is no activation may.</summary>
    private static object? Made(MethodInfo method)
    {
        try
        {
            return method.Invoke(null, [.. method.GetParameters().Select((p, i) => p.HasDefaultValue ? p.DefaultValue : 0.1 + i)]);
        }
        catch (TargetInvocationException e) when (e.InnerException is ArgumentException)
        {
            return null;
        }
    }

    private static IEnumerable<Unary> Slopes(Unary f)
    {
        if (f.GetType().Name == "OfNumbers" || f.Slope is not { } first) yield break;
        yield return first;
        if (first.Slope is { } second) yield return second;
    }

    private static IEnumerable<Unary> Parts(Unary f) =>
        f.GetType().GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Where(p => p.PropertyType == typeof(Unary) && p.Name is not "Slope" and not "ByLogarithm")
            .Select(p => p.GetValue(f)).OfType<Unary>().SelectMany(Parts).Prepend(f);

    private static bool IsConstant(Unary f) => f is Unary.Affine { A: 0 };
}
