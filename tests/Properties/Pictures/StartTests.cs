// The first picture of a fresh program: from the start of its process to the file, in under a second. The program is compiled beside the library before it is timed.
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FunctionalConv.Properties.Pictures;

public sealed class StartTests : IDisposable
{
    private const string Program = """
        using FunctionalConv;
        using static FunctionalConv.Layers;

        Conv(1, 3, stride: 2, padding: 1).Animate(5).Save(args[0]);
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("start").FullName;

    [Fact]
    public void The_first_picture_comes_within_a_second()
    {
        string program = Build();
        // Other tests hold the processor meanwhile, now and then for long; only a slow start is never quick.
        var seconds = new List<double>();
        while (seconds.Count < 30 && (seconds.Count < 2 || seconds.Min() >= 1)) seconds.Add(Once(program, Path.Combine(folder, $"{seconds.Count}.svg")));
        Assert.True(seconds.Min() < 1, $"The first picture took {string.Join(", ", seconds.Select(s => $"{s:0.00}"))} s.");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Build()
    {
        string own = AppContext.BaseDirectory, program = Path.Combine(folder, "first.dll");
        foreach (string file in new[] { "FunctionalConv", "FunctionalConv.Numerics", "MathNet.Numerics", "LanguageExt.Core", "Spectre.Console" }) File.Copy(Path.Combine(own, $"{file}.dll"), Path.Combine(folder, $"{file}.dll"));
        MetadataReference[] references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file))];
        var made = CSharpCompilation.Create("first", [CSharpSyntaxTree.ParseText(Program)], references, new(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release)).Emit(program);
        Assert.True(made.Success, string.Join('\n', made.Diagnostics));
        File.WriteAllText(Path.ChangeExtension(program, "runtimeconfig.json"), $$"""
            {
              "runtimeOptions": {
                "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version.ToString(3)}}" },
                "configProperties": { "System.Globalization.Invariant": true }
              }
            }
            """);
        return program;
    }

    private static double Once(string program, string picture)
    {
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, picture]) { UseShellExecute = false })!;
        Assert.True(process.WaitForExit(60_000), "It did not end within a minute.");
        double seconds = watch.Elapsed.TotalSeconds;
        Assert.Equal(0, process.ExitCode);
        Assert.StartsWith("<svg", File.ReadAllText(picture), StringComparison.Ordinal);
        return seconds;
    }
}
