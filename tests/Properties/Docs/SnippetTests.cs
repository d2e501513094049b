// Every ```csharp fence of README.md, CONTRIBUTING.md and docs/ runs, in the order of its document, each after those before it.
// A ```text fence that follows one is exactly what it prints.
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace FunctionalConv.Properties.Docs;

[CollectionDefinition("console", DisableParallelization = true)]
public class ConsoleAlone;

[Collection("console")]
public partial class SnippetTests
{
    private static readonly string[] Imports = ["System", "System.Linq", "System.Collections.Generic", "FunctionalConv", "FunctionalConv.Graphs", "FunctionalConv.Plans"];

    public static TheoryData<string> Documents => [.. Directory.GetFiles(Root(), "*.md").Concat(Directory.GetFiles(Path.Combine(Root(), "docs"), "*.md"))
        .Where(file => File.ReadAllText(file).Contains("```csharp", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(Root(), file)).Order()];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Its_snippets_run_and_print_what_it_says(string document)
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Root(), document));
        ScriptState<object>? state = null;
        foreach (Match fence in Fence().Matches(text))
        {
            string place = $"{document}, line {text[..fence.Index].Count(c => c == '\n') + 1}";
            string printed;
            (state, printed) = await Run(fence.Groups["code"].Value, state, place);
            if (fence.Groups["says"].Success) Assert.Equal($"{place}\n{fence.Groups["says"].Value.TrimEnd()}", $"{place}\n{printed.ReplaceLineEndings("\n").TrimEnd()}");
        }
    }

    private static async Task<(ScriptState<object> State, string Printed)> Run(string code, ScriptState<object>? before, string place)
    {
        TextWriter console = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(printed);
        try
        {
            return (before is null ? await CSharpScript.RunAsync(code, Options()) : await before.ContinueWithAsync(code), printed.ToString());
        }
        catch (Exception trouble)
        {
            throw new InvalidOperationException($"{place}: {trouble.Message}\n{code}", trouble);
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    internal static ScriptOptions Options() => ScriptOptions.Default.WithImports(Imports)
        .WithReferences(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(file => Referenced().IsMatch(Path.GetFileName(file))));

    internal static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [GeneratedRegex(@"^(System\.(Runtime(\.Numerics)?|Private\.CoreLib|Console|Linq|Collections|Threading|Numerics\.Tensors)|MathNet\.Numerics|LanguageExt\.Core|FsCheck|FSharp\.Core|FunctionalConv(\.Numerics|\.Laws)?)\.dll$")]
    private static partial Regex Referenced();

    [GeneratedRegex(@"^```csharp\r?\n(?<code>.*?)^```\r?\n(\s*```text\r?\n(?<says>.*?)^```)?", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
