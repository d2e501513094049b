// Tensors as vectors, layers as functions: the few operations that the laws are written with. Plain loops in double.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Convolution;

internal static class Vectors
{
    public static Tensor<double> Draw(Shape shape, int seed) => Tensor.Normal<double>(shape, seed);

    public static double Dot(Tensor<double> a, Tensor<double> b)
    {
        Assert.Equal(a.Shape, b.Shape);
        double sum = 0;
        for (int i = 0; i < a.Count; i++) sum += a.Values[i] * b.Values[i];
        return sum;
    }

    public static Tensor<double> Plus(this Tensor<double> a, Tensor<double> b, double times = 1)
    {
        Assert.Equal(a.Shape, b.Shape);
        return Tensor.Make(a.Shape, i => a.Values[i] + (times * b.Values[i]));
    }

    public static Tensor<double> Times(this Tensor<double> a, double b) => Tensor.Make(a.Shape, i => a.Values[i] * b);

    public static Tensor<double> Zeros(Shape shape) => Tensor.Filled(shape, 0.0);

    /// <summary>The numbers found at positions of another tensor: element i is a[from(position of i)].</summary>
    public static Tensor<double> Gathered(this Tensor<double> a, Shape shape, Func<int[], int[]> from) => Tensor.Make(shape, i => a[from(Position(shape, i))]);

    /// <summary>The position of a row-major index, one number per axis.</summary>
    public static int[] Position(Shape shape, int flat)
    {
        var at = new int[shape.Rank];
        for (int i = shape.Rank - 1; i >= 0; i--) (flat, at[i]) = (flat / shape[i], flat % shape[i]);
        return at;
    }

    /// <summary>The kernel reversed along every spatial axis.</summary>
    public static Tensor<double> Reversed(this Tensor<double> kernel) =>
        kernel.Gathered(kernel.Shape, at => [.. at.Select((p, axis) => axis < 2 ? p : kernel.Shape[axis] - 1 - p)]);

    public static void Near(Tensor<double> expected, Tensor<double> found, double tolerance = 1e-11, string what = "")
    {
        Assert.Equal(expected.Shape, found.Shape);
        double scale = 1, worst = 0;
        for (int i = 0; i < expected.Count; i++)
        {
            scale = Math.Max(scale, Math.Abs(expected.Values[i]));
            worst = Math.Max(worst, double.IsNaN(found.Values[i]) ? double.PositiveInfinity : Math.Abs(expected.Values[i] - found.Values[i]));
        }
        Assert.True(worst <= tolerance * scale, $"{what} off by {worst:E2}, allowed {tolerance * scale:E2}.\nexpected {expected}\nfound {found}");
    }

    public static void Near(double expected, double found, double tolerance = 1e-10, string what = "") =>
        Assert.True(Math.Abs(expected - found) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what} {found:R} stands for {expected:R}.");

    /// <summary>The layer on a batch, with its weights in their order.</summary>
    public static Tensor<double> Apply(this Layer layer, Tensor<double> batch, params Tensor<double>[] weights) => layer.Model(batch, weights).Run(batch);

    public static Model<double> Model(this Layer layer, Tensor<double> batch, params Tensor<double>[] weights)
    {
        Network network = layer.On(batch.Shape.Tail);
        Model<double> model = network.Init<double>();
        Assert.Equal(network.Weights.Length, weights.Length);
        for (int i = 0; i < weights.Length; i++) model = model.With(network.Weights[i].Name, weights[i]);
        return model;
    }

    /// <summary>The cotangents of the batch (first) and of the weights, in their order.</summary>
    public static Tensor<double>[] Pull(this Layer layer, Tensor<double> batch, Tensor<double> dy, params Tensor<double>[] weights)
    {
        Model<double> model = layer.Model(batch, weights);
        string[] names = ["x", .. model.Network.Weights.Select(w => w.Name)];
        var arguments = new Arguments<double>().Set("x", batch).Set("d.y", dy);
        for (int i = 0; i < weights.Length; i++) arguments.Set(names[i + 1], weights[i]);
        Results<double> results = new Plan<double>(Gradient.Of(model.Network.Graph(batch.Shape[0]), "y", _ => true)).Run(arguments);
        return [.. names.Select(name => results[$"d.{name}"])];
    }

    /// <summary>Nodes over one batch, run.</summary>
    public static Tensor<double> Run(Tensor<double> batch, Func<Node, Node> write)
    {
        var builder = new GraphBuilder();
        Node y = write(builder.Argument("x", Role.Data, batch.Shape));
        return new Plan<double>(builder.Build(("y", y))).Run(new Arguments<double>().Set("x", batch))["y"];
    }
}
