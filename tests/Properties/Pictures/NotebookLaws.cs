// What a notebook shows: the real formatting package finds the formatters by convention, and every public type of the library gives HTML and plain text.
using System.Xml.Linq;
using Microsoft.DotNet.Interactive.Formatting;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Pictures;

public class NotebookLaws
{
    private static readonly Dictionary<string, Func<object>> Values = new()
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
        Assert.DoesNotContain("<", text.Replace("Tensor<", "", StringComparison.Ordinal), StringComparison.Ordinal);
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

    private static Training<float> Train()
    {
        var (train, test) = Digits.Draw(train: 8, test: 2);
        return Flatten.Then(Dense(10)).Init(train.Item).Fit(train, test, Adam(1e-3), epochs: 1);
    }
}
