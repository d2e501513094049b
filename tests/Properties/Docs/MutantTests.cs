// The planted bugs of tests/Mutants keep their place in the code: the lines that each replaces stand there, once. tests/Mutants/run.cs plants them.
namespace FunctionalConv.Properties.Docs;

public class MutantTests
{
    public static TheoryData<string> All => [.. Directory.GetFiles(Folder, "*.mutant").Select(file => Path.GetFileName(file)).Order()];

    private static string Folder => Path.Combine(SnippetTests.Root(), "tests", "Mutants");

    [Theory]
    [MemberData(nameof(All))]
    public void A_planted_bug_finds_its_place(string mutant)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder, mutant));
        string file = lines.Single(l => l.StartsWith("file ", StringComparison.Ordinal))[5..];
        string old = string.Join('\n', lines.Where(l => l.StartsWith("- ", StringComparison.Ordinal)).Select(l => l[2..]));
        Assert.Equal(2, File.ReadAllText(Path.Combine(SnippetTests.Root(), file)).Split(old).Length);
    }
}
