// Mutants: every *.mutant beside this file is a bug to plant. Each is planted in a copy of the tree, what changed is built, and the laws that it names run three times,
// on the cases of every test run first, then on others. docs/laws.md gets the table: which law caught it, after how many tests.
//   dotnet run tests/Mutants/run.cs                      all of them, and the table
//   dotnet run tests/Mutants/run.cs -- kernel-flipped    some of them, and their rows of it
// A mutant:   what it does, then   file PATH   laws FILTER|FILTER   - lines to find (once)   + lines to put there
#:property PublishAot=false
#:property TargetFramework=net10.0
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

const int Runs = 3;
string folder = Path.GetDirectoryName(Here())!, root = Path.GetFullPath(Path.Combine(folder, "../..")), copy = Path.Combine(root, "artifacts/mutants/tree");
Mutant[] mutants = [.. Directory.GetFiles(folder, "*.mutant").Order(StringComparer.Ordinal).Select(Mutant.Read).Where(m => args.Length == 0 || args.Contains(m.Name))];
if (mutants.Length == 0 || (args.Length > 0 && mutants.Length < args.Length)) return Fail($"There is no mutant {string.Join(" or ", args)}.");

Copy();
if (!Build(out string log)) return Fail($"The copy does not build:\n{log}");
var found = new List<(Mutant Mutant, Caught? Caught)>();
foreach (Mutant mutant in mutants)
{
    var watch = Stopwatch.StartNew();
    string path = Path.Combine(copy, mutant.File), text = File.ReadAllText(path);
    if (text.Split(mutant.Old).Length != 2) return Fail($"{mutant.Name}: {mutant.File} must hold its lines once.");
    File.WriteAllText(path, text.Replace(mutant.Old, mutant.New, StringComparison.Ordinal));
    Caught? caught = Build(out log) ? Try(mutant) : null;
    File.WriteAllText(path, text);
    found.Add((mutant, caught));
    Console.WriteLine($"{mutant.Name,-34} {(caught is null ? log.Length > 0 ? $"DOES NOT BUILD\n{log}" : "SURVIVES" : $"{caught.Law}: {caught.Tests}")}   ({watch.Elapsed.TotalSeconds:0} s)");
}
string page = Path.Combine(root, "docs/laws.md");
File.WriteAllText(page, Table(File.Exists(page) ? File.ReadAllLines(page) : []));
int survivors = found.Count(f => f.Caught is null);
Console.WriteLine($"{found.Count - survivors} caught, {survivors} not");
return survivors == 0 ? 0 : 1;

