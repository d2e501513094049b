// Changes: when the value of a line changes, so that what depends on weights alone is made once for many runs.
using FunctionalConv.Graphs;

namespace FunctionalConv.Plans;

/// <summary>When a line's value changes.</summary>
internal enum Changes
{
    /// <summary>It depends on no argument.</summary>
    Never,

    /// <summary>It depends on weights and state alone: packed or folded weights are made once for many runs.</summary>
    WithWeights,

    /// <summary>It depends on a run's data.</summary>
    EveryRun,
}

internal static class Changing
{
    /// <summary>For each line when it changes.</summary>
    public static Changes[] Of(Graph graph)
    {
        var changes = new Changes[graph.Lines.Length];
        for (int i = 0; i < changes.Length; i++)
            changes[i] = graph.Lines[i].Primitive is Primitive.Argument argument
                ? argument.Role is Role.Weight or Role.State ? Changes.WithWeights : Changes.EveryRun
                : graph.Lines[i].Inputs.Select(input => changes[input]).Append(Changes.Never).Max();
        return changes;
    }
}
