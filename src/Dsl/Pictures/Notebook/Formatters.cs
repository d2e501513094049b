// Formatters: what .NET Interactive cannot find by an attribute on a type of ours: the Validation that Check gives, which is LanguageExt's, and sequences, which are .NET's.
// Formatter.Register(Type, Action<object, TextWriter>, string) is called by reflection, so nothing here depends on a notebook package; without one nothing happens.
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using LanguageExt;

namespace FunctionalConv;

internal static class Formatters
{
    private const string Package = "Microsoft.DotNet.Interactive.Formatting";

    /// <summary>Types that are not ours, and show values that are.</summary>
    private static Type[] Types => [typeof(Validation<Misfit, Network>), typeof(Validation<Misfit, Shape>), .. Sequences.Types];

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The 'ModuleInitializer' attribute should not be used in libraries", Justification = "A value may be shown before any member of this class is asked for; where no notebook is loaded it only listens.")]
    internal static void Listen()
    {
        if (AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(Formats) is { } loaded) Register(loaded);
        else AppDomain.CurrentDomain.AssemblyLoad += Loaded;
    }

    private static void Loaded(object? sender, AssemblyLoadEventArgs args)
    {
        if (!Formats(args.LoadedAssembly)) return;
        AppDomain.CurrentDomain.AssemblyLoad -= Loaded;
        Register(args.LoadedAssembly);
    }

    private static bool Formats(Assembly assembly) => assembly.FullName?.StartsWith($"{Package},", StringComparison.Ordinal) == true;

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A trimmed program is no notebook: the type is absent, and nothing is registered.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A trimmed program is no notebook: the type is absent, and nothing is registered.")]
    private static void Register(Assembly formatting)
    {
        MethodInfo? register = formatting.GetType($"{Package}.Formatter")?.GetMethod("Register", [typeof(Type), typeof(Action<object, TextWriter>), typeof(string)]);
        if (register is null) return;
        void Teach(Type type, string mimeType, Func<object, string> words) => register.Invoke(null, [type, (Action<object, TextWriter>)((value, writer) => writer.Write(words(value))), mimeType]);
        try
        {
            foreach (Type type in Types)
            {
                Teach(type, "text/html", Shown.Html);
                Teach(type, "text/plain", Shown.Text);
            }
        }
        catch (TargetInvocationException)
        {
            // A notebook package that does not start shows nothing, whoever asks it.
        }
    }
}