// The tracked tree; files that have not changed keep their times, so that a second run builds little.
void Copy()
{
    Directory.CreateDirectory(copy);
    foreach (string file in Run("git", "ls-files", root).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
    {
        string from = Path.Combine(root, file), to = Path.Combine(copy, file);
        if (!File.Exists(from) || (File.Exists(to) && File.ReadAllBytes(from).AsSpan().SequenceEqual(File.ReadAllBytes(to)))) continue;
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
        File.SetLastWriteTimeUtc(to, DateTime.UtcNow);
    }
}

// A build that fails is tried once more: on a busy machine the build's own processes may end early.
bool Build(out string trouble) => Built(out trouble) || Built(out trouble);

bool Built(out string trouble)
{
    var (code, output) = Run("dotnet", "build tests/Properties -p:RunAnalyzers=false -p:NuGetAudit=false -v quiet", copy);
    trouble = code == 0 ? "" : string.Join("\n", output.Split('\n').Where(l => l.Contains("error", StringComparison.Ordinal)).Distinct().Take(3));
    return code == 0;
}

// The law that fails in every run after the fewest tests; the first run draws the cases of every test run, each further one others.
Caught? Try(Mutant mutant)
{
    string filter = string.Join("|", mutant.Laws.Split('|').Select(law => $"FullyQualifiedName~{law}"));
    Dictionary<string, int>[] runs = [.. Enumerable.Range(0, Runs).Select(seed => Failures(Run("dotnet", $"test tests/Properties --no-build --filter \"{filter}\"", copy, seed).Output))];
    string[] always = [.. runs[0].Keys.Where(law => runs.All(run => run.ContainsKey(law)))];
    if (always.Length == 0) return null;
    string best = always.OrderBy(law => runs.Sum(run => run[law])).ThenBy(law => runs.Sum(run => run[law]) == 0).ThenBy(law => law, StringComparer.Ordinal).First();
    string[] random = [.. always.Where(law => runs.All(run => run[law] > 0))];
    if (random.Length > 0) best = random.OrderBy(law => runs.Sum(run => run[law])).ThenBy(law => law, StringComparer.Ordinal).First();
    return new(best, runs.All(run => run[best] == 0) ? "fixed cases" : string.Join(", ", runs.Select(run => run[best])), always.Length);
}

// Failed tests and after how many cases each; 0 for one without random cases.
static Dictionary<string, int> Failures(string output)
{
    var failures = new Dictionary<string, int>();
    foreach (string block in Regex.Split(output, @"^\s*Failed (?=FunctionalConv)", RegexOptions.Multiline).Skip(1))
    {
        string law = Regex.Match(block, @"^FunctionalConv\.Properties\.([\w.]+)").Groups[1].Value;
        Match after = Regex.Match(block, @"Falsifiable, after (\d+) test");
        failures.TryAdd(law, after.Success ? int.Parse(after.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
    }
    return failures;
}

// The page: rows of this run, and of earlier ones for mutants that are still there.
string Table(string[] before)
{
    var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
    foreach (string row in before.Where(l => l.StartsWith("| ", StringComparison.Ordinal) && File.Exists(Path.Combine(folder, $"{l.Split('|')[1].Trim()}.mutant")))) rows[row.Split('|')[1].Trim()] = row;
    foreach (var (mutant, caught) in found)
        rows[mutant.Name] = $"| {mutant.Name} | {mutant.What} | {(caught is null ? "**nothing**" : caught.Law.Split('.') is var names ? $"{names[^1].Replace('_', ' ')} ({string.Join('.', names[..^1])})" : "")} | {caught?.Tests ?? "–"} | {caught?.Failing ?? 0} |";
    var text = new StringBuilder("""
        # Laws catch bugs

        Each row is a bug planted in a copy of the code, one at a time; `dotnet run tests/Mutants/run.cs` plants them, runs laws three times and writes this page: on
        the cases that every `dotnet test` draws, then on others. *Caught by* is the law that needed the fewest random cases among those that failed in all three runs;
        *tests* are the cases it needed, run by run.

        | mutant | what it does | caught by | tests | laws that fail |
        |---|---|---|---|---:|

        """);
    foreach (string row in rows.Values) text.Append(row).Append('\n');
    return text.ToString();
}

static (int Code, string Output) Run(string program, string arguments, string at, int seed = 0)
{
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = at, RedirectStandardOutput = true, RedirectStandardError = true };
    start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
    start.Environment["FUNCTIONALCONV_SEED"] = $"{seed}";
    foreach (string name in new[] { "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly" }) start.Environment.Remove(name);
    using Process process = Process.Start(start)!;
    Task<string> errors = process.StandardError.ReadToEndAsync();
    string output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return (process.ExitCode, output + errors.Result);
}

static int Fail(string why)
{
    Console.Error.WriteLine(why);
    return 2;
}

static string Here([CallerFilePath] string path = "") => path;

/// <summary>A bug to plant.</summary>
internal sealed record Mutant(string Name, string What, string File, string Laws, string Old, string New)
{
    public static Mutant Read(string path)
    {
        string[] lines = System.IO.File.ReadAllLines(path);
        string After(string mark) => lines.First(l => l.StartsWith(mark, StringComparison.Ordinal))[mark.Length..];
        string Joined(string mark) => string.Join("\n", lines.Skip(3).Where(l => l.StartsWith(mark, StringComparison.Ordinal)).Select(l => l.Length > 2 ? l[2..] : ""));
        return new(Path.GetFileNameWithoutExtension(path), lines[0].TrimEnd('.'), After("file "), After("laws "), Joined("-"), Joined("+"));
    }
}

/// <summary>How a mutant was caught.</summary>
internal sealed record Caught(string Law, string Tests, int Failing);
