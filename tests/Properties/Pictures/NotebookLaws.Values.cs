// A value of every public type, as a notebook's cell may give it.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Pictures;

public partial class NotebookLaws
{
    private static readonly Lazy<Model<float>> LeNet = new(() => Zoo.LeNet5().Init((1, 28, 28), seed: 1));

    private static readonly Lazy<Gradients<float>> Step = new(() => LeNet.Value.Differentiate(Tensor.Normal<float>((2, 1, 28, 28), 1), Labels.Of(1, 2), training: true));

    internal static readonly Dictionary<string, Func<object>> Values = new()
    {
        ["shape"] = () => (Shape)(1, 28, 28),
        ["tensor"] = () => Tensor.Normal<float>((1, 4, 4), 1),
        ["double tensor"] = () => Tensor.Normal<double>((2, 9), 1),
        ["scalar tensor"] = () => Tensor.Filled(Shape.Scalar, 1f),
        ["layer"] = () => Conv(4, 3),
        ["hidden layer"] = () => Relu.Then(Conv(4, 3)),
        ["network"] = () => Zoo.LeNet5().On((1, 28, 28)),
        ["model"] = () => Conv(4, 3).Init((1, 5, 5)),
        ["summary"] = () => Conv(4, 3).Summary((1, 5, 5)),
        ["graph"] = () => Conv(4, 3).On((1, 5, 5)).Graph(1),
        ["field"] = () => ReceptiveField.Of(Conv(4, 3).On((1, 5, 5)).Graph(1)),
        ["training"] = () => Train(),
        ["epoch"] = () => Train().First(),
        ["confusion"] = () => Confusion.Of(Labels.Of(0, 1, 1), Labels.Of(0, 1, 0), 2),
        ["data set"] = () => Digits.Draw(train: 3, test: 1).Train,
        ["picture"] = () => Conv(4, 3).Animate(5),
        ["page"] = () => Page.Of("A page").Text("Some words."),
        ["cone"] = () => Conv(4, 3).Then(MaxPool(2)).On((1, 8, 8)).Cone(),
        ["equivariance"] = () => Conv(4, 3).On((1, 8, 8)).Equivariance(),
        ["axis of equivariance"] = () => Conv(4, 3).On((1, 8, 8)).Equivariance().Axes[0],
        ["shift error"] = () => Conv(4, 3).Init<double>((1, 8, 8)).MeasureShifts()[0],
        ["affine map"] = () => Conv(2, 3).ToMatrix((1, 5, 5)),
        ["affine map of several layers"] = () => Conv(2, 3).Then(AveragePool(2)).ToMatrix((1, 6, 6)),
        ["convolution matrix"] = () => ConvolutionMatrix.Full(3, 5),
        ["large convolution matrix"] = () => Conv(1, 1).ToSparseMatrix((1, 20, 20)).Convolution!,
        ["matrix structure"] = () => ConvolutionMatrix.Full(3, 5).Structure,
        ["operator"] = () => Around(1).Transposed,
        ["spectrum"] = () => Around(2).Spectrum,
        ["frequency response"] = () => FrequencyResponse.Of(Around(2).Structure, Around(2).Kernel),
        ["transform"] = () => FourierTransform.Of(Tensor.Normal<double>((4, 5), 1)),
        ["transform of a volume"] = () => FourierTransform.Of(Tensor.Normal<double>((4, 5, 3), 1)),
        ["signal"] = () => Signal.Gaussian(),
        ["sliding"] = () => Signal.Box().Convolve(Signal.Box()),
        ["least squares"] = () => Around(1).Solve(Tensor.Normal<double>((1, 6), 1)),
        ["Lipschitz table"] = () => Conv(4, 3).Then(Relu).Init((1, 6)).LipschitzConstants(),
        ["simplified"] = () => Conv(4, 3).Then(BatchNorm()).Init((1, 6)).Simplify(),
        ["simplification"] = () => Relu.Then(Relu).Init((1, 6)).Simplify().Report,
        ["law report"] = () => Relu.Check(inputs: (1, 4), tests: 3),
        ["compiled"] = () => Conv(4, 3).Init((1, 5, 5)).Compile(),
        ["labels"] = () => Labels.Of(0, 1, 2),
        ["window"] = () => Conv(1, 3).Window,
        ["padding"] = () => Same.Filled(Circular),
        ["misfit"] = () => ((Layer)Conv(4, 3)).Infer((1, 2, 2)).Misfits[0],
        ["check that fails"] = () => Zoo.LeNet5().Check((1, 9, 9)),
        ["check that holds"] = () => Zoo.LeNet5().Check((1, 28, 28)),
        ["shape or misfits"] = () => ((Layer)Conv(4, 3)).Infer((1, 2, 2)).ToValidation(),
        ["fit"] = () => ((Layer)Conv(4, 3)).Infer((1, 9, 9)),
        ["fit with misfits"] = () => Conv(4, 3).Then(MaxPool(30)).Infer((1, 9, 9)),
        ["misfits"] = () => Conv(4, 3).Then(MaxPool(30)).Then(Dense(3)).Infer((1, 9, 9)).Misfits,
        ["gradients"] = () => Step.Value,
        ["gradient of a kernel"] = () => Step.Value["conv1.weight"],
        ["weights"] = () => LeNet.Value.Network.Weights,
        ["weight"] = () => LeNet.Value.Network.Weights[0],
        ["values"] = () => LeNet.Value.Values,
        ["rows"] = () => LeNet.Value.Network.Rows,
        ["row"] = () => LeNet.Value.Network.Rows[0],
        ["summary rows"] = () => LeNet.Value.Network.Summary.Rows,
        ["summary row"] = () => LeNet.Value.Network.Summary.Rows[0],
        ["training graph"] = () => LeNet.Value.Network.Graph(32, training: true),
        ["lines"] = () => LeNet.Value.Network.Graph(1).Lines,
        ["line"] = () => LeNet.Value.Network.Graph(1).Lines[3],
        ["node"] = () => new GraphBuilder().Argument("x", Role.Data, (2, 3)),
        ["plan"] = () => new Plan<float>(LeNet.Value.Network.Graph(1)),
        ["arguments"] = () => new Arguments<float>().Set("x", Tensor.Normal<float>((1, 1, 28, 28), 1)).Seed(3),
        ["results"] = () => new Plan<double>(Relu.On((1, 4)).Graph(2)).Run(new Arguments<double>().Set("x", Tensor.Normal<double>((2, 1, 4), 1))),
        ["plan options"] = () => PlanOptions.Default,
        ["backend"] = () => Backend.Simd,
        ["choices"] = () => Choices.None.With("float, maps [1, 64, 56, 56]", ConvolutionAlgorithm.Winograd),
        ["no choices"] = () => Choices.None,
        ["epochs"] = () => Train().ToList(),
        ["pace"] = () => new Pace(1, 3, 2, 10, 0.5),
        ["layers"] = () => new[] { Conv(1, 3), Relu.Then(Tanh) },
        ["parts"] = () => new Parts([Conv(1, 3), Relu]),
        ["pictures"] = () => Enumerable.Range(3, 30).Select(n => Conv(1, 3).Animate(n)).ToList(),
        ["tensors"] = () => new[] { Tensor.Normal<double>((1, 4), 1), Tensor.Normal<double>((1, 4, 4), 1) },
        ["cone layer"] = () => Conv(4, 3).On((1, 8, 8)).Cone().Layers[0],
        ["field axis"] = () => ReceptiveField.Of(Conv(4, 3).On((1, 5, 5)).Graph(1)).Axes[0],
        ["Lipschitz row"] = () => Conv(4, 3).Init((1, 6)).LipschitzConstants().Rows[0],
        ["rewrite"] = () => Relu.Then(Relu).Init((1, 6)).Simplify().Report.Rewrites[0],
        ["expense"] = () => Expense.Of(LeNet.Value.Network),
        ["law result"] = () => Relu.Check(inputs: (1, 4), tests: 3).Results[0],
        ["law results"] = () => Relu.Check(inputs: (1, 4), tests: 3).Results,
        ["fitting"] = () => new Fitting(Conv(4, 3), (1, 8, 8)),
        ["slide"] = () => Signal.Box().Convolve(Signal.Box())[0],
        ["term"] = () => ConvolutionMatrix.Full(3, 5).Terms().First(),
        ["extent"] = () => (Extent)(2, 3),
        ["fill"] = () => Reflect,
        ["frame"] = () => Conv(1, 3).Window.On((1, 5, 5)),
        ["reach"] = () => Conv(1, 3).Window.On((1, 5, 5)).W,
        ["scale"] = () => (Scale)1.5,
        ["axes"] = () => Axes.Of(0, 2),
        ["axis map"] = () => AxisMap.Reverse,
        ["weights of an axis map"] = () => new Weights(1, 2, 1),
        ["axis order"] = () => new AxisOrder(1, 0),
        ["unary"] = () => Unary.Tanh,
        ["binary"] = () => Binary.Add,
        ["primitive"] = () => LeNet.Value.Network.Graph(1).Lines[0].Primitive,
        ["initializer"] = () => Initializer.He,
        ["optimizer"] = () => Sgd(0.1, momentum: 0.9),
        ["loss"] = () => Losses.CrossEntropy,
        ["limits of a reader"] = () => new ReadLimits(),
        ["sheet"] = () => ImageSheet.Of("digits", [(Tensor.Filled((1, 2, 2), 0.5f), "grey")]),
    };

    private static ConvolutionOperator Around(int channels) =>
        ConvolutionOperator.Of(Conv(channels, 3, padding: Same.Filled(Circular), bias: false), (channels, 6), Tensor.Normal<double>((channels, channels, 3), seed: 1));

    private static Training<float> Train(int epochs = 1)
    {
        var (train, test) = Digits.Draw(train: 8, test: 2);
        return Flatten.Then(Dense(10)).Init(train.Item).Fit(train, test, Adam(1e-3), epochs);
    }
}
