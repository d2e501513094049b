// What a broken law says: the layer, the shapes, and what differs, whoever runs it; and what FsCheck prints of the library's values.
using FsCheck;
using FsCheck.Fluent;
using FunctionalConv.Properties.Docs;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class LawMessageTests
{
    private static readonly Layer Mixing = Layer.Of("mixing", shape => shape, x => x - x.Mean(Axes.Of(0)).Broadcast(x.Shape, Axes.Of(0)));

    private static readonly Layer Throwing = Layer.Of("throwing", shape => shape, (Tensor<double> _) => throw new InvalidOperationException("out of luck"), (_, dy) => dy);

    [Fact]
    public void A_broken_law_names_the_layer_and_the_shapes()
    {
        string said = Assert.ThrowsAny<Exception>(() => Laws.BatchIsPointwise(Mixing, (2, 3)).QuickCheckThrowOnFailure()).Message;
        Assert.Matches("""Layer\.Of\("mixing", …\), \d items of \[2, 3\] at once against one by one""", said);
        Assert.Matches("""the case: Layer\.Of\("mixing", …\) on \d items of \[2, 3\], weights and data from seed \d+""", said);
        Assert.Matches("""Original:\s+Layer\.Of\("mixing", …\) on \d items of \[2, 3\], weights and data from seed \d+""", said);
        Assert.DoesNotContain("<null>", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_layer_throws_comes_with_the_layer_and_the_shapes()
    {
        string said = Assert.ThrowsAny<Exception>(() => Laws.BatchIsPointwise(Throwing, (2, 3)).QuickCheckThrowOnFailure()).ToString();
        Assert.Matches("""Layer\.Of\("throwing", …\) on \d items? of \[2, 3\], weights and data from seed \d+: .*out of luck""", said);
    }

    [Fact]
    public void A_fit_prints_its_shape_or_its_misfits()
    {
        Assert.Equal("[4, 3, 3]", ((Layer)Conv(4, 3)).Infer((1, 5, 5)).ToString());
        string said = Assert.ThrowsAny<Exception>(() => Prop.ForAll(Gen.Constant(((Layer)Conv(4, 3)).Infer((1, 2, 2))).ToArbitrary(), fit => fit.Misfits.IsEmpty).QuickCheckThrowOnFailure()).Message;
        Assert.Contains("Conv(4, 3) cannot take [1, 2, 2]: its window needs at least 3 rows", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_suite_in_the_documentation_is_the_one_that_runs()
    {
        string suite = File.ReadAllText(Path.Combine(SnippetTests.Root(), "tests", "Outside", "SwishTests.cs")).ReplaceLineEndings("\n"), page = File.ReadAllText(Path.Combine(SnippetTests.Root(), "docs", "testing.md")).ReplaceLineEndings("\n");
        Assert.Contains($"```cs\n{suite}```\n", page, StringComparison.Ordinal);
    }
}
