// The notebooks of examples/notebooks: every cell runs in a small host, has the source of its Markdown chapter, and its committed output stands without a network.
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionalConv.Properties.Docs;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Formatting;

namespace FunctionalConv.Properties.Notebooks;

public partial class NotebookTests
{
    private const string Package = "#r \"nuget: FunctionalConv\"";

    private static string Folder => Path.Combine(SnippetTests.Root(), "examples", "notebooks");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.ipynb").Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    [Fact]
    public void There_is_a_notebook_for_every_chapter()
    {
        Assert.Equal(9, Names.Count);
        Assert.Equal(Directory.GetFiles(Folder, "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(), Directory.GetFiles(Folder, "*.ipynb").Select(f => Path.GetFileNameWithoutExtension(f)).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_cell_runs_and_shows_what_was_committed(string name)
    {
        ScriptState<object>? state = null;
        int number = 0;
        foreach (JsonElement cell in Cells(name).Where(c => c.GetProperty("cell_type").GetString() == "code").Skip(1))
        {
            number++;
            string code = Text(cell.GetProperty("source"));
            try
            {
                state = state is null ? await CSharpScript.RunAsync<object>(code, Options()) : await state.ContinueWithAsync<object>(code);
            }
            catch (Exception trouble)
            {
                throw new InvalidOperationException($"{name}, code cell {number}: {trouble.Message}\n{code}", trouble);
            }
            Assert.Equal(state.ReturnValue is not null, cell.GetProperty("outputs").GetArrayLength() == 1);
            if (state.ReturnValue is { } value and not string) Assert.NotEmpty(value.ToDisplayString("text/html"));
        }
        Assert.InRange(number, 1, 100);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_small_needs_no_network_and_says_what_its_chapter_says(string name)
    {
        string path = Path.Combine(Folder, $"{name}.ipynb"), all = File.ReadAllText(path);
        Assert.InRange(new FileInfo(path).Length, 500, 1_000_000);
        Assert.DoesNotMatch(Reaching(), all);
        Assert.DoesNotContain("<script", all, StringComparison.Ordinal);
        string[] code = [.. Cells(name).Where(c => c.GetProperty("cell_type").GetString() == "code").Select(c => Text(c.GetProperty("source")))];
        string[] fences = [.. Fence().Matches(File.ReadAllText(Path.Combine(Folder, $"{name}.md")).ReplaceLineEndings("\n")).Select(m => m.Groups[1].Value)];
        Assert.Equal([Package, .. fences], code);
    }

    private static ScriptOptions Options() => SnippetTests.Options().WithImports("System", "System.Linq", "System.Collections.Generic");

    private static JsonElement.ArrayEnumerator Cells(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, $"{name}.ipynb"))).RootElement.GetProperty("cells").EnumerateArray();

    private static string Text(JsonElement lines) => string.Concat(lines.EnumerateArray().Select(l => l.GetString()));

    [GeneratedRegex(@"(src|href)=\\?""(?!data:)[^""#]|url\(|@import")]
    private static partial Regex Reaching();

    [GeneratedRegex(@"```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
