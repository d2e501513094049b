// The lecture as notebooks and pages, from the Markdown in examples/notebooks: runs every csharp fence through C# scripting; what its last expression gives is shown.
//   dotnet run examples/notebooks.cs                       writes every chapter as out/NAME.html
//   dotnet run examples/notebooks.cs -- 05                 only those whose name begins so
//   dotnet run examples/notebooks.cs -- --write            also writes examples/notebooks/NAME.ipynb, with outputs
#:project ../src/Dsl/FunctionalConv.csproj
#:package Microsoft.CodeAnalysis.CSharp.Scripting
#:package Microsoft.CodeAnalysis.Analyzers
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FunctionalConv;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

bool write = args.Contains("--write");
string wanted = args.FirstOrDefault(a => a != "--write") ?? "";
string[] chapters = [.. Directory.GetFiles(Path.Combine(Here(), "notebooks"), "*.md").Where(f => Path.GetFileName(f).StartsWith(wanted, StringComparison.Ordinal)).Order()];
if (chapters.Length == 0)
{
    Console.Error.WriteLine($"No chapter of examples/notebooks begins with {wanted}.");
    return 1;
}
ScriptOptions options = ScriptOptions.Default.WithImports("System", "System.Linq", "System.Collections.Generic")
    .WithReferences(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(f => Regex.IsMatch(Path.GetFileName(f), @"^(System\.|netstandard|MathNet|LanguageExt|FunctionalConv).*dll$")));
Directory.CreateDirectory("out");
foreach (string chapter in chapters)
{
    string name = Path.GetFileNameWithoutExtension(chapter), text = File.ReadAllText(chapter).ReplaceLineEndings("\n"), title = text.Split('\n')[0].TrimStart('#', ' ');
    Page page = Page.Of(title);
    var cells = new JsonArray { Cell("code", "#r \"nuget: FunctionalConv\"", []) };
    ScriptState<object>? state = null;
    foreach (Match part in Regex.Matches(text, @"```csharp\n(?<code>.*?)\n```|(?<words>(?:(?!```csharp).)+)", RegexOptions.Singleline))
        if (part.Groups["code"] is { Success: true, Value: var code })
        {
            state = state is null ? await CSharpScript.RunAsync<object>(code, options) : await state.ContinueWithAsync<object>(code);
            page = page.Code(code);
            var outputs = new JsonArray();
            if (state.ReturnValue is { } value)
            {
                page = value is string said ? page.Code(said) : page.Show(value);
                outputs.Add(new JsonObject
                {
                    ["output_type"] = "execute_result", ["execution_count"] = null, ["metadata"] = new JsonObject(),
                    ["data"] = new JsonObject { ["text/html"] = Lines(Page.Html(value)), ["text/plain"] = Lines(Page.Plain(value)) },
                });
            }
            cells.Add(Cell("code", code, outputs));
        }
        else if (part.Value.Trim() is { Length: > 0 } words)
        {
            cells.Add(Cell("markdown", words, null));
            foreach (string paragraph in words.Split("\n\n").Where(p => !p.StartsWith('#'))) page = page.Text(paragraph.Replace('\n', ' '));
        }
    string file = Path.Combine("out", $"{name}.html");
    page.Save(file);
    Console.WriteLine($"{file}: {new FileInfo(file).Length / 1024:N0} KB");
    if (!write) continue;
    var notebook = new JsonObject
    {
        ["cells"] = cells,
        ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" }, ["language_info"] = new JsonObject { ["name"] = "C#" } },
        ["nbformat"] = 4, ["nbformat_minor"] = 4,
    };
    File.WriteAllText(Path.ChangeExtension(chapter, ".ipynb"), notebook.ToJsonString(new JsonSerializerOptions { WriteIndented = true, IndentSize = 1, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");
}
return 0;

static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

static JsonArray Lines(string text) => new([.. text.Split('\n').Select((line, i) => (JsonNode)JsonValue.Create(i == text.Count(c => c == '\n') ? line : line + "\n"))]);

static JsonObject Cell(string kind, string source, JsonArray? outputs)
{
    var cell = new JsonObject { ["cell_type"] = kind, ["metadata"] = new JsonObject(), ["source"] = Lines(source) };
    if (outputs is not null) (cell["execution_count"], cell["outputs"]) = (null, outputs);
    return cell;
}
