// docs/layers.md is what the code says today, and the code says enough. `.ci/update-layer-reference` writes the page anew.
namespace FunctionalConv.Properties.Docs;

public class LayerReferenceTests
{
    private const string Variable = "FUNCTIONALCONV_WRITE_REFERENCE";

    [Fact]
    public void Every_layer_says_its_shapes_a_formula_and_an_example()
    {
        string[] lacking = [.. Documented.All.SelectMany(member => member.Lacks())];
        Assert.True(lacking.Length == 0, string.Join("\n", lacking));
        Assert.Superset(new HashSet<string> { "Conv", "Relu", "Residual", "Then", "Of", "Flipped", "Unpooling", "LeNet5" }, Documented.All.Select(m => m.Name).ToHashSet());
    }

    [Fact]
    public void A_layer_that_says_nothing_is_named_with_what_it_lacks() => Assert.Equal(
        [
            "Layers.Dense(int outputs, bool bias = true) has no <summary>",
            "Layers.Dense(int outputs, bool bias = true) says no shapes; write <returns><c>[in] → [out]</c>, <c>y = …</c>.</returns>",
            "Layers.Dense(int outputs, bool bias = true) says no formula; write <returns><c>[in] → [out]</c>, <c>y = …</c>.</returns>",
            "Layers.Dense(int outputs, bool bias = true) has no example; write <example><code>Dense(…).On((3, 8, 8))</code></example>",
        ],
        (Documented.All.Single(m => m.Name == "Dense") with { Docs = new("member") }).Lacks());

    [Fact]
    public async Task The_page_of_layers_is_what_the_code_says()
    {
        string page = await LayerReference.Page(SnippetTests.Root()), file = Path.Combine(SnippetTests.Root(), "docs", "layers.md");
        if (Environment.GetEnvironmentVariable(Variable) == "1") await File.WriteAllTextAsync(file, page);
        string[] expected = page.Split('\n'), found = File.Exists(file) ? (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n").Split('\n') : [];
        int at = Enumerable.Range(0, Math.Max(expected.Length, found.Length)).FirstOrDefault(i => expected.ElementAtOrDefault(i) != found.ElementAtOrDefault(i), -1);
        Assert.True(at < 0, $"docs/layers.md is stale from line {at + 1} on: the code says \"{expected.ElementAtOrDefault(at)}\", the page \"{found.ElementAtOrDefault(at)}\"; run .ci/update-layer-reference.");
    }
}
