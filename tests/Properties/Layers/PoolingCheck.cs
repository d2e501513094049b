// Small checks of a layer in double: what it gives, its pullback, central differences, the adjoint law, threads.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Layers;

internal static class PoolingCheck
{
    public static Tensor<double> Run(Layer layer, Tensor<double> x, int threads = 1) => Forward(layer, x, threads)(x);

    /// <summary>The same over many inputs of one shape.</summary>
    public static Func<Tensor<double>, Tensor<double>> Forward(Layer layer, Tensor<double> like, int threads = 1)
    {
        var plan = new Plan<double>(layer.On(like.Shape.Tail).Graph(like.Shape[0]), new PlanOptions(Backend.Default, threads));
        return x => plan.Run(new Arguments<double>().Set("x", x).Seed(0))["y"];
    }

    public static Tensor<double> Pull(Layer layer, Tensor<double> x, Tensor<double> dy, int threads = 1)
    {
        Graph graph = Gradient.Of(layer.On(x.Shape.Tail).Graph(x.Shape[0]), "y", a => a.Name == "x");
        return new Plan<double>(graph, new PlanOptions(Backend.Default, threads)).Run(new Arguments<double>().Set("x", x).Set("d.y", dy).Seed(0))["d.x"];
    }

    public static void Gives(Layer layer, Tensor<double> x, Tensor<double> expected) => Equal(expected, Run(layer, x), 1e-12, $"{layer} on {x.Shape}");

    /// <summary>The pullback against central differences, element by element.</summary>
    public static void Slopes(Layer layer, Tensor<double> x, double step = 1e-6, double tolerance = 1e-7)
    {
        var forward = Forward(layer, x);
        Tensor<double> dy = Tensor.Normal<double>(forward(x).Shape, 77), gradient = Pull(layer, x, dy);
        double Moved(int at, double by) => Dot(forward(Tensor.Make(x.Shape, i => x.Values[i] + (i == at ? by : 0))), dy);
        Equal(Tensor.Make(x.Shape, i => (Moved(i, step) - Moved(i, -step)) / (2 * step)), gradient, tolerance, $"the gradient of {layer} on {x.Shape}");
    }

    /// <summary>⟨A x, y⟩ = ⟨x, Aᵀ y⟩ for the linear part A x = f(x) − f(0).</summary>
    public static void Adjoint(Layer layer, Tensor<double> x)
    {
        var forward = Forward(layer, x);
        Tensor<double> fx = forward(x), f0 = forward(Tensor.Filled(x.Shape, 0.0)), y = Tensor.Normal<double>(fx.Shape, 5);
        double left = Dot(Tensor.Make(fx.Shape, i => fx.Values[i] - f0.Values[i]), y), right = Dot(x, Pull(layer, x, y));
        Assert.True(Math.Abs(left - right) <= 1e-11 * (1 + Math.Sqrt(Dot(fx, fx) * Dot(y, y))), $"{layer} on {x.Shape}: ⟨A x, y⟩ = {left:R}, ⟨x, Aᵀ y⟩ = {right:R}");
    }

    /// <summary>One thread and three give the same bits, forward and back.</summary>
    public static void Threads(Layer layer, Tensor<double> x)
    {
        Tensor<double> y = Run(layer, x), dy = Tensor.Normal<double>(y.Shape, 6);
        Assert.Equal(y, Run(layer, x, 3));
        Assert.Equal(Pull(layer, x, dy), Pull(layer, x, dy, 3));
    }

    public static double Dot(Tensor<double> a, Tensor<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Count; i++) sum += a.Values[i] * b.Values[i];
        return sum;
    }

    public static void Equal(Tensor<double> expected, Tensor<double> found, double tolerance, string what)
    {
        Assert.True(expected.Shape == found.Shape, $"{what}: {found.Shape} instead of {expected.Shape}");
        for (int i = 0; i < expected.Count; i++)
        {
            double e = expected.Values[i], f = found.Values[i];
            if (e.Equals(f) || Math.Abs(e - f) <= tolerance * Math.Max(1, Math.Abs(e))) continue;
            Assert.Fail($"{what}: at {i} stands {f:R} instead of {e:R}");
        }
    }
}
