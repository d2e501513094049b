// Whatever the current culture, the library says, draws, saves and reads the same.
using System.Globalization;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using FunctionalConv.Properties.Files;
using FunctionalConv.Properties.Pictures;
using Microsoft.DotNet.Interactive.Formatting;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Culture;

public class CultureLaws
{
    private static readonly Layer Signed = Shift((1, -2)).Then(Conv(2, 3, padding: Same.Filled(Fill.Constant(-0.5)))).Then(LeakyRelu(0.25)).Then(Dropout(0.125));

    public static TheoryData<string> Names => Cultures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_culture_is_in_force_here(string culture) => Assert.NotEqual("-1.5 1,234,567.25", Cultures.In(culture, () => string.Format(CultureInfo.CurrentCulture, "{0} {1:N2}", -1.5, 1234567.25)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_saved_under_a_culture_is_the_same_file_and_loads_under_any(string culture)
    {
        using var folder = new TempFolder();
        string here = folder["here.safetensors"], there = folder["there.safetensors"];
        Model<float> model = Signed.Init<float>((1, 6, 6), seed: 1);
        model.Save(here);
        Cultures.In(culture, () => { model.Save(there); return 0; });
        Assert.Equal(File.ReadAllBytes(here), File.ReadAllBytes(there));
        Assert.Equal([.. model.Values], Load(there));
        Assert.Equal([.. model.Values], Cultures.In(culture, () => Load(here)));

        static Tensor<float>[] Load(string path) => [.. Model.Load<float>(path, Signed, (1, 6, 6)).Values];
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_value_shows_the_same(string culture)
    {
        foreach ((string name, Func<object> make) in NotebookLaws.Values)
        {
            object value = make();
            Assert.Equal((name, Shown(value)), (name, Cultures.In(culture, () => Shown(value))));
        }

        static string Shown(object value) => value.ToDisplayString("text/plain") + value.ToDisplayString("text/html") + value;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_picture_is_drawn_the_same(string culture)
    {
        foreach ((string name, Func<Picture> make) in PictureLaws.Pictures())
            Assert.Equal((name, make().ToString()), (name, Cultures.In(culture, () => make().ToString())));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_text_is_the_same(string culture)
    {
        foreach ((string name, Func<string> text) in Texts())
            Assert.Equal((name, text()), (name, Cultures.In(culture, text)));
    }

    private static IEnumerable<(string Name, Func<string> Text)> Texts()
    {
        yield return ("code", () => $"{Signed}");
        yield return ("graph", () => $"{Signed.On((1, 6, 6)).Graph(1)}");
        yield return ("gradient", () => $"{Gradient.Of(Softplus(2.5).Then(Elu(0.5)).Then(Shift(-2)).On((1, 6)).Graph(1), "y", argument => argument.Name == "x")}");
        yield return ("steps", () => string.Join('\n', new Plan<float>(Zoo.LeNet5().On((1, 28, 28)).Graph(1), new PlanOptions(Backend.Simd, 1)).Steps));
        yield return ("summary", () => $"{Zoo.ResNet18().Summary((3, 224, 224))}{Zoo.ResNet18().Summary((3, 224, 224)).ToMarkdown()}");
        yield return ("labels", () => $"{Labels.Of(0, 1, -100)}");
        yield return ("tensor", () => $"{Tensor.Of(4, -1.5, 1e9, double.NaN, double.NegativeInfinity)}");
        yield return ("signal", () => $"{Signal.Gaussian(0.3, 300)}");
        yield return ("misfits", () => string.Join('\n', Conv(64, 3).Then(ConvTransposed(1, 3, stride: 2, outputPadding: 1)).Infer((1, 2, 2)).Misfits));
        yield return ("refusal", () => Assert.ThrowsAny<ArgumentException>(() => Dropout(-1234.5)).Message);
        yield return ("size", () => Assert.ThrowsAny<ArgumentException>(() => Shape.Of(99999, 99999, 99999).Count).Message);
        yield return ("optimizer", () => $"{Optimizers.Adam(1.5e-3, beta1: 0.5)}");
        yield return ("window", () => $"{MaxPool(2).Animate(4)}");
    }
}
