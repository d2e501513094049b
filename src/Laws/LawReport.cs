// A report of laws: a line per law, and below it every counterexample with the seed that replays it.
using System.Globalization;
using System.Collections.Immutable;
using System.Text;

namespace FunctionalConv;

/// <summary>How one law came out.</summary>
/// <param name="Law">Its name.</param>
/// <param name="Holds">Whether it held in every test.</param>
/// <param name="Tests">How many cases were tried, the failing one included.</param>
/// <param name="Shrinks">How often the counterexample was made smaller.</param>
/// <param name="Counterexample">The smallest case found on which it fails; empty when it holds.</param>
/// <param name="Differs">What differs there; empty when it holds.</param>
/// <param name="Replay">What <c>Check(replay: …)</c> takes to begin with the failing case; empty when it holds.</param>
public sealed record LawResult(string Law, bool Holds, int Tests, int Shrinks, string Counterexample, string Differs, string Replay)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(LawResult), PrintMembers);
}

/// <summary>How the laws of a layer came out. Prints as a table.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class LawReport : IShown
{
    internal LawReport(Layer layer, IEnumerable<LawResult> results) => (Layer, Results) = (layer, [.. results]);

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <summary>One per law.</summary>
    public ImmutableArray<LawResult> Results { get; }

    /// <summary>Whether every law held.</summary>
    public bool Holds => Results.All(r => r.Holds);

    string IShown.Html() => Showing.Table($"{Layer}: {(Holds ? "every law holds" : $"{Results.Count(r => !r.Holds)} of {Results.Length} laws are broken")}", ["law", "verdict", "tests", "counterexample", "what differs", "replay"],
        Results.Select(r => new[] { r.Law, r.Holds ? "holds" : "BROKEN", r.Tests.ToString(System.Globalization.CultureInfo.InvariantCulture), r.Counterexample, r.Differs, r.Replay }));

    /// <summary>Law, verdict and tests in columns; then every counterexample, what differs, and the seed to replay.</summary>
    public override string ToString()
    {
        int width = Results.Max(r => r.Law.Length);
        var text = new StringBuilder($"{"law".PadRight(width)}  verdict  tests\n");
        foreach (LawResult r in Results) text.Append(CultureInfo.InvariantCulture, $"{r.Law.PadRight(width)}  {(r.Holds ? "holds  " : "BROKEN ")}  {r.Tests,5}\n");
        foreach (LawResult r in Results.Where(r => !r.Holds))
            text.Append(CultureInfo.InvariantCulture, $"\n{r.Law} fails after {r.Tests} {(r.Tests == 1 ? "test" : "tests")}, shrunk {r.Shrinks} times to {(r.Counterexample.Length > 0 ? r.Counterexample : "nothing")}:\n  {r.Differs}\n  replay: \"{r.Replay}\"\n");
        return text.ToString().TrimEnd('\n');
    }
}
