// net.Check(): the laws of a layer as a plain report for scripts, without a test framework.
using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv;

/// <summary>Checks layers and networks against their laws.</summary>
public static class Checking
{
    /// <summary>Tries what every layer owes (<see cref="Laws.All"/>, law by law), and further laws if given, and reports law, verdict, shrunk counterexample and seed.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Shapes of items to try; by default shapes of every rank that the layer takes.</param>
    /// <param name="tests">Cases per law.</param>
    /// <param name="replay">The seed of a report's counterexample: its law fails at the first test.</param>
    /// <param name="further">Laws of one's own, by name: <c>("commutes with shifts", Laws.ShiftEquivariant(net))</c>.</param>
    /// <exception cref="ArgumentException">The seed is none of a report.</exception>
    public static LawReport Check(this Layer layer, Inputs? inputs = null, int tests = 30, string? replay = null, params (string Name, Property Law)[] further)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(further);
        (string Name, Property Law)[] laws =
        [
            ("shape", Laws.Shape(layer, inputs ?? Inputs.Fitting(layer))),
            ("gradient", Laws.Gradient(layer, inputs)),
            ("gradient in training", Laws.Gradient(layer, inputs, training: true)),
            ("batch is pointwise", Laws.BatchIsPointwise(layer, inputs)),
            ("deterministic", Laws.Deterministic(layer, inputs)),
            .. further,
        ];
        Config config = Config.Quick.WithMaxTest(tests).WithQuietOnSuccess(true);
        if (replay is not null) config = config.WithReplay(Seed(replay));
        return new(layer, laws.Select(law => Tried(law.Name, law.Law, config)));
    }

    /// <summary>The same on the network's own input shape.</summary>
    public static LawReport Check(this Network network, int tests = 30, string? replay = null, params (string Name, Property Law)[] further)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Layer.Check(inputs: network.Input, tests, replay, further);
    }

    private static LawResult Tried(string name, Property law, Config config)
    {
        var listener = new Listener(name);
        law.Check(config.WithRunner(listener));
        return listener.Result!;
    }

    private static Replay Seed(string text)
    {
        string[] parts = text.Split(',');
        return parts.Length == 3 && Number(parts[0], out ulong seed) && Number(parts[1], out ulong gamma) && Number(parts[2], out int size)
            ? new(new Rnd(seed, gamma), Microsoft.FSharp.Core.FSharpOption<int>.Some(size))
            : throw new ArgumentException($"A replay is the three numbers of a report, \"seed,gamma,size\"; it was given \"{text}\".", nameof(text));

        static bool Number<T>(string part, out T number) where T : IBinaryInteger<T> => T.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out number!);
    }

    /// <summary>Hears how a property ends.</summary>
    private sealed class Listener(string law) : IRunner
    {
        public LawResult? Result { get; private set; }

        public void OnStartFixture(Type t)
        {
        }

        public void OnArguments(int n, Microsoft.FSharp.Collections.FSharpList<object> args, Microsoft.FSharp.Core.FSharpFunc<int, Microsoft.FSharp.Core.FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(Microsoft.FSharp.Collections.FSharpList<object> args, Microsoft.FSharp.Core.FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string name, TestResult result) => Result = result switch
        {
            TestResult.Failed failed => new(law, false, failed.Item1.NumberOfTests, failed.Item1.NumberOfShrinks, string.Join(", ", failed.Item3.Select(argument => $"{argument}")),
                failed.Item4 is Outcome.Failed { Item: { } thrown } && failed.Item1.Labels.Count == 0 ? thrown.Message : string.Join("; ", failed.Item1.Labels), $"{failed.Item6.Seed},{failed.Item6.Gamma},{failed.Item7}"),
            TestResult.Passed passed => new(law, true, passed.Item1.NumberOfTests, 0, "", "", ""),
            _ => new(law, false, 0, 0, "", "no case of it could be drawn", ""),
        };
    }
}
