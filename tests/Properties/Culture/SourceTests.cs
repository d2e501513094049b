// The sources of the library make no text that follows the current culture, and compare no text by it.
using FunctionalConv.Properties.Docs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FunctionalConv.Properties.Culture;

public class SourceTests
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Text; global using System.Threading; global using System.Threading.Tasks;";
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    [Theory]
    [InlineData("Numerics", "FunctionalConv.Numerics")]
    [InlineData("Dsl", "FunctionalConv")]
    [InlineData("Laws", "FunctionalConv.Laws")]
    public void No_text_of_the_library_follows_the_culture(string folder, string assembly)
    {
        SyntaxTree[] trees = [.. Sources(folder).Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Language, file))];
        CSharpCompilation library = Compile(assembly, trees);
        string[] found = [.. trees.Where(Written).AsParallel().AsOrdered().SelectMany(tree => CultureFinder.Find(library, tree))];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("string F(double x) => \"by \" + x;")]
    [InlineData("string F(int? x) { string y = \"by \"; y += x; return y; }")]
    [InlineData("string F(int x) => x.ToString();")]
    [InlineData("string F<T>(T x) where T : struct => x.ToString()!;")]
    [InlineData("string F(double x) => x.ToString(\"F2\");")]
    [InlineData("string F((int, double) x) => $\"{x}\";")]
    [InlineData("record struct Pair(int A); string F() => $\"{new Pair(-1)}\";")]
    [InlineData("public record Pair(string Name, double A);")]
    [InlineData("string F(int[] x) => string.Join(\", \", x);")]
    [InlineData("string F(List<double> x) => string.Concat(x);")]
    [InlineData("string F(object x) => string.Format(\"{0}\", x);")]
    [InlineData("void F(StringBuilder text, double x) => text.Append(x);")]
    [InlineData("void F(StringBuilder text, double x) => text.Append($\"{x}\");")]
    [InlineData("void F(TextWriter text, double x) => text.WriteLine(x);")]
    [InlineData("double F(string x) => double.Parse(x);")]
    [InlineData("bool F(string x) => int.TryParse(x, out _);")]
    [InlineData("object F(string[] x) => x.OrderBy(y => y);")]
    [InlineData("object F(string[] x) => x.Order();")]
    [InlineData("void F(List<string> x) => x.Sort();")]
    [InlineData("void F(string[] x) => Array.Sort(x);")]
    [InlineData("object F(string[] x) => x.Max()!;")]
    [InlineData("int F(string x) => x.CompareTo(\"a\");")]
    [InlineData("object F() => new SortedDictionary<string, int>();")]
    [InlineData("object F(string[] x) => x.ToDictionary(y => y, y => 1).OrderByDescending(y => y.Key);")]
    [InlineData("string F(string x) => x.ToUpper();")]
    public void Each_kind_of_it_is_found(string member) => Assert.Single(Found(member));

    [Theory]
    [InlineData("string F(double x, int y, string z) => $\"{x} {y:N0} {z}\";")]
    [InlineData("string F(double x, char y, DayOfWeek z) => \"by \" + y + $\"{x}\" + z;")]
    [InlineData("string F(string[] x) => string.Join(\", \", x.Order(StringComparer.Ordinal));")]
    [InlineData("int F(string[] x) => x.Max(y => y.Length);")]
    [InlineData("public record Pair(string Name, uint A, bool B);")]
    [InlineData("public record Pair(double A) { public override string ToString() => $\"{A}\"; }")]
    [InlineData("void F(StringBuilder text, double x) => text.Append(System.Globalization.CultureInfo.InvariantCulture, $\"{x}\");")]
    public void What_follows_no_culture_is_let_through(string member) => Assert.Empty(Found(member));

    private static IEnumerable<string> Found(string member)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText($"public class Case {{ {member} }}", Language, "Case.cs");
        CSharpCompilation made = Compile("Case", [tree]);
        Assert.Empty(made.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return CultureFinder.Find(made, tree);
    }

    private static IEnumerable<string> Sources(string folder) => Directory.GetFiles(Path.Combine(SnippetTests.Root(), "src", folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && Path.GetFileName(file) != "generate.cs").Order(StringComparer.Ordinal);

    /// <summary>Generated files are tables of kernels and forwarded calls, without text.</summary>
    private static bool Written(SyntaxTree tree) => !tree.FilePath.EndsWith(".Generated.cs", StringComparison.Ordinal);

    private static readonly (string Name, MetadataReference Reference)[] Assemblies = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Select(file => (Path.GetFileNameWithoutExtension(file), (MetadataReference)MetadataReference.CreateFromFile(file)))];

    /// <summary>Sources of an assembly beside all compiled assemblies that are not built upon it.</summary>
    private static CSharpCompilation Compile(string assembly, IEnumerable<SyntaxTree> trees) => CSharpCompilation.Create(assembly, trees.Append(CSharpSyntaxTree.ParseText(Usings, Language)),
        Assemblies.Where(entry => entry.Name switch
        {
            "FunctionalConv.Numerics" => assembly is "FunctionalConv" or "FunctionalConv.Laws",
            "FunctionalConv" => assembly == "FunctionalConv.Laws",
            var name => !name.StartsWith("FunctionalConv", StringComparison.Ordinal),
        }).Select(entry => entry.Reference),
        new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
}
