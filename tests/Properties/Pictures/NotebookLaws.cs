// What a notebook shows: the real formatting package finds the formatters by convention, and every public type of the library gives HTML and plain text.
using System.Xml.Linq;
using Microsoft.DotNet.Interactive.Formatting;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Pictures;

public class NotebookLaws
{
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
        ["sheet"] = () => ImageSheet.Of("digits", [(Tensor.Filled((1, 2, 2), 0.5f), "grey")]),
    };

    public static TheoryData<string> Names => new(Values.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_shows_as_HTML_and_as_text(string name)
    {
        object value = Values[name]();
        string html = value.ToDisplayString("text/html"), text = value.ToDisplayString("text/plain");
        Assert.Matches("^<(svg|pre|div|style|table)", html);
        _ = XElement.Parse($"<r>{html.Replace("&nbsp;", " ", StringComparison.Ordinal)}</r>");
        Assert.NotEmpty(text);
        Assert.DoesNotMatch("</?(svg|div|table|pre|span|td)", text);
        Assert.Equal("text/html", Formatter.GetPreferredMimeTypesFor(value.GetType()).First());
    }

    [Fact]
    public void A_layer_says_the_C_sharp_that_makes_it() => Assert.Equal("<pre><code>Conv(4, 3).Then(Relu)</code></pre>", Conv(4, 3).Then(Relu).ToDisplayString("text/html"));

    [Fact]
    public void A_tensor_is_drawn_and_a_number_is_written()
    {
        Assert.StartsWith("<svg", Tensor.Normal<float>((1, 4, 4), 1).ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.StartsWith("<pre>", Tensor.Filled(Shape.Scalar, 1f).ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    /// <summary>Public types without a view of their own, and why: a notebook then lists their properties, or calls ToString.</summary>
    private static readonly Dictionary<string, string[]> Without = new()
    {
        ["nobody's result: they make or run things"] = ["Arguments`1", "Choices", "PlanOptions", "Plan`1", "Results`1", "GraphBuilder", "Steps", "Scope", "SimdProvider", "ForwardingProvider", "Backend", "Inputs", "Fitting"],
        ["rows of a table that shows itself"] = ["SummaryRow", "Row", "Weight", "FieldAxis", "LipschitzRow", "Rewrite", "Expense", "LawResult", "Slide", "Term", "Line", "Node", "ConeLayer", "Gradients`1"],
        ["parts of a layer, which prints as its C#"] = ["Axes", "AxisMap", "Extent", "Fill", "Frame", "Reach", "Scale", "Weights", "Initializer", "Parts", "Fit", "AxisOrder", "IOperation", "Primitive", "Unary", "Binary"],
        ["files, which are read and written"] = ["Npz", "TensorFile"],
        ["recipes, which print as their C#"] = ["Optimizer", "Loss", "Pace"],
        ["errors, whose message is what is seen"] = ["Exception"],
    };

    [Fact]
    public void Every_public_type_shows_itself_or_is_known_not_to()
    {
        string[] known = [.. Without.Values.SelectMany(names => names)];
        bool Has(Type type) => type.GetCustomAttributes(inherit: true).Any(a => a.GetType().Name == "TypeFormatterSourceAttribute") || (type.BaseType is { } above && Has(above));
        bool Known(Type type) => known.Contains(type.Name) || (type.DeclaringType is { } outer && Known(outer)) || (type.BaseType is { } above && above != typeof(object) && Known(above));
        Type[] types = [.. new[] { typeof(Tensor), typeof(Layer), typeof(Laws) }.SelectMany(t => t.Assembly.GetExportedTypes()).Where(t => !(t.IsAbstract && t.IsSealed) && !t.IsEnum && !typeof(Delegate).IsAssignableFrom(t))];
        Assert.Empty(types.Where(t => !Has(t) && !Known(t)).Select(t => t.Name));
        // What shows itself is among the values above, itself or by a type below it.
        Type[] tried = [.. Values.Values.Select(make => make().GetType())];
        Assert.Empty(types.Where(t => Has(t) && !t.IsAbstract && !tried.Any(v => Generic(v) == t || t.IsAssignableFrom(v)) && !typeof(Layer).IsAssignableFrom(t) && !typeof(Padding).IsAssignableFrom(t) && !typeof(LinearOperator).IsAssignableFrom(t)).Select(t => t.Name));
        Assert.DoesNotContain(known, name => name != "Exception" && !types.Any(t => t.Name == name));
    }

    private static Type Generic(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static ConvolutionOperator Around(int channels) =>
        ConvolutionOperator.Of(Conv(channels, 3, padding: Same.Filled(Circular), bias: false), (channels, 6), Tensor.Normal<double>((channels, channels, 3), seed: 1));

    private static Training<float> Train()
    {
        var (train, test) = Digits.Draw(train: 8, test: 2);
        return Flatten.Then(Dense(10)).Init(train.Item).Fit(train, test, Adam(1e-3), epochs: 1);
    }
}
