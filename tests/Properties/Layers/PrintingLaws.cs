// A layer prints as the C# that makes it: compiled, the text gives an equal layer. Many are compiled at once, for speed.
using FsCheck.Fluent;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class PrintingLaws
{
    [Fact]
    public async Task Layers_print_as_the_code_that_makes_them()
    {
        Layer[] layers =
        [
            .. Generators.Networks.Draw(80).Concat(Generators.FittingLayers.Draw(80)).Select(fitting => fitting.Layer),
            .. (from input in Generators.Shapes from conv in Generators.Convs(input) select conv).Draw(80),
            Conv(3, 3).Then(Relu).Named("a\"b\\c").Then(BatchNorm(0.5, 1e-7)).Frozen(), Residual(Tanh, Conv(3, 1, bias: false)), MaxPool((2, 3), (2, 3)), MaxPool(2, dilation: 2),
        ];
        Layer[] compiled = await Compiled<Layer>(layers.Select(layer => layer.ToString()));
        for (int i = 0; i < layers.Length; i++) Assert.True(layers[i] == compiled[i], $"{layers[i]} compiles to {compiled[i]}");
    }

    [Fact]
    public async Task Paddings_print_as_the_code_that_makes_them()
    {
        Padding[] paddings = [.. Arbitraries.OfPadding().Generator.Draw(150)];
        Padding[] compiled = await Compiled<Padding>(paddings.Select(padding => padding.ToString()));
        for (int i = 0; i < paddings.Length; i++) Assert.True(paddings[i] == compiled[i], $"{paddings[i]} compiles to {compiled[i]}");
    }

    private static Task<T[]> Compiled<T>(IEnumerable<string> codes) => CSharpScript.EvaluateAsync<T[]>(
        $"new {typeof(T).Name}[]\n{{\n{string.Join(",\n", codes)}\n}}",
        ScriptOptions.Default.AddReferences(typeof(Layer).Assembly, typeof(Shape).Assembly).AddImports("FunctionalConv", "FunctionalConv.Layers"));
}
