// Linear and Adjoint: A is the linear part of a layer, A x = f(x) − f(0); Aᵀ is its pullback.
using FsCheck;

namespace FunctionalConv;

public static partial class Laws
{
    /// <summary>The layer is a linear map plus a constant: A(a·x + b·z) = a·A x + b·A z.</summary>
    public static Property Linear(Layer layer, Inputs? inputs = null, double tolerance = 1e-10) => Try(layer, inputs, trial =>
    {
        var probe = new Probe(layer.On(trial.Shape), trial);
        Tensor<double> x = probe.X, z = trial.Draw(x.Shape, 2), zero = probe.Run(Tensor.Filled(x.Shape, 0.0));
        const double A = 2.5, B = -0.75;
        Tensor<double> fx = Minus(probe.Run(x), zero), fz = Minus(probe.Run(z), zero);
        Tensor<double> both = Minus(probe.Run(Tensor.Make(x.Shape, i => (A * x.Values[i]) + (B * z.Values[i]))), zero);
        return Difference.Between($"{layer} on {x.Shape}, the image of 2.5·x − 0.75·z against 2.5·(image of x) − 0.75·(image of z)", both, Tensor.Make(both.Shape, i => (A * fx.Values[i]) + (B * fz.Values[i])), tolerance);
    });

    /// <summary>⟨A x, y⟩ = ⟨x, Aᵀ y⟩ for the linear part of an affine layer: its pullback is its exact adjoint, wherever it is taken.</summary>
    public static Property Adjoint(Layer layer, Inputs? inputs = null, double tolerance = 1e-10) => Try(layer, inputs, trial =>
    {
        var probe = new Probe(layer.On(trial.Shape), trial);
        Tensor<double> image = Minus(probe.Run(probe.X), probe.Run(Tensor.Filled(probe.X.Shape, 0.0))), back = probe.Pull(probe.Dy)["d.x"];
        double left = Probe.Dot(image, probe.Dy), right = Probe.Dot(probe.X, back);
        double scale = 1 + Math.Sqrt(Probe.Dot(image, image) * Probe.Dot(probe.Dy, probe.Dy));
        return Math.Abs(left - right) <= tolerance * scale ? null
            : $"{layer} on {probe.X.Shape}: ⟨A x, y⟩ is {Difference.Text(left)} and ⟨x, Aᵀ y⟩ is {Difference.Text(right)}";
    });

    private static Tensor<double> Minus(Tensor<double> a, Tensor<double> b) => Tensor.Make(a.Shape, i => a.Values[i] - b.Values[i]);
}
