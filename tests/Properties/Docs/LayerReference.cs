// docs/layers.md: every layer and every loss with its signature, shapes, formula, parameters and an example that ran, out of the XML documentation and nothing else.
// A section is a source file: its title stands before the colon of the file's first line.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace FunctionalConv.Properties.Docs;

internal static partial class LayerReference
{
    private const int RunBelow = 1_000_000;
    private static readonly string[] Rooms = ["src/Dsl/Layers", "src/Dsl", "src/Dsl/Zoo", "src/Dsl/Losses"];

    private const string Opening = """
        # Layers

        Every layer, and every way to make one out of others, in the namespace `FunctionalConv`; `using static FunctionalConv.Layers` brings the names in. Shapes are
        channels first, without the batch; `n…` stands for one to three spatial axes, and one number for an `Extent` serves all of them. What an example gives was found
        by running it. This page is made from the XML documentation in the code: `.ci/update-layer-reference` writes it anew.
        """;

    private const string OfLosses = """

        # Losses

        Values of the static class `Losses`. In the formulas x is the output and t the target; `[]` is one number. Each is the mean of its terms; `.Summed()`, `.PerItem()` (the sum divided by the items of
        the batch) and `.Unreduced()` change that. Training takes one, `model.Fit(train, test, Adam(1e-3), epochs: 3, loss: Losses.MeanSquared)`; tensors give its value, as
        in the examples.

        """;

    /// <summary>The whole page.</summary>
    /// <param name="root">The repository.</param>
    public static async Task<string> Page(string root)
    {
        IReadOnlyList<string> given = await Results(Documented.All);
        var sections = Documented.All.Select((member, i) => (Member: member, Result: given[i])).GroupBy(entry => Source(root, entry.Member))
            .Select(group => (Title: Title(group.Key), Room: Array.IndexOf(Rooms, Room(root, group.Key)), Entries: group.ToArray()))
            .OrderBy(s => s.Room).ThenBy(s => s.Title, StringComparer.Ordinal).ToArray();
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n")).Append("\n\n");
        foreach (var section in sections)
            page.Append(CultureInfo.InvariantCulture, $"- [{section.Title}](#{Anchor(section.Title)}): {string.Join(", ", section.Entries.Select(e => e.Member.Name).Distinct().Select(name => $"`{name}`"))}\n");
        int before = 0;
        foreach (var (title, room, entries) in sections)
        {
            if (room == Rooms.Length - 1 && before != room) page.Append(OfLosses.ReplaceLineEndings("\n"));
            before = room;
            page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n");
            foreach (var (member, result) in entries.OrderBy(e => e.Member.Name, StringComparer.Ordinal)) Append(page, member, result);
        }
        return page.ToString();
    }

    private static void Append(StringBuilder page, Documented member, string result)
    {
        page.Append($"\n### {member.Name}\n\n`{Signature.Of(member.Member)}`\n\n{member.Summary} {member.Remarks}".TrimEnd()).Append(CultureInfo.InvariantCulture, $"\n\nShapes and formula: {member.Gives()}\n");
        if (member.Parameters.Any()) page.Append('\n');
        foreach (var (name, text) in member.Parameters) page.Append(CultureInfo.InvariantCulture, $"- `{name}`: {text}\n");
        foreach (string thrown in member.Throws) page.Append(CultureInfo.InvariantCulture, $"\nThrows: {thrown}\n");
        if (member.Example.Declarations.Length > 0) page.Append(CultureInfo.InvariantCulture, $"\n```cs\n{member.Example.Declarations}\n```\n");
        page.Append(CultureInfo.InvariantCulture, $"\n`{member.Example.Expression}` gives {result}.\n");
    }

    /// <summary>Every example compiled in one script and made; networks that are not huge run once, and give what they promise.</summary>
    private static async Task<IReadOnlyList<string>> Results(IReadOnlyList<Documented> members)
    {
        var script = new StringBuilder();
        foreach (Documented member in members.Where(m => m.Example.Declarations.Length > 0)) script.Append(member.Example.Declarations).Append('\n');
        int first = script.ToString().Count(c => c == '\n') + 2;
        script.Append("new Func<object>[]\n{\n").AppendJoin(",\n", members.Select(m => $"() => {(m.Example.Expression is { Length: > 0 } code ? code : "null")}")).Append("\n}");
        try
        {
            var networks = await CSharpScript.EvaluateAsync<Func<object>[]>(script.ToString(), SnippetTests.Options().AddImports("FunctionalConv.Layers", "FunctionalConv.Losses"));
            return [.. networks.Select((make, i) => Result(members[i], make))];
        }
        catch (CompilationErrorException error)
        {
            int line = error.Diagnostics[0].Location.GetLineSpan().StartLinePosition.Line - first;
            throw new InvalidOperationException($"The example of {(line >= 0 && line < members.Count ? members[line] : "a layer")} does not compile: {error.Message}", error);
        }
    }

    private static string Result(Documented member, Func<object> make)
    {
        if (member.Example.Expression.Length == 0) return "nothing";
        Network network;
        try
        {
            object made = make();
            if (made is Tensor<double> loss) return string.Create(CultureInfo.InvariantCulture, $"{loss.Values[0]:0.####}");
            network = (Network)made;
        }
        catch (Exception trouble)
        {
            throw new InvalidOperationException($"The example of {member} fails: {trouble.Message}", trouble);
        }
        long weights = network.Summary.Trainable + network.Summary.Frozen;
        if (weights < RunBelow && network.Summary.Macs < 100 * RunBelow) Assert.Equal(network.Output, network.Init<float>(1).Run(Tensor.Normal<float>(network.Input, 1)).Shape);
        return $"`{network.Output}`{(weights > 0 ? string.Create(CultureInfo.InvariantCulture, $" with {weights:N0} weights") : "")}";
    }

    /// <summary>The file that writes a member: a part of its type that has its name.</summary>
    private static string Source(string root, Documented member) => Rooms.SelectMany(room => Directory.GetFiles(Path.Combine(root, room), "*.cs")).Order(StringComparer.Ordinal)
        .First(file => File.ReadAllText(file) is var text && Regex.IsMatch(text, $@"^public .*\b(class|record) {member.Member.DeclaringType!.Name}\b", RegexOptions.Multiline)
            && Regex.IsMatch(text, $@"^    public (static |virtual )*\w+ {member.Name}\b(\(| \{{| =>)", RegexOptions.Multiline));

    private static string Room(string root, string file) => Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/');

    private static string Title(string file) => FirstWords().Match(File.ReadLines(file).First()).Groups["title"].Value;

    private static string Anchor(string title) => new([.. title.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-').Select(c => c == ' ' ? '-' : c)]);

    [GeneratedRegex(@"^// (?<title>.*?)(:| \(|\. |\.?$)")]
    private static partial Regex FirstWords();
}
