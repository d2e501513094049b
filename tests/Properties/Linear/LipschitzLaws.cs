// Lipschitz constants that are reached: two inputs lie so that their images move apart by the constant and no less, so that a smaller one would be false.
using FunctionalConv.Graphs;
using FunctionalConv.Properties.Convolution;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Linear;

public class LipschitzLaws
{
    // Around 0 relu (to the right), tanh and the identity have slope 1; a cell that alone rises is the largest of every window that holds it.
    public static TheoryData<Layer, Shape, double> Reached => new()
    {
        { Concat(Relu, Tanh), (2, 5), Math.Sqrt(2) },
        { Concat(Relu, Tanh, Relu.Then(Relu)), (2, 5), Math.Sqrt(3) },
        { Concat(Relu, Sum(Relu, Tanh)), (1, 6), Math.Sqrt(5) },
        { Sum(Relu, Tanh), (2, 5), 2 },
        { Residual(Tanh), (2, 5), 2 },
        { Skip(Tanh), (2, 5), Math.Sqrt(2) },
        { Layer.Of("falling", s => s, x => (x.Map(Unary.Tanh) * -3) + (x.Map(Unary.Relu) * -0.5)), 4, 3.5 },
        { MaxPool(3, stride: 1), (1, 9), Math.Sqrt(3) },
        { MaxPool((2, 3), stride: (2, 1)), (1, 6, 9), Math.Sqrt(3) },
        { MaxPool(3, stride: 2), (1, 9, 9), 2 },
        { MaxPool(2), (1, 6, 6), 1 },
    };

    [Theory]
    [MemberData(nameof(Reached))]
    public void The_constant_is_how_far_images_move_apart(Layer layer, Shape input, double constant)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        Model<double> model = layer.Init<double>(input);
        const double Small = 1e-5;
        double most = 0;
        foreach (int sign in (int[])[1, -1])
            for (int i = 0; i < input.Count; i++)
            {
                Tensor<double> one = Tensor.Make(input, k => k == i ? sign * Small : 0);
                Tensor<double> apart = model.Run(one).Plus(model.Run(Vectors.Zeros(input)), -1);
                most = Math.Max(most, Math.Sqrt(Vectors.Dot(apart, apart)) / Small);
            }
        Vectors.Near(constant, most, 1e-9, $"{layer}, measured:");
        Vectors.Near(constant, model.LipschitzConstants().Bound, 1e-9, $"{layer}:");
    }
}
