// How every example ends on bad input that it does not catch itself, a setting of the environment for one: one sentence and exit code 1. Compiled into each by Directory.Build.props.
using System.Runtime.CompilerServices;

internal static class Ending
{
    [ModuleInitializer]
    internal static void Register() => AppDomain.CurrentDomain.UnhandledException += (_, thrown) =>
    {
        var e = (Exception)thrown.ExceptionObject;
        while (e is TypeInitializationException or AggregateException && e.InnerException is { } inner) e = inner;
        // Others are faults of the program: their traces are wanted.
        if (e is not (ArgumentException or InvalidOperationException)) return;
        int hint = e.Message.IndexOf(" (Parameter '", StringComparison.Ordinal); // the framework's addition names C# parameters, which say nothing here
        Console.Error.WriteLine(hint < 0 ? e.Message : e.Message[..hint]);
        Environment.Exit(1);
    };
}
