// LeNet-5 (LeCun, Bottou, Bengio and Haffner 1998) as it is taught today: relu and max-pooling in place of tanh and subsampling.
using static FunctionalConv.Layers;

namespace FunctionalConv;

public static partial class Zoo
{
    /// <summary>LeNet-5: two convolutions with max-pooling, then three dense layers; 61,706 weights on [1, 28, 28] with 10 classes.</summary>
    /// <param name="classes">How many scores come out.</param>
    /// <returns><c>[C, H, W] → [classes]</c>, <c>y = scores</c>; their softmax is the probability of each class.</returns>
    /// <example><code>Zoo.LeNet5().On((1, 28, 28))</code></example>
    public static Layer LeNet5(int classes = 10) =>
        Conv(6, 5, padding: 2).Then(Relu).Then(MaxPool(2))
            .Then(Conv(16, 5)).Then(Relu).Then(MaxPool(2))
            .Then(Flatten).Then(Dense(120)).Then(Relu).Then(Dense(84)).Then(Relu).Then(Dense(classes));
}
