// What a notebook shows: the real formatting package finds the formatters by convention, and every public type of the library gives HTML and plain text.
using System.Xml.Linq;
using Microsoft.DotNet.Interactive.Formatting;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Pictures;

public partial class NotebookLaws
{
    private const int Most = 100_000;

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
        Assert.InRange(html.Length, 1, Most);
        Assert.InRange(text.Length, 1, Most);
        Assert.DoesNotContain("FunctionalConv.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("dni-treeview", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("</?(svg|div|table|pre|span|td)", text);
        Assert.Equal("text/html", Formatter.GetPreferredMimeTypesFor(value.GetType()).First());
    }

    [Fact]
    public void A_check_shows_every_misfit_as_its_sentence_or_the_network()
    {
        string html = Conv(16, 3).Then(MaxPool(30)).Then(Conv(9, 3, groups: 3)).Check((3, 28, 28)).ToDisplayString("text/html");
        Assert.Contains("layer 2, MaxPool(30), cannot take [16, 26, 26]: its window needs at least 30 rows", html, StringComparison.Ordinal);
        Assert.Contains("layer 3, Conv(9, 3, groups: 3), cannot take", html, StringComparison.Ordinal);
        Assert.Equal(((IShown)Conv(4, 3).On((1, 9, 9))).Html(), Conv(4, 3).Check((1, 9, 9)).ToDisplayString("text/html"));
    }

    [Fact]
    public void Gradients_weights_and_epochs_are_tables()
    {
        string gradients = Step.Value.ToDisplayString("text/html"), weights = LeNet.Value.Network.Weights.ToDisplayString("text/html"), epochs = Train(2).ToList().ToDisplayString("text/html");
        Assert.Equal(Step.Value.Names.Count(), Rows(gradients));
        Assert.Contains("<th>conv1.weight</th><td>[6, 1, 5, 5]</td>", gradients, StringComparison.Ordinal);
        Assert.Equal(LeNet.Value.Network.Weights.Length, Rows(weights));
        Assert.Equal(2, Rows(epochs));
        Assert.Contains("<svg", epochs, StringComparison.Ordinal);
        static int Rows(string html) => html.Split("<tbody>")[1].Split("</tbody>")[0].Split("<tr>").Length - 1;
    }

    [Fact]
    public void A_long_sequence_shows_its_first_values_and_counts_the_rest()
    {
        Assert.Contains("The first 200 of 300 are shown.", Enumerable.Repeat(LeNet.Value.Network.Weights[0], 300).ToList().ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.Contains("The first 20 of 30 are shown.", Enumerable.Repeat(Relu, 30).ToList().ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_says_the_C_sharp_that_makes_it() => Assert.Equal("<pre><code>Conv(4, 3).Then(Relu)</code></pre>", Conv(4, 3).Then(Relu).ToDisplayString("text/html"));

    [Fact]
    public void A_tensor_is_drawn_and_a_number_is_written()
    {
        Assert.StartsWith("<svg", Tensor.Normal<float>((1, 4, 4), 1).ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.StartsWith("<pre>", Tensor.Filled(Shape.Scalar, 1f).ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    /// <summary>Public types without a view of their own, and why.</summary>
    private static readonly Dictionary<string, string[]> Without = new()
    {
        ["they are there while a graph is written or an optimizer runs, and nobody keeps them"] = ["GraphBuilder", "Steps", "Scope"],
        ["providers of MathNet's interface, which have no numbers"] = ["SimdProvider", "ForwardingProvider"],
        ["a generator of shapes, which is drawn from by laws alone"] = ["Inputs"],
        ["files, which are read and written"] = ["Npz", "TensorFile"],
        ["an interface that users implement"] = ["IOperation"],
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
        Assert.Empty(types.Where(t => Has(t) && !t.IsAbstract && !tried.Any(v => Generic(v) == t || t.IsAssignableFrom(v)) && !typeof(Layer).IsAssignableFrom(t) && !typeof(Padding).IsAssignableFrom(t) && !typeof(LinearOperator).IsAssignableFrom(t) && !(t.BaseType is { } above && Has(above) && tried.Any(above.IsAssignableFrom))).Select(t => t.Name));
        Assert.DoesNotContain(known, name => name != "Exception" && !types.Any(t => t.Name == name));
    }

    private static Type Generic(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
